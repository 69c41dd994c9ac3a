import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { formatDifferences } from '../../../src/inject/output.js';

/** The difference that one more field makes, with all of a short object around it. */
function shownOf(lines: readonly string[]): readonly string[] {
  const shown = lines.flatMap((_, index) => {
    const after = [...lines.slice(0, index + 1), 'added: 1', ...lines.slice(index + 1)];
    const file = { file: 'a.yaml', before: lines.join('\n'), after: after.join('\n') };
    return formatDifferences(file, picocolors.createColors(false))
      .split('\n')
      .filter((line) => line.startsWith(' '))
      .map((line) => line.slice(1));
  });
  return [...new Set(shown)];
}

/** A line for each place, so that a difference may stand between any two. */
const flow = (fields: Readonly<Record<string, string>>): readonly string[] => [
  'kind: A',
  ...Object.entries(fields).map(([key, value]) => `${key}: ${value}`),
];

test('the user’s own lines are readable: selectors, tolerations, and names of credentials', () => {
  const lines = flow({
    tolerations: '[{ key: token-pool, operator: Equal, value: batch, effect: NoSchedule }]',
    matchExpressions: '[{ key: kubernetes.io/arch, operator: In, values: [amd64] }]',
    topologySpreadConstraints: '[{ topologyKey: zone, matchLabelKeys: [pod-template-hash] }]',
    nodeSelector: '{ example.com/secret: none }',
    imagePullSecrets: '[{ name: regcred }]',
    env: '[{ name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }]',
    envFrom: '[{ secretRef: { name: db } }, { configMapRef: { name: cart } }]',
    configMapKeyRef: '{ name: cart, key: token }',
    volumes: '[{ name: tls, secret: { secretName: tls, items: [{ key: tls.key, path: key }] } }]',
    projected:
      '{ sources: [{ serviceAccountToken: { audience: api, path: token, expirationSeconds: 60 } }] }',
    automountServiceAccountToken: 'true',
    sessionAffinity: 'ClientIP',
    author: 'me',
  });
  expect(shownOf(lines)).toEqual(lines);
});

test('values of variables, headers and fields that hold credentials are not', () => {
  const lines = flow({
    env: '[{ name: AUTH, value: hunter2 }, { value: hunter2, name: COOKIE }, { name: U, value: "a://b:hunter2@c" }]',
    httpHeaders: '[{ name: X-Any, value: hunter2 }]',
    args: '[--password, hunter2, --token=hunter2]',
    annotations: '{ example.com/api-token: hunter2 }',
    volumeAttributes: '{ password: hunter2, passcode: 12345 }',
  });
  const shown = shownOf(lines).join('\n');
  for (const hidden of ['hunter2', '12345']) expect(shown).not.toContain(hidden);
  for (const name of ['AUTH', 'COOKIE', 'X-Any', '--password', 'api-token']) expect(shown).toContain(name);
});

test('an alias hides what it stands for, and its name judges a value, too', () => {
  const lines = flow({
    x: '&pw hunter2',
    n: '&name DB_PASSWORD',
    env: '[{ name: A_TOKEN, value: *pw }, { name: *name, value: hunter3 }]',
  });
  expect(shownOf(lines).join('\n')).not.toContain('hunter');
});

test('a Secret shows which keys it has', () => {
  const lines = [
    'kind: Secret',
    'stringData: { host: hunter2 }',
    'data: { port: aHVudGVyMg== }',
    'type: Opaque',
  ];
  const shown = shownOf(lines).join('\n');
  for (const hidden of ['hunter2', 'aHVudGVy']) expect(shown).not.toContain(hidden);
  for (const seen of ['host: "[redacted]"', 'port: "[redacted]"', 'type: Opaque'])
    expect(shown).toContain(seen);
});

test('line breaks of Windows are no part of a line, and a raw character is seen', () => {
  const text = 'kind: A\r\nb: "\u202e"\r\n';
  const file = { file: 'a.yaml', before: text, after: `${text}c: 1\r\n` };
  const shown = formatDifferences(file, picocolors.createColors(false));
  expect(shown).toBe(
    '--- A (a.yaml:1:1)\n+++ A (injected)\n@@ -1,2 +1,3 @@\n kind: A\n b: "\\u202e"\n+c: 1\n',
  );
});
