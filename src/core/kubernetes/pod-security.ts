import { assertNever } from '../domain.js';
import type { SecurityContext } from './pod.js';

/** Pod Security levels, loosest first. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const POD_SECURITY_LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type PodSecurityLevel = (typeof POD_SECURITY_LEVELS)[number];

/** The default level of an API server. */
export const DEFAULT_POD_SECURITY: PodSecurityLevel = 'privileged';

/** Capabilities that *baseline* lets a container add. */
const BASELINE_CAPABILITIES: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/**
 * Tells whether a container with a security context may be in a pod of a namespace that enforces a level, as far as
 * an Instrumentation can write it. https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function isAllowedByLevel(
  level: PodSecurityLevel,
  own: SecurityContext,
  pod: SecurityContext = {},
): boolean {
  switch (level) {
    case 'privileged':
      return true;
    case 'baseline':
      return isBaseline(own);
    case 'restricted':
      return isBaseline(own) && isRestricted(own, { ...pod, ...own });
    default:
      return assertNever(level);
  }
}

/** SELinux types that *baseline* allows; a user or role it does not. */
const BASELINE_SELINUX_TYPES: readonly unknown[] = [
  undefined,
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
];

function isOrdinarySelinux({ type, user = '', role = '' }: SelinuxOptions = {}): boolean {
  return BASELINE_SELINUX_TYPES.includes(type) && user === '' && role === '';
}

type SelinuxOptions = NonNullable<SecurityContext['seLinuxOptions']>;

function isBaseline(own: SecurityContext): boolean {
  const { privileged, capabilities, seccompProfile, appArmorProfile, seLinuxOptions } = own;
  const added = capabilities?.add ?? [];
  return (
    privileged !== true &&
    isOrdinarySelinux(seLinuxOptions) &&
    seccompProfile?.type !== 'Unconfined' &&
    appArmorProfile?.type !== 'Unconfined' &&
    added.every((capability) => BASELINE_CAPABILITIES.includes(capability))
  );
}

function isRestricted(own: SecurityContext, all: SecurityContext): boolean {
  return (
    own.allowPrivilegeEscalation === false &&
    all.runAsNonRoot === true &&
    own.runAsUser !== 0 &&
    isConfined(own, all)
  );
}

function isConfined(
  { capabilities: { add = [], drop = [] } = {} }: SecurityContext,
  all: SecurityContext,
): boolean {
  const profile = all.seccompProfile?.type ?? '';
  const addsLittle = add.every((capability) => capability === 'NET_BIND_SERVICE');
  return drop.includes('ALL') && addsLittle && ['RuntimeDefault', 'Localhost'].includes(profile);
}
