import { expect, test } from 'vitest';
import { getInjectKey } from '../../../../src/core/annotations.js';
import { type Language } from '../../../../src/core/domain.js';
import { admitInShop, podWith } from '../contexts.js';

const KEY = 'instrumentation.opentelemetry.io/otel-web-server-shell';

/** What is said of a server with an image, and with an annotation on the pod or its namespace. */
function readReasons(
  language: Language,
  image: string,
  told: { readonly pod?: string; readonly namespace?: string } = {},
): readonly string[] {
  const pod = podWith(
    { containers: [{ name: 'web', image }] },
    {
      annotations: {
        [getInjectKey(language)]: 'true',
        ...(told.pod === undefined ? {} : { [KEY]: told.pod }),
      },
    },
  );
  const annotations = told.namespace === undefined ? {} : { [KEY]: told.namespace };
  const outcome = admitInShop(pod, {
    namespace: { annotations },
    asked: { exporter: { endpoint: 'http://otel:4317' } },
  });
  return outcome.findings.map(({ code }) => code).filter((code) => code !== 'module-doubtful');
}

const DISTROLESS = 'cgr.dev/chainguard/nginx:latest';

test.each([
  ['httpd:2.4', []],
  ['nginx:1.29.1-alpine-slim', []],
  ['docker.io/bitnami/apache:2.4', []],
  ['registry.example:5000/shop/web@sha256:' + 'a'.repeat(64), []],
  ['', []],
  ['no reference at all', []],
  [DISTROLESS, ['shell-missing']],
  ['cgr.dev/chainguard/nginx', ['shell-missing']],
  ['cgr.dev/shop.example/nginx:1.29', ['shell-missing']],
  ['cgr.dev/chainguard/nginx:latest-dev', []],
  ['dhi.io/nginx:1.29', ['shell-missing']],
  ['dhi.io/nginx:1.29-alpine-dev', []],
  ['gcr.io/distroless/cc-debian12', ['shell-missing']],
  ['gcr.io/distroless/cc-debian12:debug-nonroot', []],
  ['registry.example/shop/web-distroless:1', ['shell-missing']],
  ['registry.example/shop/web:1-distroless', ['shell-missing']],
  ['registry.example/cgr.dev/nginx:1', []],
])('the image %s gives %j', (image, expected) => {
  expect(readReasons('nginx', image)).toEqual(expected);
  expect(readReasons('apache-httpd', image)).toEqual(expected);
});

test.each<[string, string, { pod?: string; namespace?: string }, readonly string[]]>([
  ['says that there is none', 'nginx:1.29', { pod: 'false' }, ['shell-missing']],
  ['of the namespace says so', 'nginx:1.29', { namespace: 'false' }, ['shell-missing']],
  ['says that there is one', DISTROLESS, { pod: 'true' }, []],
  ['of the pod beats that of its namespace', DISTROLESS, { pod: 'true', namespace: 'false' }, []],
  ['leaves it to the name', DISTROLESS, { pod: 'by-image', namespace: 'true' }, ['shell-missing']],
  ['says something else', 'nginx:1.29', { pod: 'no' }, ['setting-invalid']],
])('an annotation that %s', (_, image, told, expected) => {
  expect(readReasons('nginx', image, told)).toEqual(expected);
});

test('other languages need no shell of the program', () => {
  expect(readReasons('java', DISTROLESS, { pod: 'false' })).toEqual([]);
});
