import type { Issue } from '../../result.js';
import { isRecord } from '../../json.js';
import type { InstrumentationSpec } from '../instrumentation.js';
import { formatPath, type Path } from '../paths.js';
import { checkContainers } from './containers.js';
import { checkCertificates } from './certificates.js';
import type { SpecIssue } from './spec-issue.js';
import { checkSecurityContexts } from './security-contexts.js';
import { checkVariables } from './variables.js';
import { checkVolumes } from './volumes.js';

type Spec = Readonly<InstrumentationSpec>;

const RULES: readonly ((spec: Spec) => readonly SpecIssue[])[] = [
  checkVariables,
  checkContainers,
  checkSecurityContexts,
  checkVolumes,
  checkCertificates,
];

/**
 * Splits the spec of an Instrumentation into what every API server from 1.30 to 1.36 takes in a pod, and what one of
 * them refuses or a kubelet can never start: those values would keep the pod from running, so they are left out and
 * listed with what is allowed. By the validation of Kubernetes 1.30.14 and 1.36.3.
 */
export function removeInvalidValues(spec: Spec): { readonly spec: Spec; readonly ignored: readonly Issue[] } {
  const refusals = RULES.flatMap((rule) => rule(spec));
  return {
    spec: removePlaces(
      spec,
      refusals.map(({ at, omit }) => omit ?? at),
    ),
    ignored: refusals.map(convertSpecIssue),
  };
}

function convertSpecIssue({ at, message, omit = at }: SpecIssue): Issue {
  const whole = omit.length < at.length ? `; ${formatPath(['spec', ...omit])} is ignored until then` : '';
  return { path: formatPath(['spec', ...at]), message: `${message}${whole}` };
}

/** The value without the places, which must be optional fields, entries of maps or items of lists. */
function removePlaces<T>(value: T, places: readonly Path[]): T {
  if (places.length === 0) return value;
  const below = groupByHead(places);
  const kept = (key: string | number, item: unknown): readonly unknown[] => {
    const paths = below.get(key) ?? [];
    return paths.some((path) => path.length === 0) ? [] : [removePlaces(item, paths)];
  };
  if (Array.isArray(value)) return value.flatMap((item, index) => kept(index, item)) as T;
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) =>
    kept(key, item).map((each) => [key, each] as const),
  );
  return Object.fromEntries(entries) as T;
}

function groupByHead(places: readonly Path[]): ReadonlyMap<string | number, readonly Path[]> {
  const heads = new Map<string | number, Path[]>();
  for (const [head, ...rest] of places) {
    if (head === undefined) continue;
    const known = heads.get(head);
    if (known === undefined) heads.set(head, [rest]);
    else known.push(rest);
  }
  return heads;
}
