import { z } from 'zod';
import { missing, oneOf, whole } from './pod-rules.js';

const text = z.string().exactOptional();
const names = z.array(z.string()).exactOptional();
const flag = z.boolean().exactOptional();

const HIGHEST_ID = 2_147_483_647;

const isId = (value: number): boolean => value >= 0 && value <= HIGHEST_ID;

const id = z
  .int()
  .refine(isId, {
    error: ({ input }) => `is ${String(input)}; allowed: 0 to ${HIGHEST_ID.toString()}; correct it`,
  })
  .exactOptional();

const LOCAL = 'Localhost';
const OTHER_TYPES: readonly (string | undefined)[] = ['RuntimeDefault', 'Unconfined'];
const TYPES = ['RuntimeDefault', LOCAL, 'Unconfined'];

const isLocalProfile = (path: string): boolean =>
  path !== '' &&
  path === path.trim() &&
  path.length < 4096 &&
  !path.startsWith('/') &&
  !path.split('/').includes('..');

/** One of which type or path are wrong is left out whole; a path that is too much, alone. */
const profile = whole(
  z
    .looseObject({ type: oneOf(TYPES, 'use one of them').exactOptional(), localhostProfile: text })
    .refine(({ type }) => type !== undefined, missing('type', TYPES.join(', ')))
    .refine(({ type, localhostProfile = '' }) => type !== LOCAL || isLocalProfile(localhostProfile), {
      path: ['localhostProfile'],
      error: 'is no profile; allowed: a relative path without "..", as the node has it; write it',
    }),
).refine(({ type, localhostProfile }) => localhostProfile === undefined || !OTHER_TYPES.includes(type), {
  path: ['localhostProfile'],
  error: `is set together with another type than ${LOCAL}; remove it`,
});

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context-1 */
const securityContext = z
  .looseObject({
    runAsUser: id,
    runAsGroup: id,
    runAsNonRoot: flag,
    privileged: flag,
    allowPrivilegeEscalation: flag,
    readOnlyRootFilesystem: flag,
    capabilities: z.looseObject({ add: names, drop: names }).exactOptional(),
    seccompProfile: profile.exactOptional(),
    appArmorProfile: profile.exactOptional(),
    seLinuxOptions: z.looseObject({ user: text, role: text, type: text, level: text }).exactOptional(),
    // Another one needs a pod in a user namespace of its own.
    procMount: oneOf(['Default'], 'remove it').exactOptional(),
    // Windows pods are not injected, and a Linux pod that says so may not have it.
    windowsOptions: z
      .looseObject({})
      .refine(() => false, { error: 'is for Windows, where nothing is injected; remove it' })
      .exactOptional(),
  })
  .superRefine(({ allowPrivilegeEscalation, privileged, capabilities }, context) => {
    // A privileged container may escalate whatever it says.
    const grant =
      privileged === true ? 'privileged: true' : capabilities?.add?.find((name) => name === 'CAP_SYS_ADMIN');
    if (allowPrivilegeEscalation === false && grant !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['allowPrivilegeEscalation'],
        message: `is false together with ${grant}; allowed: one of the two; remove the other`,
      });
  });

/**
 * That of containers that copy agents. It is left out whole, as a part of it could fail where Pod Security is enforced,
 * and the one that is used instead is *restricted*.
 */
export const copyingContext = whole(securityContext);

/**
 * That of the Go sidecar, which loses the refused fields only, as without any it is privileged. The agent's image is of
 * root, and a kubelet does not start root as another user.
 */
export const sidecarContext = securityContext.refine(
  ({ runAsNonRoot, runAsUser = 0 }) => runAsNonRoot !== true || (runAsUser !== 0 && isId(runAsUser)),
  { path: ['runAsNonRoot'], error: 'is true, and the agent runs as root; allowed: false; remove it' },
);
