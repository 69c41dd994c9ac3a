import { describe, expect, test } from 'vitest';
import { admit } from '../../../../src/core/admit.js';
import { LANGUAGES } from '../../../../src/core/domain.js';
import type { PodSpec } from '../../../../src/core/kubernetes/pod.js';
import { isWindows } from '../../../../src/core/kubernetes/windows.js';
import { buildCreationRequest } from '../../../../src/core/review.js';
import { EMPTY_SNAPSHOT } from '../../../../src/core/snapshot.js';
import { podWith } from '../contexts.js';

type Expression = readonly [key: string, operator: string, ...values: string[]];

const term = (...expressions: readonly Expression[]): object => ({
  matchExpressions: expressions.map(([key, operator, ...values]) => ({
    key,
    operator,
    ...(values.length === 0 ? {} : { values }),
  })),
});

const required = (...terms: readonly unknown[]): Partial<PodSpec> => ({
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
  },
});
const selected = (key: string, value: string): Partial<PodSpec> => ({ nodeSelector: { [key]: value } });

const imaged = (image: string): Partial<PodSpec> => ({ containers: [{ name: 'app', image }] });
const mounted = (mountPath: string): Partial<PodSpec> => ({
  containers: [{ name: 'app', volumeMounts: [{ name: 'data', mountPath }] }],
});

const OS = 'kubernetes.io/os';
const FORMER_OS = 'beta.kubernetes.io/os';
const BUILD = 'node.kubernetes.io/windows-build';
const ARCH = 'kubernetes.io/arch';
const AZURE = 'kubernetes.azure.com/os-sku';
const GOOGLE = 'cloud.google.com/gke-os-distribution';

const hasOptions = { securityContext: { windowsOptions: { runAsUserName: 'ContainerUser' } } };
const MIXED = required(term([OS, 'In', 'windows']), term([OS, 'In', 'linux']));

