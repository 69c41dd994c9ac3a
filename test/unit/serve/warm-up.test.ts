import type { IncomingMessage } from 'node:http';
import { beforeAll, expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../../../src/core/domain.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../../src/core/snapshot.js';
import { buildClusterReviews, buildSampleReviews, SHAPES } from '../../../src/serve/sample-reviews.js';
import { openRehearsal, type SharedParts } from '../../../src/serve/rehearsal.js';
import { issueCa, issueLeaf, issueSelfSigned } from '../../../src/tls/certificates.js';
import type { ServingCertificate } from '../../../src/tls/source.js';
import { like } from '../../support/like.js';
import { createWarmUp, judgeSample } from '../../../src/serve/warm-up.js';

const lifetime = (fromMs: number, toMs: number): Pick<ServingCertificate, 'notBefore' | 'notAfter'> => ({
  notBefore: new Date(Date.now() + fromMs),
  notAfter: new Date(Date.now() + toMs),
});
const NAMES = ['doka-tracing.doka-tracing.svc'] as const;

let served: ServingCertificate;
beforeAll(async () => {
  served = await issueSelfSigned({ names: NAMES, ...lifetime(-60_000, 600_000) });
});

const ALL_ON: ClusterSnapshot = { ...EMPTY_SNAPSHOT, languages: new Set(LANGUAGES) };

test.each(LANGUAGES)('the sample pods that ask for %s are decided', (language) => {
  const samples = buildSampleReviews([language]);
  expect(samples).toHaveLength(3 * SHAPES.length);
  const results = samples
    .map((sample) => judgeSample(sample, ALL_ON))
    .map((judged) => 'result' in judged && judged.result);
  const common: readonly Language[] = ['java', 'nodejs', 'python', 'ruby', 'dotnet', 'sdk'];
  // The others need more than these pods have, as a root that can be written to.
  const allowed = common.includes(language) ? ['injected'] : ['injected', 'skipped'];
  expect(allowed).toEqual(like.arrayContaining([...new Set(results)]));
});

test('samples look like pods of charts: some 30 variables, mounts, probes', () => {
  for (const { bytes } of buildSampleReviews(['java'])) {
    expect(bytes.length).toBeGreaterThan(3000);
    expect(bytes.length).toBeLessThan(10 * 1024);
  }
});

/** Samples are small, so nothing of them goes to a thread. */
const SHARED: SharedParts = {
  lag: { longestWaitMs: () => 0 },
  isolated: {
    judge: () => {
      throw new Error('a sample was judged apart');
    },
  },
};

interface Run {
  readonly seconds: number;
  readonly isEnded: boolean;
}

test.each<[string, Run]>([
  ['without time', { seconds: 0, isEnded: false }],
  ['when the webhook ends', { seconds: 600, isEnded: true }],
])('nothing is judged %s', async (_when, { seconds, isEnded }) => {
  const snapshot = (): ClusterSnapshot => {
    throw new Error('the cluster was asked');
  };
  const held = isEnded ? (): ClusterSnapshot => ALL_ON : snapshot;
  const warmUp = createWarmUp({ seconds, snapshot: held, certificate: () => served, isEnded: () => isEnded });
  expect(warmUp.isDone()).toBe(seconds === 0);
  await warmUp.run(SHARED);
  expect(warmUp.isDone()).toBe(true);
});

test('the loop comes round meanwhile, and the end of the webhook ends it', async () => {
  let rounds = 0;
  const timer = setInterval(() => {
    rounds += 1;
  }, 0);
  const warmUp = createWarmUp({
    ...{ seconds: 600, snapshot: () => ALL_ON, certificate: () => served },
    isEnded: () => rounds > 3,
  });
  const run = warmUp.run(SHARED);
  expect(warmUp.isDone()).toBe(false);
  await run;
  clearInterval(timer);
  expect(warmUp.isDone()).toBe(true);
});

test('some samples are sent over HTTPS, so that what reads and answers requests is compiled, too', async () => {
  let asked = 0;
  const lag = {
    longestWaitMs: () => {
      asked += 1;
      return 0;
    },
  };
  const warmUp = createWarmUp({
    ...{ seconds: 600, snapshot: () => ALL_ON, certificate: () => served },
    isEnded: () => asked === 20,
  });
  await warmUp.run({ ...SHARED, lag });
  expect(asked).toBe(20);
});

/** Certificates as the webhook serves them: its own, and one of a CA that the client does not have. */
const CERTIFICATES: Readonly<Record<string, () => Promise<ServingCertificate>>> = {
  'of its own': () => Promise.resolve(served),
  'of a CA': async () =>
    issueLeaf({ names: NAMES, ...lifetime(-60_000, 600_000) }, await issueCa(lifetime(-60_000, 600_000))),
};

test.each(Object.entries(CERTIFICATES))(
  'a review is sent as the API server sends it, with a certificate %s, and nothing listens afterwards',
  async (_whose, issue) => {
    const seen: IncomingMessage[] = [];
    const rehearsal = await openRehearsal(
      (request, response) => {
        seen.push(request);
        request.on('end', () => response.end()).resume();
      },
      await issue(),
    );
    await rehearsal.send(Buffer.from('{}'));
    await rehearsal.send(Buffer.from('{}'));
    const [first, second] = seen;
    expect(first?.socket).toBe(second?.socket);
    expect([first?.method, first?.url, first?.headers['content-type']]).toEqual([
      'POST',
      '/mutate?timeout=10s',
      'application/json',
    ]);
    rehearsal.end();
    await expect(rehearsal.send(Buffer.from('{}'))).rejects.toThrow('ECONNREFUSED');
  },
);

test('with a certificate that has expired, the samples are judged all the same, and it is reported', async () => {
  const expired = await issueSelfSigned({ names: NAMES, ...lifetime(-600_000, -60_000) });
  let asked = 0;
  const snapshot = (): ClusterSnapshot => {
    asked += 1;
    return ALL_ON;
  };
  const isEnded = (): boolean => asked > 200;
  const warmUp = createWarmUp({ seconds: 600, snapshot, certificate: () => expired, isEnded });
  await expect(warmUp.run(SHARED)).rejects.toThrow('expired');
  expect(asked).toBeGreaterThan(200);
  expect(warmUp.isDone()).toBe(true);
});

test('namespaces of the cluster have sample pods, those with Instrumentations first', async () => {
  const asked: string[] = [];
  const recorded = <V>(map: ReadonlyMap<string, V>): ReadonlyMap<string, V> =>
    new Proxy(map, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key, target);
        if (typeof member !== 'function') return member;
        return (...words: readonly unknown[]): unknown => {
          if (key === 'get') asked.push(String(words[0]));
          return Reflect.apply(member, target, words);
        };
      },
    });
  const facts = { annotations: {}, labels: {} };
  const snapshot: ClusterSnapshot = {
    ...ALL_ON,
    namespaces: recorded(new Map(['kube-system', 'blog', 'shop'].map((name) => [name, facts]))),
    instrumentations: new Map([['shop', new Map()]]),
  };
  const warmUp = createWarmUp({
    ...{ seconds: 600, snapshot: () => snapshot, certificate: () => served },
    isEnded: () => asked.length > 100,
  });
  await warmUp.run(SHARED);
  expect([...new Set(asked)]).toEqual(['shop', 'kube-system']);
});

test('each language is asked for once in each namespace', () => {
  const reviews = buildClusterReviews(['java', 'nodejs'], ['blog', 'shop']);
  const asks = reviews.map(({ bytes }) => {
    const { request } = JSON.parse(bytes.toString()) as {
      readonly request: {
        readonly namespace: string;
        readonly object: { readonly metadata: { readonly annotations: Readonly<Record<string, string>> } };
      };
    };
    const { annotations } = request.object.metadata;
    return [request.namespace, Object.keys(annotations).filter((key) => key.includes('/inject-'))];
  });
  const key = (language: Language): string => `instrumentation.opentelemetry.io/inject-${language}`;
  expect(asks).toEqual([
    ['blog', [key('java')]],
    ['blog', [key('nodejs')]],
    ['shop', [key('java')]],
    ['shop', [key('nodejs')]],
  ]);
});
