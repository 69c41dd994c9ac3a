import { isDeepStrictEqual } from 'node:util';
import { LANGUAGES, type Language } from '../../src/core/domain.js';
import type { Container, SecurityContext } from '../../src/core/kubernetes/pod.js';
import type { Decision } from '../support/arbitraries-cases.js';
import { NAMESPACE } from '../support/arbitraries-contexts.js';
import { differenceOf, isClone } from './difference.js';
import { must } from './law.js';
import { instrumentationFor } from './resource-laws.js';

/** The languages that an added init container may belong to. */
function languagesOf(container: Container): readonly Language[] {
  if (isClone(container)) return ['apache-httpd', 'nginx'];
  if (container.name === 'otel-agent-attach-apache') return ['apache-httpd'];
  if (container.name === 'otel-agent-attach-nginx') return ['nginx'];
  // Extensions of Java's agent are copied by init containers of other names.
  return [
    LANGUAGES.find((language) => container.name.endsWith(`-auto-instrumentation-${language}`)) ?? 'java',
  ];
}

/**
 * Every added init container meets Pod Security *restricted* as far as the user of the pod does. Two are not ours to
 * decide: a context that the Instrumentation writes, and that of a web server whose user only its image knows, which
 * must be the target's as it is. The Go agent's sidecar needs privileges.
 */
export function initContainersAreRestricted(decision: Decision): void {
  for (const container of differenceOf(decision).initContainers) {
    const candidates = languagesOf(container).flatMap((language) => contextsFor(decision, language));
    const context = container.securityContext ?? {};
    const fits = candidates.some((candidate) => fitsCandidate(context, candidate, decision));
    must(
      fits,
      `${container.name} is not restricted`,
      container.securityContext,
      decision.before.spec.securityContext,
    );
  }
}

type Candidate =
  | { readonly kind: 'as-written'; readonly context: SecurityContext }
  | { readonly kind: 'restricted'; readonly target: SecurityContext }
  /** Rights as restricted or as written; user and profiles are the target's. */
  | {
      readonly kind: 'constrained';
      readonly target: SecurityContext;
      readonly rights: SecurityContext | undefined;
    };

function fitsCandidate(context: SecurityContext, candidate: Candidate, decision: Decision): boolean {
  switch (candidate.kind) {
    case 'as-written':
      return isDeepStrictEqual(context, candidate.context);
    case 'restricted':
      return isRestricted(context, candidate.target, decision);
    case 'constrained':
      return isConstrained(context, candidate.target, candidate.rights);
  }
}

/** Marks of OpenShift, which decides users and profiles itself. */
const isOnOpenShift = ({ before, snapshot }: Decision): boolean =>
  before.metadata?.annotations?.['openshift.io/scc'] !== undefined ||
  Object.keys(snapshot.namespaces.get(NAMESPACE)?.annotations ?? {}).some((key) =>
    key.startsWith('openshift.io/sa.scc.'),
  );

const CONSTRAINED = ['runAsUser', 'runAsGroup', 'runAsNonRoot', 'seLinuxOptions'] as const;

/** Says of the user what the target says, and of a profile no more. */
function isConstrained(
  context: SecurityContext,
  target: SecurityContext,
  rights: SecurityContext | undefined,
): boolean {
  const saysUser = CONSTRAINED.every((field) => isDeepStrictEqual(context[field], target[field]));
  const profile = target.seccompProfile?.type === 'Unconfined' ? undefined : target.seccompProfile;
  const own = ['allowPrivilegeEscalation', 'privileged', 'readOnlyRootFilesystem'] as const;
  const given = rights ?? { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true };
  return (
    saysUser &&
    isDeepStrictEqual(context.seccompProfile, profile) &&
    own.every((field) => context[field] === given[field])
  );
}

/** The contexts that the injections of a language allow, one for each of its containers. */
function contextsFor(decision: Decision, language: Language): readonly Candidate[] {
  const { outcome, before } = decision;
  const written = instrumentationFor(decision, language)?.spec.initContainerSecurityContext;
  if (written !== undefined && !isOnOpenShift(decision)) return [{ kind: 'as-written', context: written }];
  const all = [...before.spec.containers, ...(before.spec.initContainers ?? [])];
  return outcome.injections
    .filter((injection) => injection.language === language)
    .flatMap(({ container }): readonly Candidate[] => {
      const target = all.find(({ name }) => name === container)?.securityContext ?? {};
      const user = target.runAsUser ?? before.spec.securityContext?.runAsUser;
      const isServer = language === 'apache-httpd' || language === 'nginx';
      if (isServer && user === undefined) return [{ kind: 'as-written', context: knownPart(target) }];
      if (isOnOpenShift(decision)) return [{ kind: 'constrained', target, rights: written }];
      return [{ kind: 'restricted', target }];
    });
}

/** A context without fields of newer Kubernetes versions: carried on by value, they could lose what JavaScript cannot hold. */
function knownPart(context: SecurityContext): SecurityContext {
  const unknown = ['xFuture', 'zoneHint', '__proto__'];
  return Object.fromEntries(Object.entries(context).filter(([field]) => !unknown.includes(field)));
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
function isRestricted(context: SecurityContext, target: SecurityContext, { before }: Decision): boolean {
  return (
    context.allowPrivilegeEscalation === false &&
    context.privileged !== true &&
    context.readOnlyRootFilesystem === true &&
    isDeepStrictEqual(context.capabilities, { drop: ['ALL'] }) &&
    ['RuntimeDefault', 'Localhost'].includes(context.seccompProfile?.type ?? '') &&
    isUserOf(context, target, before.spec.securityContext ?? {})
  );
}

/** The user of the target, or, where none is known, one that is not root if that is demanded. */
function isUserOf(context: SecurityContext, target: SecurityContext, pod: SecurityContext): boolean {
  const own = { ...pod, ...context };
  const theirs = { ...pod, ...target };
  if (theirs.runAsNonRoot === true && own.runAsNonRoot !== true) return false;
  if (theirs.runAsUser !== undefined) return own.runAsUser === theirs.runAsUser;
  return theirs.runAsNonRoot !== true || (own.runAsUser ?? 0) > 0;
}
