import { gzipSync } from 'node:zlib';
import { placesIn, replaced } from '../support/arbitraries-json.js';
import { writeReview, writeReviewText } from './reviews.js';

/** Bodies that no API server sends, and some that it would, each with what they may be answered. */

export interface HostileBody {
  readonly what: string;
  readonly body: () => string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly statuses: readonly number[];
}

export const MIB = 2 ** 20;
const JAVA = { 'instrumentation.opentelemetry.io/inject-java': 'true' };
const META = { name: 'hostile', annotations: JAVA };
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: META,
  spec: { containers: [{ name: 'app', image: 'a:1' }] },
};
const REVIEW = writeReview(POD);

const OK = [200];
const BAD = [400];
/** Judged, or refused for its shape. */
const ANY = [200, 400];
/** Too large, too costly, or not now. */
export const LARGE = [200, 400, 413, 503];

/** A body by what it is, and how it may be answered: by default with 400. */
export const row = (what: string, body: HostileBody['body'] | string, statuses = BAD): HostileBody => ({
  ...{ what, statuses },
  body: typeof body === 'string' ? () => body : body,
});

const bytes = (before: string, middle: readonly number[], after: string): Buffer =>
  Buffer.concat([Buffer.from(before), Buffer.from(middle), Buffer.from(after)]);

/** The review of a usual pod with some bytes in the value of a label. */
const labelled = (...middle: readonly number[]): Buffer => {
  const [before = '', after = ''] = writeReview({ ...POD, metadata: { ...META, labels: { x: '§' } } }).split(
    '§',
  );
  return bytes(before, middle, after);
};

const TEXTS: readonly HostileBody[] = [
  row('nothing', ''),
  row('a space', ' '),
  row('NUL', '\0'),
  row('a thousand NULs', '\0'.repeat(1000)),
  row('a half', REVIEW.slice(0, REVIEW.length / 2)),
  row('all but the last byte', REVIEW.slice(0, -1)),
  row('bytes after its end', `${REVIEW}x`),
  row('two reviews', REVIEW + REVIEW),
  row('a byte order mark', `\ufeff${REVIEW}`, ANY),
  row('UTF-16', () => Buffer.from(REVIEW, 'utf16le')),
  row('a form', 'a=1&b=2'),
  row('XML', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
  row('YAML', 'kind: AdmissionReview\n'),
  row('NaN', REVIEW.replace('"attack"', 'NaN')),
  row('single quotes', REVIEW.replaceAll('"', "'")),
  row('random bytes', () => Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256))),
];

