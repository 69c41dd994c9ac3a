import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { Instrumentation } from '../../core/objects/instrumentation.js';
import { cutRanges, type LimitRange } from '../../core/kubernetes/limit-range.js';
import type { ObjectMeta, StringMap } from '../../core/kubernetes/pod.js';
import type { ServiceAccount } from '../../core/kubernetes/service-account.js';
import {
  listInstrumentationNamespaces,
  type ClusterSnapshot,
  type Lookup,
  type NamedInstrumentations,
} from '../../core/snapshot.js';
import type { NamespaceFacts } from '../../core/objects/facts.js';
import { MOST_QUESTIONS, QUESTION_MS } from '../bounds.js';
import type { MeteredSnapshot } from '../metered-snapshot.js';

/** The parts of a snapshot that are looked up value by value; Instrumentations by namespace and name, apart from their names. */
type LookupTable =
  | 'namespaces'
  | 'namedInstrumentations'
  | 'instrumentations'
  | 'instrumentationNamespaces'
  | 'limitRanges'
  | 'owners'
  | 'configMaps'
  | 'serviceAccounts';

/** The parts that go along whole: they are small. */
export type SnapshotBasis = Pick<ClusterSnapshot, 'platform' | 'languages'>;

interface LookupQuestion {
  readonly id: number;
  readonly table: LookupTable;
  readonly key: string;
}

/** The two ends of a line: a port for questions and answers, and a cell that wakes the one who waits for an answer. */
export interface LookupLine {
  readonly port: MessagePort;
  /** One `Int32`: 1 when there is an answer. */
  readonly cell: SharedArrayBuffer;
}

interface LookupAnswer {
  readonly id: number;
  readonly value: unknown;
}

/**
 * A snapshot whose values are fetched from another thread when they are looked up, each once. The engine is synchronous,
 * so a lookup blocks this thread until the answer is there. A clone of the whole snapshot would take the memory of a
 * cluster's ConfigMaps a second time.
 */
export function createRemoteSnapshot(basis: SnapshotBasis, line: LookupLine): MeteredSnapshot {
  const known = new Map<string, unknown>();
  let isExhausted = false;
  const lookUp = (table: LookupTable, key: string): unknown => {
    const id = `${table}/${key}`;
    if (!known.has(id)) {
      isExhausted = known.size === MOST_QUESTIONS;
      if (isExhausted) throw new Error('The review asks for too much of the cluster.');
      known.set(id, fetchValue(line, table, key));
    }
    return known.get(id);
  };
  const table = <V>(name: LookupTable): Lookup<V> => ({ get: (key) => lookUp(name, key) as V | undefined });
  const lookups = {
    ...basis,
    namespaces: table<NamespaceFacts>('namespaces'),
    instrumentations: {
      listNamespaces: (name: string) => lookUp('instrumentationNamespaces', name) as readonly string[],
      get: (namespace: string): NamedInstrumentations => {
        const { names, only } = lookUp('namedInstrumentations', namespace) as InstrumentationNames;
        return {
          keys: () => names.values(),
          get: (name) =>
            only !== undefined && names[0] === name
              ? only
              : (lookUp('instrumentations', `${namespace}/${name}`) as Instrumentation | undefined),
        };
      },
    },
    limitRanges: table<readonly LimitRange[]>('limitRanges'),
    owners: table<ObjectMeta>('owners'),
    configMaps: table<StringMap>('configMaps'),
    serviceAccounts: table<ServiceAccount>('serviceAccounts'),
  };
  return { lookups, isExhausted: () => isExhausted };
}

let questions = 0;

/** Asks, and blocks until the answer is there. One that comes too late is passed over by the next question. */
function fetchValue({ port, cell }: LookupLine, table: LookupTable, key: string): unknown {
  const answered = new Int32Array(cell);
  questions += 1;
  const question: LookupQuestion = { id: questions, table, key };
  port.postMessage(question);
  for (;;) {
    if (Atomics.wait(answered, 0, 0, QUESTION_MS) === 'timed-out')
      throw new Error('No value came from the main thread.');
    Atomics.store(answered, 0, 0);
    const answer = receiveAnswer(port, question.id);
    if (answer !== undefined) return answer.value;
  }
}

function receiveAnswer(port: MessagePort, id: number): LookupAnswer | undefined {
  for (;;) {
    const received = receiveMessageOnPort(port) as { readonly message: LookupAnswer } | undefined;
    if (received === undefined || received.message.id === id) return received?.message;
  }
}

/** Answers the questions that come along a line, each from the snapshot that is given for it. */
export function answerLookups({ port, cell }: LookupLine, snapshot: () => ClusterSnapshot): void {
  const answered = new Int32Array(cell);
  port.on('message', ({ id, table, key }: LookupQuestion) => {
    const answer: LookupAnswer = { id, value: TABLES[table](snapshot(), key) };
    port.postMessage(answer);
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
  // Waiting for questions keeps no process alive.
  port.unref();
}

/** The Instrumentations of a namespace by their names; the object only where there is one, which any pod may mean. */
interface InstrumentationNames {
  readonly names: readonly string[];
  readonly only: Instrumentation | undefined;
}

function summarizeInstrumentations(all: NamedInstrumentations | undefined): InstrumentationNames {
  const names = [...(all?.keys() ?? [])];
  return { names, only: names.length === 1 ? all?.get(names[0] ?? '') : undefined };
}

/** How a value of each table is read, as it can be cloned: one at a time, as a namespace may hold as many as its users like. */
const TABLES: Readonly<Record<LookupTable, (snapshot: ClusterSnapshot, key: string) => unknown>> = {
  namespaces: ({ namespaces }, key) => namespaces.get(key),
  namedInstrumentations: ({ instrumentations }, key) => summarizeInstrumentations(instrumentations.get(key)),
  instrumentations: ({ instrumentations }, key) => {
    // A namespace's name has no slash.
    const slash = key.indexOf('/');
    return instrumentations.get(key.slice(0, slash))?.get(key.slice(slash + 1));
  },
  instrumentationNamespaces: ({ instrumentations }, key) =>
    listInstrumentationNamespaces(instrumentations, key),
  limitRanges: ({ limitRanges }, key) => cutRanges(limitRanges.get(key) ?? []),
  owners: ({ owners }, key) => owners.get(key),
  configMaps: ({ configMaps }, key) => configMaps.get(key),
  serviceAccounts: ({ serviceAccounts }, key) => serviceAccounts.get(key),
};
