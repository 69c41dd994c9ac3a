import { describe, expect, test } from 'vitest';
import { buildSampleHints, getInjectKey } from '../../../../src/core/annotations.js';
import { LANGUAGES, type Language } from '../../../../src/core/domain.js';
import type { Container, Pod, SecurityContext, StringMap } from '../../../../src/core/kubernetes/pod.js';
import { type Decided, admitInShop } from '../contexts.js';

/** What OpenShift writes on every namespace. */
const RANGES = {
  'openshift.io/sa.scc.uid-range': '1000660000/10000',
  'openshift.io/sa.scc.mcs': 's0:c26,c5',
  'openshift.io/sa.scc.supplemental-groups': '1000660000/10000',
};

interface Scene {
  readonly language?: Language;
  readonly annotations?: StringMap;
  readonly namespace?: StringMap;
  readonly level?: string;
  /** Security contexts of the container, the pod and the Instrumentation. */
  readonly own?: SecurityContext;
  readonly pod?: SecurityContext;
  readonly written?: SecurityContext;
}

function decide({
  language = 'java',
  annotations,
  namespace = {},
  level,
  own,
  pod,
  written,
}: Scene): Decided {
  const asked = {
    metadata: {
      annotations: {
        [getInjectKey(language)]: 'true',
        ...buildSampleHints(language),
        ...annotations,
      },
    },
    spec: {
      ...(pod === undefined ? {} : { securityContext: pod }),
      containers: [{ name: 'app', ...(own === undefined ? {} : { securityContext: own }) }],
    },
  };
  const spec = {
    exporter: { endpoint: 'http://otel-collector:4317' },
    ...(written === undefined ? {} : { initContainerSecurityContext: written }),
  };
  const labels: StringMap = level === undefined ? {} : { 'pod-security.kubernetes.io/enforce': level };
  return admitInShop(asked satisfies Pod, { namespace: { annotations: namespace, labels }, asked: spec });
}

const listAdded = ({ pod }: Decided): readonly Container[] => [
  ...(pod.spec.initContainers ?? []),
  ...pod.spec.containers.slice(1),
];
const codesOf = ({ findings }: Decided): readonly string[] => findings.map(({ code }) => code);

const NO_RIGHTS: SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
const DEFAULT_PROFILE = { type: 'RuntimeDefault' };