const UTF8: readonly HostileBody[] = [
  ['a byte that begins nothing', [0xff]],
  ['a lone continuation', [0x80]],
  ['a cut sequence', [0xe2, 0x82]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['more than U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
].map(([what, middle]) => row(`no UTF-8: ${String(what)}`, () => labelled(...(middle as number[]))));

const SHAPES: readonly HostileBody[] = [
  ...['null', 'true', '0', '""', '[]', '{}', '[[]]', '"AdmissionReview"'].map((text) =>
    row(`only ${text}`, text),
  ),
  ...['null', '[]', '1', '"x"', '{}', '{"uid":""}', '{"uid":1}', '{"uid":null}', '{"uid":{}}'].map((text) =>
    row(
      `the request ${text}`,
      `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":${text}}`,
    ),
  ),
  row('v1beta1', REVIEW.replace('admission.k8s.io/v1', 'admission.k8s.io/v1beta1')),
  row('another kind', REVIEW.replace('AdmissionReview', 'SubjectAccessReview')),
  row('a uid of a megabyte', () => writeReview(POD, { uid: 'u'.repeat(MIB) }), LARGE),
  row('a uid of control characters', writeReview(POD, { uid: '\u0000\u001b[2J\n"}' }), OK),
  ...['null', '[]', '1', '"x"', 'true', '{}'].map((text) =>
    row(`the object ${text}`, writeReviewText(text), OK),
  ),
];

/** What stands in a place that wants something else. */
const WRONG: readonly unknown[] = [null, [], {}, [null], 1, 'x', true, { a: [{ a: 1 }] }];

const WHOLE = {
  ...POD,
  metadata: { ...META, labels: { a: 'b' }, ownerReferences: [{ kind: 'ReplicaSet', name: 'a' }] },
  spec: {
    initContainers: [{ name: 'first', image: 'a:1', env: [{ name: 'A', value: 'b' }] }],
    containers: [
      {
        name: 'app',
        image: 'a:1',
        env: [{ name: 'JAVA_TOOL_OPTIONS', value: '-Xmx1g' }],
        envFrom: [{ configMapRef: { name: 'a' } }],
        volumeMounts: [{ name: 'data', mountPath: '/data' }],
        resources: { limits: { cpu: '1' }, requests: { memory: '1Gi' } },
        securityContext: { runAsUser: 1 },
      },
    ],
    volumes: [{ name: 'data', emptyDir: {} }],
    tolerations: [{ key: 'a' }],
  },
};

/** A pod in which one part after the other is of a wrong type. */
const PARTS: readonly HostileBody[] = placesIn(WHOLE).flatMap((path) =>
  WRONG.map((wrong) =>
    row(
      `${JSON.stringify(wrong)} at /${path.join('/')}`,
      () => writeReview(replaced(WHOLE, path, wrong)),
      OK,
    ),
  ),
);

const KEYS: readonly HostileBody[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', ''].flatMap((key) => {
    const member = `${JSON.stringify(key)}:{"kind":"x","allowed":false,"annotations":${JSON.stringify(JAVA)}}`;
    return [
      row(`the key "${key}" of a review`, `{${member},${REVIEW.slice(1)}`, OK),
      row(`the key "${key}" of a request`, REVIEW.replace('"request":{', `"request":{${member},`), OK),
      row(`the key "${key}" of a pod`, writeReviewText(`{${member},${JSON.stringify(POD).slice(1)}`), OK),
      row(`the key "${key}" of metadata`, REVIEW.replace('"metadata":{', `"metadata":{${member},`), OK),
    ];
  }),
  row('two requests', `{"request":{"uid":"other"},${REVIEW.slice(1)}`, OK),
  row('two kinds', `{"kind":"x",${REVIEW.slice(1)}`, OK),
  row('two objects', REVIEW.replace('"object":', '"object":{},"object":'), OK),
  row('two uids', REVIEW.replace('"uid":', '"uid":"first","uid":'), OK),
];

const NUMBERS: readonly HostileBody[] = [
  '1e400',
  '-1e400',
  '1e-400',
  '-0',
  '9'.repeat(100_000),
  `0.${'9'.repeat(100_000)}`,
].map((number) =>
  row(
    `a number like ${number.slice(0, 8)}`,
    writeReviewText(
      JSON.stringify(POD).replace(
        '"spec":{',
        `"spec":{"activeDeadlineSeconds":${number},"priority":${number},`,
      ),
    ),
    LARGE,
  ),
);

const ENCODINGS: readonly HostileBody[] = [
  { ...row('gzip', () => gzipSync(REVIEW), [400, 415]), headers: { 'Content-Encoding': 'gzip' } },
  {
    ...row('a gzip bomb', () => gzipSync(Buffer.alloc(20 * MIB, ' ')), [400, 415]),
    headers: { 'Content-Encoding': 'gzip' },
  },
  { ...row('gzip that is none', REVIEW, [200, 400, 415]), headers: { 'Content-Encoding': 'gzip' } },
  ...[
    'text/plain',
    'application/yaml',
    'application/jsonx',
    '',
    '/',
    'application/vnd.kubernetes.protobuf',
    'a'.repeat(9000),
  ].map((type) => ({
    ...row(`the type ${type.slice(0, 40)}`, REVIEW, [415]),
    headers: { 'Content-Type': type },
  })),
  {
    ...row('the charset UTF-16', REVIEW, [200, 415]),
    headers: { 'Content-Type': 'application/json; charset=utf-16' },
  },
  { ...row('chunks', REVIEW, OK), headers: { 'Transfer-Encoding': 'chunked' } },
];

/** Small bodies of every shape. */
export const SMALL: readonly HostileBody[] = [
  ...TEXTS,
  ...UTF8,
  ...SHAPES,
  ...PARTS,
  ...KEYS,
  ...NUMBERS,
  ...ENCODINGS,
];