/** Each with its neighbours: the same sign of Linux, or what is none. */
const SIGNS: readonly (readonly [string, Partial<PodSpec>, boolean])[] = [
  ['nothing', {}, false],
  ['spec.os', { os: { name: 'windows' } }, true],
  ['spec.os of Linux', { os: { name: 'linux' } }, false],

  ['a selector of the system', selected(OS, 'windows'), true],
  ['a selector of Linux', selected(OS, 'linux'), false],
  ['a selector by the former label', selected(FORMER_OS, 'windows'), true],
  ['a selector of Linux by the former label', selected(FORMER_OS, 'linux'), false],
  ['a selector of a build', selected(BUILD, '10.0.20348'), true],
  ['a selector of a distribution of Azure', selected(AZURE, 'Windows2022'), true],
  ['a selector of a Linux of Azure', selected(AZURE, 'AzureLinux'), false],
  ['a selector of a distribution of Google', selected(GOOGLE, 'windows_ltsc'), true],
  ['a selector of a Linux of Google', selected(GOOGLE, 'cos'), false],
  ['a selector of a label that tells nothing', selected('pool', 'windows'), false],

  ['a term of Windows', required(term([OS, 'In', 'windows'])), true],
  ['a term of Windows by the former label', required(term([FORMER_OS, 'In', 'windows'])), true],
  ['a term of Linux', required(term([OS, 'In', 'linux'])), false],
  ['a term of both', required(term([OS, 'In', 'windows', 'linux'])), false],
  ['a term of anything but Linux', required(term([OS, 'NotIn', 'linux'])), true],
  ['a term of anything but Linux, by the former label', required(term([FORMER_OS, 'NotIn', 'linux'])), true],
  ['a term of anything but Windows', required(term([OS, 'NotIn', 'windows'])), false],
  ['a term of neither', required(term([OS, 'NotIn', 'windows', 'linux'])), true],
  ['a term of nodes that tell their system', required(term([OS, 'Exists'])), false],
  ['a term of a build', required(term([BUILD, 'In', '10.0.17763', '10.0.20348'])), true],
  ['a term of any build', required(term([BUILD, 'Exists'])), true],
  ['a term of nodes without a build', required(term([BUILD, 'DoesNotExist'])), false],
  ['a term of nodes without one build', required(term([BUILD, 'NotIn', '10.0.17763'])), false],
  ['a term of distributions of Azure', required(term([AZURE, 'In', 'Windows2019', 'Windows2022'])), true],
  ['a term of distributions of both', required(term([AZURE, 'In', 'Windows2022', 'Ubuntu'])), false],
  [
    'a term of Windows among other conditions',
    required(term([ARCH, 'In', 'amd64'], [OS, 'In', 'windows'])),
    true,
  ],
  ['terms that are all of Windows', required(term([OS, 'In', 'windows']), term([BUILD, 'Exists'])), true],
  ['terms of which one is of Linux', MIXED, false],
  [
    'terms of which one says nothing',
    required(term([OS, 'In', 'windows']), term([ARCH, 'In', 'amd64'])),
    false,
  ],
  ['a term beside one that no node meets', required(term([OS, 'In', 'windows']), {}), true],
  [
    'a term that names a node',
    required({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n'] }] }),
    false,
  ],
  ['terms of both, and a selector', { ...MIXED, ...selected(OS, 'windows') }, true],
  ['no terms', required(), false],
  ['terms that are none', required(null, 'windows', [], { matchExpressions: 'windows' }), false],
  ['an affinity that is none', { affinity: 'windows' }, false],
  [
    'a preference',
    {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, preference: term([OS, 'In', 'windows']) },
          ],
        },
      },
    },
    false,
  ],

  ['options of the pod', hasOptions, true],
  ['options of a container', { containers: [{ name: 'app' }, { name: 'web', ...hasOptions }] }, true],
  ['options of an init container', { initContainers: [{ name: 'prepare', ...hasOptions }] }, true],
  ...(
    [
      ['mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022', true],
      ['mcr.microsoft.com/dotnet/framework/aspnet:4.8-windowsservercore-ltsc2019', true],
      ['mcr.microsoft.com/windows/server:10.0', true],
      ['registry.example/shop/cart:1.2-ltsc2025', true],
      ['mcr.microsoft.com/dotnet/aspnet:8.0', false],
      ['registry.example/windows/cart:1', false],
      ['ubuntu:24.04-lts', false],
    ] as const
  ).map(([image, isSign]) => [`the image ${image}`, imaged(image), isSign] as const),
  ['the image of an init container', { initContainers: [{ name: 'a', image: 'a:nanoserver-1809' }] }, true],
  ['a mount on a drive', mounted('C:\\data'), true],
  ['a mount on a drive, with a slash', mounted('d:/data'), true],
  ['a mount of Linux', mounted('/data'), false],
  ['a security context without options', { containers: [{ name: 'app', securityContext: {} }] }, false],

  [
    'a toleration',
    { tolerations: [{ key: 'os', value: 'windows', effect: 'NoSchedule' }] } as Partial<PodSpec>,
    false,
  ],
  [
    'a toleration of the system',
    { tolerations: [{ key: OS, operator: 'Equal', value: 'windows' }] } as Partial<PodSpec>,
    false,
  ],
];

describe('what says that a pod runs on Windows', () => {
  test.each(SIGNS)('%s', (_, spec, expected) => {
    expect(isWindows(podWith(spec).spec)).toBe(expected);
  });

  test.each(LANGUAGES)('%s is not injected there', (language) => {
    const annotations = { [`instrumentation.opentelemetry.io/inject-${language}`]: 'true' };
    const pod = podWith(required(term([OS, 'NotIn', 'linux'])), { annotations });
    const outcome = admit(buildCreationRequest(pod, 'shop'), EMPTY_SNAPSHOT);
    expect(outcome).toMatchObject({ status: 'skipped', findings: [{ code: 'windows-unsupported' }] });
  });
});
