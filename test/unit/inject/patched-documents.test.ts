import { expect, test } from 'vitest';
import { resolveLanguages } from '../../../src/config/languages.js';
import type { Operation } from '../../../src/core/operation.js';
import { readEmbeddedContext, injectText } from '../../../src/inject/manifests.js';
import { formatObjectsJson } from '../../../src/inject/output.js';
import { buildPatchedData } from '../../../src/inject/patched-documents.js';
import { formatMarkedJson } from '../../../src/yaml-edit/json-text.js';
import { TRACED_CONTEXT } from '../../support/traced-manifests.js';

const PLACE = 'a.yaml:1:1';

/** An object after operations on the pod at `base`, as JSON; or why it is refused. */
function patched(object: unknown, operations: readonly Operation[], base: readonly string[] = []): unknown {
  const result = buildPatchedData(object, [{ base, place: PLACE, operations }]);
  return result.ok ? formatMarkedJson(result.value, 0) : result.error;
}

test('what is copied keeps its big integers, and what was received stays as it was', () => {
  const pod = { spec: { containers: [{ name: 'app', big: 9007199254740993n }] } };
  const operations: readonly Operation[] = [
    { op: 'add', path: '/spec/init', value: [] },
    { op: 'copy', from: '/spec/containers/0', path: '/spec/init/-' },
    { op: 'replace', path: '/spec/init/0/name', value: 'clone' },
  ];
  expect(patched({ template: pod }, operations, ['template'])).toBe(
    '{"template":{"spec":{"containers":[{"name":"app","big":9007199254740993}],"init":[{"name":"clone","big":9007199254740993}]}}}',
  );
  expect(pod).toEqual({ spec: { containers: [{ name: 'app', big: 9007199254740993n }] } });
  expect(operations[0]).toEqual({ op: 'add', path: '/spec/init', value: [] });
});

test.each<readonly [Operation, string]>([
  [{ op: 'add', path: '/spec/volumes/-', value: {} }, 'OPERATION_PATH_CANNOT_ADD'],
  [{ op: 'add', path: '/spec/containers/2', value: {} }, 'OPERATION_VALUE_OUT_OF_BOUNDS'],
  [{ op: 'remove', path: '/spec/containers/1' }, 'OPERATION_PATH_UNRESOLVABLE'],
  [{ op: 'copy', from: '/spec/none', path: '/spec/some' }, 'OPERATION_FROM_UNRESOLVABLE'],
])('%j is refused, and the object is not shown', (operation, why) => {
  const pod = { spec: { containers: [{ name: 'app', token: 'hunter2' }] } };
  const message = `cannot be patched: ${operation.op} ${operation.path} does not fit (${why}); report the object with this message`;
  expect(patched(pod, [operation])).toEqual([{ path: PLACE, message }]);
});

test('an operation on a prototype is refused', () => {
  const operation: Operation = { op: 'add', path: '/metadata/labels/__proto__', value: 'x' };
  expect(JSON.stringify(patched({ metadata: { labels: {} } }, [operation]))).toContain('is banned');
  expect(patched({ metadata: { labels: {} } }, [{ ...operation, path: '/__proto__/polluted' }])).toHaveLength(
    1,
  );
  expect({}).not.toHaveProperty('polluted');
});

const HOSTILE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: &labels { __proto__: kept, constructor: kept, toString: kept }
spec:
  template:
    metadata:
      labels: *labels
      annotations:
        instrumentation.opentelemetry.io/inject-java: 'true'
        __proto__: kept
    spec:
      nodeSelector: { __proto__: kept, prototype: kept }
      __proto__: { kept: 9007199254740993 }
      containers:
        - name: __proto__
          image: web:1
          __proto__: { kept: 9007199254740995 }
          env: [{ name: __proto__, value: kept }]
`;

test('keys that JavaScript treats in its own way are kept beside what is injected', () => {
  const texts = [{ file: 'context.yaml', text: TRACED_CONTEXT }];
  const context = readEmbeddedContext(texts, { languages: resolveLanguages({}), namespace: 'shop' });
  if (!context.ok) throw new Error(JSON.stringify(context.error));
  const injected = injectText({ file: 'web.yaml', text: HOSTILE }, context.value.snapshot, 'shop');
  if (!injected.ok) throw new Error(JSON.stringify(injected.error));
  expect(injected.value.decisions.map(({ status }) => status)).toEqual(['injected']);
  const json = formatObjectsJson([injected.value]);
  if (!json.ok) throw new Error(JSON.stringify(json.error));
  for (const [text, times] of [
    ['"__proto__": "kept"', 4],
    ['"constructor": "kept"', 2],
    ['"prototype": "kept"', 1],
    ['"kept": 9007199254740993', 1],
    ['"kept": 9007199254740995', 1],
    ['"tracing.dokaseca.io/status": "injected"', 2],
  ] as const)
    expect([text, json.value.split(text).length - 1]).toEqual([text, times]);
});
