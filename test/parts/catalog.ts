// The real servers and agents that the tests start, each from its public package registry and pinned.
import { fileURLToPath } from 'node:url';
import { debianPackage } from './debian-package.js';
import { goProgram } from './go-program.js';
import { mavenFile } from './maven-file.js';
import type { Part } from './part.js';
import { pythonPackages } from './python-packages.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const PART_GROUPS = ['servers', 'agents', 'rules'] as const;
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
      version: '0.158.0',
      module: at('collector'),
      package: '.',
    }),
  },
  jaeger: {
    group: 'servers',
    ...goProgram({ name: 'jaeger', version: '1.76.0', module: at('jaeger'), package: '.' }),
  },
  zipkin: {
    group: 'servers',
    ...mavenFile({
      name: 'zipkin',
      group: 'io.zipkin',
      artifact: 'zipkin-server',
      version: '3.5.1',
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
      version: '1.36.3',
      module: at('../kubernetes-rules/rules'),
      package: '.',
      isWithoutC: true,
    }),
  },
  'java-agent': {
    group: 'agents',
    ...mavenFile({
      name: 'java-agent',
      group: 'io.opentelemetry.javaagent',
      artifact: 'opentelemetry-javaagent',
      version: '2.30.0',
      sha256: '9d6bc2ad8dd8fb7f730984988e57b8ac0a82d81c7b3b8ae795378718733a509d',
      file: 'javaagent.jar',
    }),
  },
  'python-agent': {
    group: 'agents',
    ...pythonPackages('python-agent', '0.66b1', at('python-agent/requirements.txt')),
  },
  'python-service': {
    group: 'agents',
    ...pythonPackages('python-service', '3.1.2', at('python-service/requirements.txt')),
  },
} as const satisfies Readonly<Record<string, CatalogEntry>>;

export type PartName = keyof typeof CATALOG;
