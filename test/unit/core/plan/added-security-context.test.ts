import { describe, expect, test } from 'vitest';
import {
  isRootForbidden,
  buildRestrictedContext,
  findRunAsUser,
} from '../../../../src/core/plan/added-security-context.js';
import type { SecurityContext } from '../../../../src/core/kubernetes/pod.js';
import { podWith } from '../contexts.js';

const FIXED: SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
const target = (own: SecurityContext | undefined): { name: string; securityContext?: SecurityContext } => ({
  name: 'app',
  ...(own === undefined ? {} : { securityContext: own }),
});

describe('restrictedContext', () => {
  test.each<[string, SecurityContext | undefined, SecurityContext | undefined, SecurityContext]>([
    ['nothing known', undefined, undefined, FIXED],
    [
      'who the target runs as',
      { runAsUser: 1000, runAsGroup: 2000, runAsNonRoot: true },
      undefined,
      { ...FIXED, runAsUser: 1000, runAsGroup: 2000, runAsNonRoot: true },
    ],
    ['root, where the target is root', { runAsUser: 0 }, undefined, { ...FIXED, runAsUser: 0 }],
    [
      'SELinux options',
      { seLinuxOptions: { level: 's0:c1' } },
      undefined,
      { ...FIXED, seLinuxOptions: { level: 's0:c1' } },
    ],
    [
      'rights of the target are not taken over',
      {
        privileged: true,
        allowPrivilegeEscalation: true,
        readOnlyRootFilesystem: false,
        capabilities: { add: ['SYS_ADMIN'] },
      },
      undefined,
      FIXED,
    ],
    [
      'a user where the target must not be root',
      { runAsNonRoot: true },
      undefined,
      { ...FIXED, runAsUser: 65532, runAsNonRoot: true },
    ],
    [
      'a user where the pod must not be root',
      undefined,
      { runAsNonRoot: true },
      { ...FIXED, runAsUser: 65532 },
    ],
    ['none where the pod has one', undefined, { runAsNonRoot: true, runAsUser: 1000 }, FIXED],
    [
      'none where the target may be root',
      { runAsNonRoot: false },
      { runAsNonRoot: true },
      { ...FIXED, runAsNonRoot: false },
    ],
    [
      'a profile of the target',
      { seccompProfile: { type: 'Localhost', localhostProfile: 'p' } },
      { seccompProfile: { type: 'RuntimeDefault' } },
      { ...FIXED, seccompProfile: { type: 'Localhost', localhostProfile: 'p' } },
    ],
    [
      'a profile of the pod',
      undefined,
      { seccompProfile: { type: 'Localhost', localhostProfile: 'p' } },
      { ...FIXED, seccompProfile: { type: 'Localhost', localhostProfile: 'p' } },
    ],
    [
      'Unconfined on the target: the pod’s',
      { seccompProfile: { type: 'Unconfined' } },
      { seccompProfile: { type: 'Localhost', localhostProfile: 'p' } },
      { ...FIXED, seccompProfile: { type: 'Localhost', localhostProfile: 'p' } },
    ],
    [
      'Unconfined on both',
      { seccompProfile: { type: 'Unconfined' } },
      { seccompProfile: { type: 'Unconfined' } },
      FIXED,
    ],
  ])('%s', (_, own, pod, expected) => {
    const { spec } = podWith(pod === undefined ? {} : { securityContext: pod });
    expect(buildRestrictedContext(target(own), spec)).toEqual(expected);
  });
});

test.each<[SecurityContext | undefined, SecurityContext | undefined, number | undefined, boolean]>([
  [undefined, undefined, undefined, false],
  [{ runAsUser: 5 }, { runAsUser: 6 }, 5, false],
  [{ runAsUser: 0 }, { runAsUser: 6 }, 0, false],
  [undefined, { runAsUser: 6 }, 6, false],
  [{ runAsNonRoot: true }, undefined, undefined, true],
  [undefined, { runAsNonRoot: true }, undefined, true],
  [{ runAsNonRoot: false }, { runAsNonRoot: true }, undefined, false],
])('target %j in a pod %j runs as %j and must not be root: %j', (own, pod, user, isRootRefused) => {
  const { spec } = podWith(pod === undefined ? {} : { securityContext: pod });
  expect([findRunAsUser(target(own), spec), isRootForbidden(target(own), spec)]).toEqual([
    user,
    isRootRefused,
  ]);
});
