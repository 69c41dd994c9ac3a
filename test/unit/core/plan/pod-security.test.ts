import { describe, expect, test } from 'vitest';
import { isAllowedByLevel } from '../../../../src/core/kubernetes/pod-security.js';
import type { SecurityContext } from '../../../../src/core/kubernetes/pod.js';

const RESTRICTED: SecurityContext = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

type Levels = 'all' | 'baseline' | 'privileged';
/** The strictest level that a context meets, with every looser one. */
const met = (own: SecurityContext, pod?: SecurityContext): Levels => {
  const [privileged, baseline, restricted] = (['privileged', 'baseline', 'restricted'] as const).map(
    (level) => isAllowedByLevel(level, own, pod),
  );
  if (privileged !== true || (restricted === true && baseline !== true))
    throw new Error('levels are out of order');
  if (restricted === true) return 'all';
  return baseline === true ? 'baseline' : 'privileged';
};

describe('a context meets', () => {
  test.each<[string, SecurityContext, Levels]>([
    ['nothing set', {}, 'baseline'],
    ['everything that is wanted', RESTRICTED, 'all'],
    ['a user', { ...RESTRICTED, runAsUser: 1000 }, 'all'],
    ['root', { ...RESTRICTED, runAsUser: 0 }, 'baseline'],
    ['privileged', { privileged: true }, 'privileged'],
    ['privileged: false', { ...RESTRICTED, privileged: false }, 'all'],
    ['escalation not ruled out', { ...RESTRICTED, allowPrivilegeEscalation: true }, 'baseline'],
    ['root not ruled out', { ...RESTRICTED, runAsNonRoot: false }, 'baseline'],
    ['nothing dropped', { ...RESTRICTED, capabilities: {} }, 'baseline'],
    ['something else dropped', { ...RESTRICTED, capabilities: { drop: ['KILL'] } }, 'baseline'],
    [
      'a port below 1024',
      { ...RESTRICTED, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
      'all',
    ],
    [
      'a capability of baseline',
      { ...RESTRICTED, capabilities: { drop: ['ALL'], add: ['CHOWN'] } },
      'baseline',
    ],
    [
      'a capability beyond baseline',
      { ...RESTRICTED, capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } },
      'privileged',
    ],
    ['NET_RAW, which is no capability of baseline', { capabilities: { add: ['NET_RAW'] } }, 'privileged'],
    ['an own profile', { ...RESTRICTED, seccompProfile: { type: 'Localhost' } }, 'all'],
    ['no confinement', { ...RESTRICTED, seccompProfile: { type: 'Unconfined' } }, 'privileged'],
    [
      'an ordinary SELinux type',
      { ...RESTRICTED, seLinuxOptions: { type: 'container_init_t', level: 's0' } },
      'all',
    ],
    ['another SELinux type', { seLinuxOptions: { type: 'spc_t' } }, 'privileged'],
    ['another AppArmor profile', { ...RESTRICTED, appArmorProfile: { type: 'Localhost' } }, 'all'],
    ['no AppArmor profile', { ...RESTRICTED, appArmorProfile: { type: 'Unconfined' } }, 'privileged'],
    ['an SELinux user', { seLinuxOptions: { user: 'system_u' } }, 'privileged'],
    ['an SELinux role', { seLinuxOptions: { role: 'system_r' } }, 'privileged'],
  ])('%s: %s', (_, own, expected) => {
    expect(met(own)).toBe(expected);
  });
});

describe('what the pod sets', () => {
  const base: SecurityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const withoutProfile: SecurityContext = { ...base, runAsNonRoot: true };
  const withoutUser: SecurityContext = { ...base, seccompProfile: { type: 'RuntimeDefault' } };
  test.each<[string, SecurityContext, SecurityContext | undefined, Levels]>([
    ['a profile of the pod counts', withoutProfile, { seccompProfile: { type: 'RuntimeDefault' } }, 'all'],
    ['a profile that is nowhere does not', withoutProfile, undefined, 'baseline'],
    ['runAsNonRoot of the pod counts', withoutUser, { runAsNonRoot: true }, 'all'],
    [
      'the own value beats the pod’s',
      { ...withoutUser, runAsNonRoot: false },
      { runAsNonRoot: true },
      'baseline',
    ],
    [
      'capabilities of a pod do not exist',
      { ...RESTRICTED, capabilities: {} },
      { capabilities: { drop: ['ALL'] } },
      'baseline',
    ],
  ])('%s', (_, own, pod, expected) => {
    expect(met(own, pod)).toBe(expected);
  });
});