describe('the security context of an init container', () => {
  const anyuid = { 'openshift.io/scc': 'anyuid' };
  test.each<[string, Scene, SecurityContext]>([
    ['elsewhere', {}, { ...NO_RIGHTS, seccompProfile: DEFAULT_PROFILE }],
    ['under constraints that were applied', { annotations: anyuid }, NO_RIGHTS],
    ['in a namespace of OpenShift', { namespace: RANGES }, NO_RIGHTS],
    [
      'under constraints that are required',
      { annotations: { 'openshift.io/required-scc': 'restricted-v2' } },
      NO_RIGHTS,
    ],
    [
      'beside other marks of OpenShift',
      { namespace: { 'openshift.io/description': 'x' } },
      { ...NO_RIGHTS, seccompProfile: DEFAULT_PROFILE },
    ],
    [
      'with the user of the container',
      { annotations: anyuid, own: { runAsUser: 0, runAsGroup: 5 } },
      { ...NO_RIGHTS, runAsUser: 0, runAsGroup: 5 },
    ],
    [
      'with what constraints have filled in',
      {
        annotations: { 'openshift.io/scc': 'restricted-v2' },
        own: { runAsUser: 1000660000, runAsNonRoot: true, seccompProfile: DEFAULT_PROFILE },
      },
      { ...NO_RIGHTS, runAsUser: 1000660000, runAsNonRoot: true, seccompProfile: DEFAULT_PROFILE },
    ],
    [
      'with SELinux options of the container',
      { namespace: RANGES, own: { seLinuxOptions: { level: 's0:c26,c5' } } },
      { ...NO_RIGHTS, seLinuxOptions: { level: 's0:c26,c5' } },
    ],
    [
      'without a profile that holds for the pod',
      { namespace: RANGES, pod: { seccompProfile: DEFAULT_PROFILE } },
      NO_RIGHTS,
    ],
    [
      'without a profile that confines nothing',
      { namespace: RANGES, own: { seccompProfile: { type: 'Unconfined' } } },
      NO_RIGHTS,
    ],
    [
      'without a user where the constraints find one',
      { namespace: RANGES, own: { runAsNonRoot: true } },
      { ...NO_RIGHTS, runAsNonRoot: true },
    ],
    [
      'with the rights that the Instrumentation writes, and no user',
      { namespace: RANGES, written: { runAsUser: 5, seccompProfile: DEFAULT_PROFILE, privileged: false } },
      { privileged: false },
    ],
    [
      'with the rights that the Instrumentation writes, elsewhere',
      { written: { runAsUser: 5, seccompProfile: DEFAULT_PROFILE, privileged: false } },
      { runAsUser: 5, seccompProfile: DEFAULT_PROFILE, privileged: false },
    ],
  ])('%s', (_, scene, expected) => {
    expect(listAdded(decide(scene)).map(({ securityContext }) => securityContext)).toEqual([expected]);
  });

  test.each(LANGUAGES.filter((language) => language !== 'go' && language !== 'sdk'))(
    '%s brings neither profile nor user',
    (language) => {
      const outcome = decide({ language, annotations: anyuid });
      expect(outcome.status).toBe('injected');
      for (const { securityContext = {} } of listAdded(outcome)) {
        expect(securityContext).not.toHaveProperty('seccompProfile');
        expect(securityContext).not.toHaveProperty('runAsUser');
      }
    },
  );

  test.each(['apache-httpd', 'nginx'] as const)('%s takes over a user that is known', (language) => {
    const outcome = decide({ language, annotations: anyuid, own: { runAsUser: 1000 } });
    expect(listAdded(outcome).map(({ securityContext }) => securityContext)).toEqual([
      { ...NO_RIGHTS, runAsUser: 1000 },
      { ...NO_RIGHTS, runAsUser: 1000 },
    ]);
  });
});

describe('what is reported', () => {
  const written = { runAsUser: 5, readOnlyRootFilesystem: true };
  test.each<[string, Scene, readonly string[]]>([
    [
      'what the Instrumentation writes of the user',
      { namespace: RANGES, written },
      ['security-context-constrained'],
    ],
    ['the same elsewhere', { written }, []],
    ['what it writes of rights alone', { namespace: RANGES, written: { readOnlyRootFilesystem: true } }, []],
    ['the same for a language without a container', { namespace: RANGES, written, language: 'sdk' }, []],
    [
      'a pod that must not be root and was given no user',
      { annotations: { 'openshift.io/scc': 'nonroot-v2' }, own: { runAsNonRoot: true } },
      ['uid-unknown'],
    ],
    [
      'one that was given a user',
      { annotations: { 'openshift.io/scc': 'nonroot-v2' }, own: { runAsNonRoot: true, runAsUser: 7 } },
      [],
    ],
    [
      'one whose user is that of the pod',
      { annotations: { 'openshift.io/scc': 'nonroot-v2' }, pod: { runAsNonRoot: true, runAsUser: 7 } },
      [],
    ],
  ])('%s', (_, scene, expected) => {
    expect(codesOf(decide(scene))).toEqual(expected);
  });
});

describe('the sidecar of Go', () => {
  test.each<[string, Scene, boolean]>([
    ['elsewhere', {}, true],
    ['where constraints are not known yet', { namespace: RANGES }, false],
    ['under restricted ones', { annotations: { 'openshift.io/scc': 'restricted-v2' } }, false],
    ['under those of any user', { annotations: { 'openshift.io/scc': 'anyuid' } }, false],
    ['under privileged ones', { annotations: { 'openshift.io/scc': 'privileged' } }, true],
    [
      'where privileged ones are required',
      { namespace: RANGES, annotations: { 'openshift.io/required-scc': 'privileged' } },
      true,
    ],
  ])('%s', (_, scene, isAdded) => {
    const outcome = decide({ ...scene, language: 'go' });
    expect(listAdded(outcome)).toHaveLength(isAdded ? 1 : 0);
    expect(codesOf(outcome).includes('pod-security')).toBe(!isAdded);
  });
});
