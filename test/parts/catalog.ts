// The real servers and agents that the tests start, each from its public package registry and pinned.
import { fileURLToPath } from 'node:url';
import { PINS } from '../../src/core/pins.js';
import { debianPackage } from './debian-package.js';
import { goProgram } from './go-program.js';
import { mavenFile } from './maven-file.js';
import type { Part } from './part.js';
import { pythonPackages } from './python-packages.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const PART_GROUPS = ['servers', 'agents', 'rules', 'charts', 'workflows'] as const;
type PartGroup = (typeof PART_GROUPS)[number];

/** A part, and which tests start it. */
export interface CatalogEntry extends Part {
  readonly group: PartGroup;
}

export const CATALOG = {
  collector: {
    group: 'servers',
    ...goProgram({
      name: 'collector',
      version: PINS.collector.version,
      module: at('collector'),
      package: '.',
    }),
  },
  jaeger: {
    group: 'servers',
    ...goProgram({ name: 'jaeger', version: PINS.jaeger.version, module: at('jaeger'), package: '.' }),
  },
  zipkin: {
    group: 'servers',
    ...mavenFile({
      name: 'zipkin',
      group: 'io.zipkin',
      artifact: 'zipkin-server',
      version: PINS.zipkin.version,
      // Without clients of databases and queues, which no test uses; MariaDB's, for one, is under the LGPL.
      classifier: 'slim',
      sha256: '7956e7f2c64b7073e1362b81e697fceb5fe61e121ad3cb48d545461026964b0f',
      file: 'zipkin.jar',
    }),
  },
  prometheus: { group: 'servers', ...debianPackage('prometheus') },
  'kubernetes-rules': {
    group: 'rules',
    ...goProgram({
      name: 'kubernetes-rules',
      version: PINS.kubernetes.version,
      module: at('../kubernetes-rules/rules'),
      package: '.',
      isWithoutC: true,
    }),
  },
  'helm-3': {
    group: 'charts',
    ...goProgram({
      name: 'helm-3',
      version: PINS.previousHelm.version,
      module: at('helm-3'),
      package: 'helm.sh/helm/v3/cmd/helm',
      isWithoutC: true,
      // The Kubernetes that it takes itself to be for, without a cluster; else that is 1.20.
      variables: {
        'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': '1',
        'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': '37',
        'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': '1',
        'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': '37',
      },
    }),
  },
  'helm-4': {
    group: 'charts',
    ...goProgram({
      name: 'helm-4',
      version: PINS.helm.version,
      module: at('helm-4'),
      package: 'helm.sh/helm/v4/cmd/helm',
      isWithoutC: true,
    }),
  },
  argocd: {
    group: 'charts',
    ...goProgram({
      name: 'argocd',
      version: PINS.argoCd.version,
      module: at('argocd'),
      package: '.',
      isWithoutC: true,
      file: { module: 'github.com/argoproj/argo-cd/v3', path: 'manifests/crds/applicationset-crd.yaml' },
    }),
  },
  actionlint: {
    group: 'workflows',
    ...goProgram({
      name: 'actionlint',
      version: PINS.actionlint.version,
      module: at('actionlint'),
      package: 'github.com/rhysd/actionlint/cmd/actionlint',
      isWithoutC: true,
    }),
  },
  krew: {
    group: 'workflows',
    ...goProgram({
      name: 'krew',
      version: PINS.krew.version,
      module: at('krew'),
      package: 'sigs.k8s.io/krew/cmd/krew',
      isWithoutC: true,
    }),
  },
  'java-agent': {
    group: 'agents',
    ...mavenFile({
      name: 'java-agent',
      group: 'io.opentelemetry.javaagent',
      artifact: 'opentelemetry-javaagent',
      version: PINS.javaAgent.version,
      sha256: 'f787eb6c7f3d18e69a431e108a15278d25ee37f83d68b678f621e063f3988f82',
      file: 'javaagent.jar',
    }),
  },
  'python-agent': {
    group: 'agents',
    ...pythonPackages('python-agent', PINS.pythonAgent.version, at('python-agent/requirements.txt')),
  },
  'python-service': {
    group: 'agents',
    ...pythonPackages('python-service', PINS.pythonService.version, at('python-service/requirements.txt')),
  },
} as const satisfies Readonly<Record<string, CatalogEntry>>;

export type PartName = keyof typeof CATALOG;
