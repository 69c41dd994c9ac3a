import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { admit } from '../../src/core/admit.js';
import { LANGUAGES, type Language } from '../../src/core/domain.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { buildCreationRequest } from '../../src/core/review.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../src/core/snapshot.js';
import { patched } from '../support/arbitraries-cases.js';
import { buildSampleHints, getInjectKey } from '../../src/core/annotations.js';
import { askRules, type Verdict } from './checker.js';
import { NEWER_FIELDS, type NewerField } from './newer-fields.js';
import { describeRules } from './prerequisites.js';
import type { Draft } from './tidy-pod.js';

const CLUSTER = JSON.stringify({ namespace: 'shop', level: 'privileged' });

/** A pod with a field, which asks for a language. */
function buildPod({ set }: NewerField, language: Language): Draft {
  const pod: Draft = {
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: {
      name: 'web-0',
      labels: { tier: 'front', 'pod-template-hash': '5d8c' },
      annotations: { [getInjectKey(language)]: 'true', ...buildSampleHints(language) },
    },
    spec: {
      securityContext: { runAsUser: 1000 },
      containers: [{ name: 'app', image: 'shop:1', resources: { requests: { cpu: '1', memory: '1Gi' } } }],
    },
  };
  set(pod);
  return pod;
}

function buildSnapshot(): ClusterSnapshot {
  const read = parseTracingPlatform({ metadata: { name: 'default' } });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return {
    ...EMPTY_SNAPSHOT,
    languages: new Set(LANGUAGES),
    namespaces: new Map([['shop', { annotations: {}, labels: {} }]]),
    platform: { kind: 'ready', platform: read.value.platform },
  };
}

const SNAPSHOT = buildSnapshot();

interface Injected {
  readonly languages: readonly string[];
  readonly codes: readonly string[];
  readonly pod: string;
  readonly patch: string;
}

function inject(text: string): Injected {
  const outcome = admit(buildCreationRequest(JSON.parse(text) as Pod, 'shop'), SNAPSHOT);
  if (outcome.kind !== 'decided') throw new Error('the pod did not ask');
  return {
    languages: outcome.injections.map(({ language }) => language),
    codes: outcome.findings.map(({ code }) => code),
    pod: text,
    patch: JSON.stringify(outcome.operations),
  };
}

/** Languages that a field rules out, with the reason. Every other one goes in. */
const RULED_OUT: Readonly<Record<string, Readonly<Partial<Record<Language, string>>>>> = {
  'spec.hostUsers': { go: 'user-namespace' },
  'spec.containers[].securityContext.procMount': { go: 'user-namespace' },
  'spec.containers[].restartPolicy': { go: 'go-in-job' },
  'spec.containers[].restartPolicyRules': { go: 'go-in-job' },
  'spec.containers[].restartPolicyRules[].action: RestartAllContainers': { go: 'go-in-job' },
  'spec.containers[].env[].valueFrom.fileKeyRef.optional': { java: 'options-optional' },
};

describeRules('a field of Pod', () => {
  test('has a row in docs/pod-fields.md, and each row a field', () => {
    const page = readFileSync(new URL('../../docs/pod-fields.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([^`]+)` /gm)].map(([, field]) => field);
    expect(rows).toEqual(NEWER_FIELDS.map(({ field }) => field));
  });

  test.each(NEWER_FIELDS)('$field stays as it is, and the pod is taken with every language', (field) => {
    const received = LANGUAGES.map((language) => JSON.stringify(buildPod(field, language)));
    const before = askRules(received.map((pod) => ({ pod, cluster: CLUSTER })));
    expect(before.map(({ refusals }) => refusals)).toEqual(LANGUAGES.map(() => null));
    // What the rules do not know is only in the pod that they were asked about.
    const injected = received.map((pod, index) =>
      inject(field.isUnknownToRules ? pod : JSON.stringify(before[index]?.pod)),
    );
    const ruledOut = RULED_OUT[field.field] ?? {};
    const found = LANGUAGES.map((language, index) => {
      const { languages = [], codes = [] } = injected[index] ?? {};
      return [language, languages.length > 0 ? 'injected' : codes.join()];
    });
    expect(found).toEqual(LANGUAGES.map((language) => [language, ruledOut[language] ?? 'injected']));
    const after = askRules(injected.map(({ pod, patch }) => ({ pod, patch, cluster: CLUSTER })));
    expect(after.map(describeVerdict)).toEqual(before.map(describeVerdict));
    for (const { pod, patch } of injected) expectKept(JSON.parse(pod), patched(pod, patch), 'pod');
  });
});

const describeVerdict = ({ refusals, class: qos }: Verdict): unknown => [refusals, qos];

/** What the user wrote is there: fields of objects, and members of lists by name; variables may be joined or renamed. */
function expectKept(before: unknown, after: unknown, place: string): void {
  if (/\.(env|annotations)$/.test(place)) return;
  if (Array.isArray(before)) {
    const list = Array.isArray(after) ? (after as readonly unknown[]) : [];
    before.forEach((item: unknown, index) => {
      const name = nameOf(item);
      const kept = name === undefined ? list[index] : list.find((each) => nameOf(each) === name);
      expectKept(item, kept, `${place}[${name ?? index}]`);
    });
    return;
  }
  if (typeof before !== 'object' || before === null) {
    expect([place, after]).toEqual([place, before]);
    return;
  }
  for (const [key, value] of Object.entries(before))
    expectKept(value, (after as Readonly<Record<string, unknown>> | undefined)?.[key], `${place}.${key}`);
}

const nameOf = (item: unknown): string | undefined =>
  typeof item === 'object' && item !== null && 'name' in item && !('mountPath' in item)
    ? String(item.name)
    : undefined;
