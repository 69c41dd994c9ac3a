import { describe, expect, test } from 'vitest';
import { ignoredOf, readSpec } from './reading.js';

const TYPES = 'RuntimeDefault, Localhost, Unconfined';
const seccomp = (profile: object): object => ({ seccompProfile: profile });
const appArmor = (profile: object): object => ({ appArmorProfile: profile });
const PROFILE =
  '.localhostProfile: is no profile; allowed: a relative path without "..", as the node has it; write it';

/** Name, context, what is said of it, and the fields that are left. */
const CASES: readonly (readonly [string, object, string, object])[] = [
  ['negative user', { runAsUser: -1 }, '.runAsUser: is -1; allowed: 0 to 2147483647; correct it', {}],
  [
    'group above 31 bits',
    { runAsGroup: 2147483648 },
    '.runAsGroup: is 2147483648; allowed: 0 to 2147483647; correct it',
    {},
  ],
  [
    'privileged without escalation',
    { privileged: true, allowPrivilegeEscalation: false },
    '.allowPrivilegeEscalation: is false together with privileged: true; allowed: one of the two; remove the other',
    { privileged: true },
  ],
  [
    'SYS_ADMIN without escalation',
    { capabilities: { add: ['CAP_SYS_ADMIN'] }, allowPrivilegeEscalation: false },
    '.allowPrivilegeEscalation: is false together with CAP_SYS_ADMIN; allowed: one of the two; remove the other',
    { capabilities: { add: ['CAP_SYS_ADMIN'] } },
  ],
  [
    'unknown profile',
    seccomp({ type: 'runtime/default' }),
    `.seccompProfile.type: is "runtime/default"; allowed: ${TYPES}; use one of them`,
    {},
  ],
  ['profile without type', seccomp({}), `.seccompProfile.type: is missing; allowed: ${TYPES}; add it`, {}],
  ['local profile without path', seccomp({ type: 'Localhost' }), `.seccompProfile${PROFILE}`, {}],
  [
    'local profile elsewhere',
    seccomp({ type: 'Localhost', localhostProfile: '../a' }),
    `.seccompProfile${PROFILE}`,
    {},
  ],
  [
    'absolute local profile',
    seccomp({ type: 'Localhost', localhostProfile: '/a' }),
    `.seccompProfile${PROFILE}`,
    {},
  ],
  [
    'path beside another type',
    seccomp({ type: 'RuntimeDefault', localhostProfile: 'a' }),
    '.seccompProfile.localhostProfile: is set together with another type than Localhost; remove it',
    seccomp({ type: 'RuntimeDefault' }),
  ],
  [
    'unknown AppArmor profile',
    appArmor({ type: 'None' }),
    `.appArmorProfile.type: is "None"; allowed: ${TYPES}; use one of them`,
    {},
  ],
  [
    'padded AppArmor profile',
    appArmor({ type: 'Localhost', localhostProfile: 'a ' }),
    `.appArmorProfile${PROFILE}`,
    {},
  ],
  ['unmasked /proc', { procMount: 'Unmasked' }, '.procMount: is "Unmasked"; allowed: Default; remove it', {}],
  ['no /proc', { procMount: '' }, '.procMount: is ""; allowed: Default; remove it', {}],
  [
    'Windows',
    { windowsOptions: { hostProcess: true } },
    '.windowsOptions: is for Windows, where nothing is injected; remove it',
    {},
  ],
];

/** The part of a sentence that tells what more is left out. */
const whole = (said: string, place: string): string => {
  const isProfile = /^\.\w+\.(type|localhostProfile): is (?!set )/.test(said);
  return isProfile ? `; ${place}.${said.split('.')[1] ?? ''} is ignored until then` : '';
};

describe('the sidecar of Go loses what is refused', () => {
  test.each(CASES)('%s', (_, context, said, left) => {
    const place = 'spec.go.securityContext';
    expect(ignoredOf({ go: { securityContext: { ...context, runAsNonRoot: false } } })).toEqual([
      `${place}${said}${whole(said, place)}`,
    ]);
    expect(readSpec({ go: { securityContext: { ...context, runAsNonRoot: false } } }).spec).toEqual({
      go: { securityContext: { ...left, runAsNonRoot: false } },
    });
  });
});

describe('the context of copying containers is left out whole, so that the restricted one takes its place', () => {
  test.each(CASES)('%s', (_, context, said) => {
    const place = 'spec.initContainerSecurityContext';
    const spec = { initContainerSecurityContext: { ...context, runAsNonRoot: true } };
    expect(ignoredOf(spec)).toEqual([`${place}${said}; ${place} is ignored until then`]);
    expect(readSpec(spec).spec).toEqual({});
  });
});

test.each<[string, object]>([
  ['root', { runAsUser: 0, runAsGroup: 0 }],
  ['the highest user', { runAsUser: 2147483647 }],
  ['privileged with escalation', { privileged: true, allowPrivilegeEscalation: true }],
  ['restricted', { privileged: false, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }],
  ['a local profile', seccomp({ type: 'Localhost', localhostProfile: 'profiles/audit.json' })],
  ['a profile of AppArmor', appArmor({ type: 'Unconfined' })],
  ['the default /proc', { procMount: 'Default' }],
])('%s is kept', (_, context) => {
  const spec = { initContainerSecurityContext: context, go: { securityContext: context } };
  expect(readSpec(spec)).toMatchObject({ spec, ignored: [] });
});

test.each<[string, object, object]>([
  ['without a user', { runAsNonRoot: true }, {}],
  ['as root', { runAsNonRoot: true, runAsUser: 0 }, { runAsUser: 0 }],
  ['as a user that is left out', { runAsNonRoot: true, runAsUser: -1 }, {}],
])('the sidecar of Go is not kept from being root %s', (_, context, left) => {
  expect(readSpec({ go: { securityContext: context } }).spec).toEqual({ go: { securityContext: left } });
});
