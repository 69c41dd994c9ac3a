import { expect, test } from 'vitest';
import { admitInShop, podWith } from '../contexts.js';

const KEY = 'instrumentation.opentelemetry.io/otel-nodejs-modules';
const FOLDER = '/otel-auto-instrumentation-nodejs';
const REQUIRE = `--require ${FOLDER}/autoinstrumentation.js`;
const LOADER = `--experimental-loader=${FOLDER}/node_modules/@opentelemetry/instrumentation/hook.mjs`;

interface Given {
  readonly modules?: string;
  readonly options?: string;
}

/** The options of Node.js with which a program starts, or why the agent is not in its pod. */
function optionsOf({ modules, options }: Given): string | undefined {
  const annotations = {
    'instrumentation.opentelemetry.io/inject-nodejs': 'true',
    ...(modules === undefined ? {} : { [KEY]: modules }),
  };
  const env = options === undefined ? [] : [{ name: 'NODE_OPTIONS', value: options }];
  const pod = podWith({ containers: [{ name: 'app', image: 'node:22', env }] }, { annotations });
  const { findings, pod: after } = admitInShop(pod, { platform: {} });
  const refused = findings.find(({ code }) => code === 'setting-invalid');
  const written = after.spec.containers[0]?.env?.find(({ name }) => name === 'NODE_OPTIONS');
  return refused?.message ?? written?.value;
}

test.each<[string, Given, string]>([
  ['nothing is said', {}, REQUIRE],
  ['modules are required', { modules: 'commonjs' }, REQUIRE],
  ['modules are imported', { modules: 'es' }, `${REQUIRE} ${LOADER}`],
  ['the program has options', { modules: 'es', options: '--a=1' }, `--a=1 ${REQUIRE} ${LOADER}`],
  ['the program has the loader', { modules: 'es', options: LOADER }, `${LOADER} ${REQUIRE}`],
  ['the word is unknown', { modules: 'esm' }, `${KEY} is "esm"; allowed: commonjs, es.`],
])('where %s', (_where, given, options) => {
  expect(optionsOf(given)?.trim()).toContain(options);
});

test('a loader is given only where it is asked for', () => {
  expect(optionsOf({})).not.toContain('loader');
  expect(optionsOf({ modules: 'es', options: LOADER })?.split(LOADER)).toHaveLength(2);
});
