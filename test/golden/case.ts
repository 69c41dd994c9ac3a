import { readFileSync } from 'node:fs';
import { buildContext } from '../../src/config/context.js';
import { parseObjects } from '../../src/config/documents.js';
import { resolveLanguages, parseLanguages } from '../../src/config/languages.js';
import { CONFIG_HASH, MESSAGE } from '../../src/core/annotations.js';
import type { Language } from '../../src/core/domain.js';
import type { Outcome } from '../../src/core/outcome.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import type { Result } from '../../src/core/result.js';
import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { submittedPod, type Workload } from './workload.js';

/** A golden case as read: the cluster, and the pod as it is sent to admission. */
export interface Scene {
  readonly snapshot: ClusterSnapshot;
  readonly namespace: string;
  readonly pod: Pod;
}

/** What a case says of the webhook itself. Its document has the kind `Setup`, which a context passes over. */
interface Setup {
  /** As `--enable-languages` takes it. */
  readonly enableLanguages?: string;
  /** As `--disable-languages` takes it. */
  readonly disableLanguages?: string;
  /** The cluster's TracingPlatform was refused, and there was no good one before it. */
  readonly platform?: 'invalid';
}

/**
 * Reads the input of a case: the cluster by the code that reads a `--context`, and the pod from the last document,
 * which is a Pod or a workload that makes one. Throws where the input would be refused.
 */
export function sceneOf(file: string): Scene {
  const objects = accepted(parseObjects(readFileSync(file, 'utf8'), file));
  const last = objects.at(-1);
  if (last === undefined)
    throw new Error(`${file} holds no objects; its last one must be a Pod or a workload`);
  const setup = objects.find(({ kind }) => kind === 'Setup');
  const flags = setup === undefined ? {} : (accepted(setup.value()) as Setup);
  const { snapshot } = accepted(buildContext(objects, { languages: languagesOf(flags) }));
  const pod = submittedPod(accepted(last.value()) as Workload);
  return {
    snapshot:
      flags.platform === 'invalid' ? { ...snapshot, platform: { kind: 'invalid', issues: [] } } : snapshot,
    namespace: pod.metadata?.namespace ?? 'default',
    pod,
  };
}

function languagesOf({ enableLanguages, disableLanguages }: Setup): ReadonlySet<Language> {
  const listed = (text: string | undefined): readonly Language[] =>
    text === undefined ? [] : accepted(parseLanguages(text));
  return resolveLanguages({ enable: listed(enableLanguages), disable: listed(disableLanguages) });
}

function accepted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.error.map(({ path, message }) => `${path} ${message}`).join('\n'));
}

/** What `expected.yaml` says of an outcome, beside the pod. */
export function summaryOf(outcome: Outcome): Readonly<Record<string, unknown>> {
  if (outcome.kind === 'unchanged') return { status: 'unchanged', why: outcome.why };
  const { status, findings, injections, pod } = outcome;
  const sentences = findings.map(({ message }) => message).join(' ');
  return {
    status,
    reasons: findings.length === 0 ? ['injected'] : [...new Set(findings.map(({ code }) => code))],
    message: pod.metadata?.annotations?.[MESSAGE] ?? sentences,
    injections: injections.map(({ language, container, backend, instrumentation }) => ({
      language,
      container,
      ...(backend === undefined ? {} : { backend }),
      ...(instrumentation === undefined ? {} : { instrumentation }),
    })),
  };
}

/** Stands for the hash of the configuration, which tests of its own look after. */
const ANY_HASH = '0000000000000000';

/** A pod as plain data, with a well-formed configuration hash replaced, so that a new default does not touch every case. */
export function shownPod(pod: unknown): unknown {
  const text = JSON.stringify(pod);
  return JSON.parse(
    text.replace(new RegExp(`("${CONFIG_HASH}":")[0-9a-f]{16}"`), `$1${ANY_HASH}"`),
  ) as unknown;
}
