/**
 * The folders of `src` in their order: what each knows, what it must not know, and the folders that it may import.
 * ESLint's bans, the tables of docs/architecture.md and a test are made of this.
 */

const CORE_STEPS = [
  ['kubernetes', 'pods, quantities, labels, Pod Security, variable references', []],
  ['agents', 'what is fixed for the agent of each language', []],
  ['reason-table', 'every reason code, with its sentence and its remedy', []],
  ['objects', 'the schemas of what is read, and how they are read', ['kubernetes', 'agents']],
  ['backends', 'charts, Services, ports, queries and tenants of each backend', ['kubernetes']],
  [
    'platform',
    'a TracingPlatform with its defaults, and where its backends are',
    ['kubernetes', 'objects', 'backends'],
  ],
  [
    'decide',
    'which languages go into which containers, or why not',
    ['agents', 'kubernetes', 'objects', 'platform'],
  ],
  [
    'resolve',
    'exporter, endpoint, protocol, propagators and sampler of a container',
    ['agents', 'kubernetes', 'objects', 'platform', 'backends', 'decide'],
  ],
  [
    'rules',
    'what a TracingPlatform or an Instrumentation may not say',
    ['agents', 'kubernetes', 'objects', 'platform', 'backends', 'resolve'],
  ],
  [
    'plan',
    'what every recipe needs: shared variables, images, resources, attributes',
    ['agents', 'kubernetes', 'objects', 'platform', 'decide', 'resolve'],
  ],
  ['apply', 'edits as operations, and the pod after them', ['kubernetes']],
  [
    'recipes',
    'one recipe for each language',
    ['agents', 'kubernetes', 'objects', 'decide', 'resolve', 'plan', 'apply'],
  ],
];

/** The folders of the engine, each of a step or of what several steps need. */
export const CORE_FOLDERS = CORE_STEPS.map(([name, knows, imports]) => ({
  name: `core/${name}`,
  knows,
  ignores: '',
  imports: imports.map((each) => `core/${each}`),
}));

/** The folders of `src`. */
export const OUTER_FOLDERS = [
  ['core', 'pods, Instrumentations, platforms, edits', 'files, sockets, time, randomness', []],
  ['text', 'bytes as UTF-8; text, differences and tables for a terminal', 'what is in them', ['core']],
  ['config', 'YAML, JSON and HCL files, and their lines', 'what is done with the objects', ['core', 'text']],
  ['yaml-edit', 'changing YAML text and keeping its bytes', 'what the fields mean', ['core', 'config']],
  ['telemetry', 'log lines, metrics, redaction', 'what the labels mean', ['core']],
  ['tls', 'certificates: of a shared CA, in memory, from files', 'requests', ['core', 'telemetry']],
  [
    'kube',
    'the API server: calls, watches, the snapshot that they make',
    'how a decision is made',
    ['core', 'text', 'telemetry', 'tls'],
  ],
  [
    'http',
    'AdmissionReview over HTTPS, limits, draining, the status page',
    'how a decision is made',
    ['core', 'text', 'telemetry', 'tls'],
  ],
  ['workload', 'objects that make pods, and the templates in them', 'files, sockets, requests', ['core']],
  [
    'inject',
    'manifests, and the pods in them',
    'how a decision is made',
    ['core', 'workload', 'text', 'config', 'yaml-edit', 'telemetry'],
  ],
  [
    'render',
    'what a Collector, Grafana and charts need for a platform',
    'how the files are applied',
    ['core', 'text', 'config', 'telemetry'],
  ],
  [
    'verify',
    'sending a trace, reading it back, and what went wrong',
    'the command line',
    ['core', 'text', 'telemetry'],
  ],
  [
    'live',
    'reading a cluster for the command line',
    'the words of a command line',
    ['core', 'text', 'config', 'kube'],
  ],
  [
    'inspect',
    'what happened to the pods of a cluster, and why',
    'the words of a command line',
    ['core', 'workload', 'text', 'telemetry', 'kube', 'inject', 'render', 'verify', 'live'],
  ],
  [
    'doctor',
    'what can be wrong with tracing in a cluster, and what to do about it',
    'the words of a command line',
    ['core', 'text', 'tls', 'kube', 'render', 'verify', 'live'],
  ],
  [
    'auditor',
    'counting, again and again, what happened to the pods of a cluster',
    'requests',
    ['core', 'text', 'telemetry', 'kube', 'http', 'inspect'],
  ],
  [
    'serve',
    'how a running webhook is put together',
    'the words of a command line',
    ['core', 'workload', 'text', 'config', 'telemetry', 'tls', 'kube', 'http', 'inject', 'auditor'],
  ],
  [
    'cli',
    'commands and their options',
    'how things are done',
    [
      'core',
      'workload',
      'text',
      'config',
      'telemetry',
      'kube',
      'inject',
      'render',
      'verify',
      'live',
      'inspect',
      'doctor',
      'serve',
    ],
  ],
].map(([name, knows, ignores, imports]) => ({ name, knows, ignores, imports }));

/** The folder of a file of `src`: the longest name that its path begins with; undefined for files directly in `src`. */
export const findFolder = (path) =>
  [...CORE_FOLDERS, ...OUTER_FOLDERS].find(({ name }) => path.startsWith(`${name}/`));

/**
 * Tells whether a file of a folder may import a file of another one. Within core, the files that belong to no step are
 * open to every step, and may import every step.
 */
export function canImport(from, to) {
  if (from === to || from.imports.includes(to.name)) return true;
  const [isFromCore, isToCore] = [from, to].map(({ name }) => name === 'core' || name.startsWith('core/'));
  if (isFromCore && isToCore) return from.name === 'core' || to.name === 'core';
  return isToCore && from.imports.includes('core');
}

/** Specifiers that files of a folder must not import, as patterns of ESLint's `no-restricted-imports`. */
export function listBannedImports(folder) {
  const all = folder.name.startsWith('core/') ? CORE_FOLDERS : OUTER_FOLDERS;
  const banned = all
    .filter((other) => !canImport(folder, other))
    .map(({ name }) => name.replace('core/', ''));
  if (banned.length === 0) return [];
  const allowed = folder.imports.length === 0 ? 'nothing but itself' : folder.imports.join(', ');
  return [
    {
      regex: `^(\\.\\./)+(${banned.join('|')})/`,
      message: `src/${folder.name} may import ${allowed}; scripts/folders.mjs has the order of the folders.`,
    },
  ];
}
