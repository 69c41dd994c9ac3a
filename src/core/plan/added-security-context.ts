import type { Container, PodSpec, SecurityContext } from '../kubernetes/pod.js';

/** A user that owns nothing in the agent images; needed where a non-root user is demanded and none is known. */
const UNPRIVILEGED_USER = 65532;

/**
 * The security context of a container that copies an agent: Pod Security *restricted*, fixed, and from the target or
 * pod only who it runs as and its profiles, so that it may read and write what the target does.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function buildRestrictedContext(
  target: Container,
  { securityContext: pod = {} }: PodSpec,
): SecurityContext {
  const own = target.securityContext ?? {};
  const { runAsUser, ...identity } = pickFields(own, IDENTITY);
  const all = { ...pod, ...own };
  const user =
    runAsUser ?? (all.runAsNonRoot === true && all.runAsUser === undefined ? UNPRIVILEGED_USER : undefined);
  return {
    ...(user === undefined ? {} : { runAsUser: user }),
    ...identity,
    ...NO_RIGHTS,
    seccompProfile: findConfinedProfile(own.seccompProfile) ??
      findConfinedProfile(pod.seccompProfile) ?? { type: 'RuntimeDefault' },
  };
}

/** What *restricted* asks of a container, whoever it runs as. */
const NO_RIGHTS: SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/**
 * The same under the constraints of OpenShift: of user and profiles only what the target itself says. Constraints fill in
 * what is missing, and of what is there they refuse all but their own: a seccomp profile, for one, under `anyuid`. `written`
 * are the rights that an Instrumentation gives instead.
 */
export function buildConstrainedContext(
  { securityContext: own = {} }: Container,
  written: SecurityContext = NO_RIGHTS,
): SecurityContext {
  const profile = findConfinedProfile(own.seccompProfile);
  return {
    ...pickFields(own, IDENTITY),
    ...Object.fromEntries(Object.entries(written).filter(([field]) => !isDecidedByConstraints(field))),
    ...(profile === undefined ? {} : { seccompProfile: profile }),
  };
}

/** Tells whether a field says what OpenShift decides for each pod. */
export const isDecidedByConstraints = (field: string): boolean =>
  field === 'seccompProfile' || IDENTITY.some((each) => each === field);

/** Who a container runs as; taken over from the target. */
const IDENTITY = ['runAsUser', 'runAsGroup', 'runAsNonRoot', 'seLinuxOptions'] as const;

function pickFields<Field extends keyof SecurityContext>(
  context: SecurityContext,
  fields: readonly Field[],
): Pick<SecurityContext, Field> {
  const entries = fields
    .filter((field) => context[field] !== undefined)
    .map((field) => [field, context[field]]);
  return Object.fromEntries(entries) as Pick<SecurityContext, Field>;
}

/** Fields of a security context that Kubernetes defines; one that it does not know yet is not carried on. */
const CONTEXT_FIELDS = [
  'runAsUser',
  'runAsGroup',
  'runAsNonRoot',
  'privileged',
  'allowPrivilegeEscalation',
  'readOnlyRootFilesystem',
  'capabilities',
  'seccompProfile',
  'seLinuxOptions',
  'appArmorProfile',
  'procMount',
];

/** The security context of a container as the user wrote it; undefined where there is none. */
export function copyContext({ securityContext }: Container): SecurityContext | undefined {
  if (securityContext === undefined) return undefined;
  const known = Object.entries(securityContext).filter(([field]) => CONTEXT_FIELDS.includes(field));
  return Object.fromEntries(known);
}

type SeccompProfile = NonNullable<SecurityContext['seccompProfile']>;

const findConfinedProfile = (profile: SeccompProfile | undefined): SeccompProfile | undefined =>
  profile === undefined || profile.type === 'Unconfined' ? undefined : profile;

/** The user that a container runs as, where the pod says so; undefined where only its image does. */
export const findRunAsUser = (container: Container, { securityContext }: PodSpec): number | undefined =>
  container.securityContext?.runAsUser ?? securityContext?.runAsUser;

/** Tells whether a container must not run as root. */
export const isRootForbidden = (container: Container, { securityContext }: PodSpec): boolean =>
  (container.securityContext?.runAsNonRoot ?? securityContext?.runAsNonRoot) === true;
