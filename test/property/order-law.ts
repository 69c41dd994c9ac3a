import { admit } from '../../src/core/admit.js';
import { CONTAINER_NAMES } from '../../src/core/annotations.js';
import { IGNORED_CONTAINERS } from '../../src/core/platform/platform.js';
import { buildCreationRequest } from '../../src/core/review.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { withoutNulls, type Decision } from '../support/arbitraries-cases.js';
import { NAMESPACE } from '../support/arbitraries-contexts.js';
import { withBigIntegers } from '../support/arbitraries-text.js';
import { mustEqual } from './law.js';

/**
 * Where containers are named, or one alone is eligible, their order says nothing: another one gives the same
 * containers, volumes and findings. Without names and with a choice, the first container is the default target.
 */
export function orderOfContainersSaysNothing(decision: Decision): void {
  const { before, marked, snapshot, outcome } = decision;
  if (before.spec.containers.length < 2 || !isTargetCertain(decision)) return;
  const received = JSON.parse(withBigIntegers(marked)) as Pod;
  const turned = {
    ...received,
    spec: { ...received.spec, containers: [...received.spec.containers].reverse() },
  };
  const other = admit(buildCreationRequest(turned, NAMESPACE), snapshot);
  mustEqual(other.kind, 'decided', 'another order of containers is not decided about');
  if (other.kind !== 'decided') return;
  mustEqual(
    sorted(other.findings),
    sorted(outcome.findings),
    'another order of containers gives other findings',
  );
  mustEqual(partsOf(other.pod), partsOf(outcome.pod), 'another order of containers gives another pod');
}

function isTargetCertain({ before, snapshot }: Decision): boolean {
  const names = before.metadata?.annotations?.[CONTAINER_NAMES] ?? '';
  if (names.split(',').some((name) => name.trim() !== '')) return true;
  const { platform } = snapshot;
  const ignored =
    platform.kind === 'ready' ? platform.platform.injection.ignoreContainers : IGNORED_CONTAINERS;
  return before.spec.containers.filter(({ name }) => !ignored.includes(name)).length === 1;
}

function partsOf(pod: Pod): unknown {
  const { spec } = withoutNulls(JSON.parse(JSON.stringify(pod))) as Pod;
  const { containers, initContainers, volumes, ...rest } = spec;
  return {
    rest,
    containers: sorted(containers),
    initContainers: sorted(initContainers),
    volumes: sorted(volumes),
  };
}

const sorted = (list: readonly unknown[] | undefined): readonly string[] =>
  (list ?? []).map((item) => JSON.stringify(item)).sort();
