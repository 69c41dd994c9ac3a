import type { Language } from '../../src/core/domain.js';
import { fillRangeDefaults } from '../../src/core/kubernetes/limit-range-defaults.js';
import { findSection } from '../../src/core/objects/instrumentation-sections.js';
import type { Instrumentation } from '../../src/core/objects/instrumentation.js';
import type { Container, PodSpec } from '../../src/core/kubernetes/pod.js';
import type { Decision } from '../support/arbitraries-cases.js';
import { NAMESPACE } from '../support/arbitraries-contexts.js';
import { differenceOf } from './difference.js';
import { must, mustEqual } from './law.js';
import { amount, classOf, effective, isSame, isWithinPod, isWithinRange, of } from './quality-of-service.js';

/** The Instrumentation of an injection, as its outcome names it. */
export function instrumentationFor(
  { outcome, snapshot }: Decision,
  language: Language,
): Instrumentation | undefined {
  const [namespace = '', name = ''] =
    outcome.injections.find((each) => each.language === language)?.instrumentation?.split('/') ?? [];
  return snapshot.instrumentations.get(namespace)?.get(name);
}

/**
 * A pod with a quantity that is none, or outside of a LimitRange, is refused whatever is done to it, so there is nothing
 * to reckon.
 */
function isReckonable(decision: Decision): boolean {
  const { snapshot } = decision;
  const spec = withDefaults(decision, decision.before.spec);
  const all = [...spec.containers, ...(spec.initContainers ?? [])];
  const quantities = all.flatMap(({ resources }) =>
    [resources?.limits, resources?.requests].flatMap((map) => Object.values(map ?? {})),
  );
  const items = (snapshot.limitRanges.get(NAMESPACE) ?? []).flatMap(({ limits }) => limits);
  return (
    quantities.every((quantity) => amount(quantity) > 0) && items.every((item) => isWithinRange(item, spec))
  );
}

/** A pod with what LimitRanges give it, as the API server reckons with it. */
const withDefaults = ({ snapshot }: Decision, spec: PodSpec): PodSpec =>
  fillRangeDefaults(spec, snapshot.limitRanges.get(NAMESPACE) ?? []);

/** Resources of the pod as a whole are its totals, whatever its containers have. */
const isShared = ({ before }: Decision): boolean => before.spec.resources !== undefined;

const withoutSidecars = (decision: Decision): PodSpec =>
  withDefaults(decision, {
    ...decision.after.spec,
    containers: decision.after.spec.containers.slice(0, decision.before.spec.containers.length),
  });

/**
 * The class of a pod stays, and its effective request and limit with it. Resources that an Instrumentation writes hold
 * as far as the API server takes them, so they may raise both; so does the Go agent's sidecar, which runs beside the
 * program.
 */
export function classAndTotalsStay(decision: Decision): void {
  const { before, after, outcome } = decision;
  if (!isReckonable(decision)) return;
  const received = withDefaults(decision, before.spec);
  mustEqual(classOf(withDefaults(decision, after.spec)), classOf(received), 'the class of the pod changed');
  if (isShared(decision)) return;
  const isWritten = outcome.injections.some(({ language }) => {
    const section = findSection(instrumentationFor(decision, language)?.spec ?? {}, language);
    return section?.resources !== undefined || section?.resourceRequirements !== undefined;
  });
  if (isWritten) return;
  for (const kind of ['requests', 'limits'] as const)
    for (const resource of ['cpu', 'memory', 'ephemeral-storage'])
      must(
        isSame(effective(withoutSidecars(decision), kind, resource), effective(received, kind, resource)),
        `${kind} of ${resource} changed`,
        before.spec.containers.map(({ resources }) => resources),
        after.spec.initContainers?.map(({ name, restartPolicy, resources }) => ({
          name,
          restartPolicy,
          resources,
        })),
      );
}

/** A LimitRange that let the pod in goes on doing so. */
export function limitRangesHold(decision: Decision): void {
  const { after, snapshot } = decision;
  if (!isReckonable(decision) || isShared(decision)) return;
  for (const { limits } of snapshot.limitRanges.get(NAMESPACE) ?? [])
    for (const item of limits)
      must(
        isWithinRange(item, withDefaults(decision, after.spec)),
        'the pod no longer fits a LimitRange',
        item,
        [...after.spec.containers, ...(after.spec.initContainers ?? [])].map(({ name, resources }) => ({
          name,
          resources,
        })),
      );
}

/** Where the pod as a whole has resources, what fitted into them goes on fitting. */
export function resourcesOfThePodHold(decision: Decision): void {
  const { before, after } = decision;
  const whole = before.spec.resources;
  if (
    whole === undefined ||
    !isReckonable(decision) ||
    !isWithinPod(withDefaults(decision, before.spec), whole)
  )
    return;
  must(
    isWithinPod(withoutSidecars(decision), whole),
    'the containers no longer fit into the resources of the pod',
    whole,
    [...after.spec.containers, ...(after.spec.initContainers ?? [])].map(({ name, resources }) => ({
      name,
      resources,
    })),
  );
}

/** An added container has no limit without a request, and none below it. */
export function limitsHaveRequests(decision: Decision): void {
  const { initContainers, sidecars } = differenceOf(decision);
  for (const container of [...initContainers, ...sidecars])
    for (const name of Object.keys(container.resources?.limits ?? {})) pairIsGood(container, name);
}

function pairIsGood(container: Container, name: string): void {
  // A limit of zero, as a pod that asks for nothing may write it out, becomes a request of zero.
  if (of(container, 'limits', name) === 0) return;
  const request = container.resources?.requests?.[name];
  must(
    request !== undefined,
    `${container.name} has a limit of ${name} without a request`,
    container.resources,
  );
  const [least = 0, most = 0] = [of(container, 'requests', name), of(container, 'limits', name)];
  must(
    least <= most || isSame(least, most),
    `${container.name} requests more ${name} than its limit`,
    container.resources,
  );
}
