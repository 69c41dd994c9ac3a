import type { Mistake } from './mistake.js';
import { CONTAINER, deployment, NODEJS, RUNNING } from './objects.js';

/** Where programs serve that send traces, or should. */
export const TRACED = 'traced';

const FOLDER = '/app';

/** A server that calls itself, in both systems of modules. */
const SERVE = `createServer((_, response) => response.end()).listen(8080);
setInterval(() => get('http://localhost:8080').on('error', () => undefined), 500);`;

export const PROGRAMS: object = {
  ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'programs', namespace: TRACED } },
  data: {
    'server.cjs': `const { createServer, get } = require('node:http');\n${SERVE}`,
    'server.mjs': `import { createServer, get } from 'node:http';\n${SERVE}`,
  },
};

/** A Deployment that runs one of the programs. */
export const serving = (
  name: string,
  file: 'server.cjs' | 'server.mjs',
  env: readonly { readonly name: string; readonly value: string }[] = [],
): object =>
  deployment(name, {
    namespace: TRACED,
    onTemplate: NODEJS,
    spec: {
      ...RUNNING,
      containers: [
        {
          ...CONTAINER,
          ...{ command: ['node', `${FOLDER}/${file}`], env },
          volumeMounts: [{ name: 'programs', mountPath: FOLDER }],
        },
      ],
      volumes: [{ name: 'programs', configMap: { name: 'programs' } }],
    },
  });

/** What is injected, and sends nothing. */
export const TRACE_MISTAKES: readonly Mistake[] = [
  {
    what: 'an ES module',
    made: 'together',
    objects: [serving('esm', 'server.mjs')],
    toldBy: 'traces',
    about: 'deployment/esm',
    namespace: TRACED,
    words: [`app starts an ES module (${FOLDER}/server.mjs)`],
  },
  {
    what: 'a sampler that takes nothing',
    made: 'together',
    objects: [serving('unsampled', 'server.cjs', [{ name: 'OTEL_TRACES_SAMPLER', value: 'always_off' }])],
    toldBy: 'traces',
    about: 'deployment/unsampled',
    namespace: TRACED,
    words: ['app samples nothing: OTEL_TRACES_SAMPLER always_off'],
  },
];
