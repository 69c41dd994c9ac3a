import { admit } from '../../src/core/admit.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { buildCreationRequest } from '../../src/core/review.js';
import { buildPatchedData } from '../../src/inject/patched-documents.js';
import { readEditableYaml } from '../../src/yaml-edit/editable-yaml.js';
import { formatMarkedJson } from '../../src/yaml-edit/json-text.js';
import { frozen, patched, withoutNulls, type Decision } from '../support/arbitraries-cases.js';
import { NAMESPACE } from '../support/arbitraries-contexts.js';
import { BIG_INTEGERS, withBigIntegers } from '../support/arbitraries-text.js';
import { must, mustEqual } from './law.js';

/** The operations fit the received pod one by one, and make the pod that the outcome shows. */
export function operationsMakeThePod({ outcome, marked, wire }: Decision): void {
  const received = withBigIntegers(marked);
  const shown = JSON.parse(JSON.stringify(outcome.pod)) as unknown;
  mustEqual(
    withoutNulls(patched(received, wire)),
    withoutNulls(shown),
    'the operations do not make the pod that the outcome shows',
  );
}

/**
 * What `inject -o json` prints of the pod is the pod that the outcome shows; in its text, integers that JavaScript
 * cannot hold have their digits.
 */
export function printedPodIsThePod({ outcome, marked, wire }: Decision): void {
  const yaml = readEditableYaml(withBigIntegers(marked), 'pod.json');
  if (!yaml.ok) throw new Error(JSON.stringify(yaml.error));
  const patch = { base: [], place: '', operations: outcome.operations };
  const printed = buildPatchedData(yaml.value.documents[0]?.toJS(), [patch]);
  if (!printed.ok) throw new Error(JSON.stringify(printed.error));
  const text = formatMarkedJson(printed.value, 0);
  mustEqual(
    withoutNulls(JSON.parse(text)),
    withoutNulls(JSON.parse(JSON.stringify(outcome.pod))),
    'another pod is printed than the outcome shows',
  );
  must(text === withBigIntegers(JSON.stringify(patched(marked, wire))), 'an integer is rounded', text);
}

/** Integers that JavaScript cannot hold are neither carried nor lost: the marked text of each is where it was. */
export function bigIntegersSurvive({ marked, wire, before, after }: Decision): void {
  const rounded = BIG_INTEGERS.map((digits) => JSON.stringify(Number(digits)));
  // As a text it is a quantity that was reckoned from the pod's.
  for (const digits of [...BIG_INTEGERS, ...rounded])
    must(!new RegExp(`[:,[]${digits}[,}\\]]`).test(wire), `an operation carries the integer ${digits}`, wire);
  const count = (pod: Pod): number => JSON.stringify(pod).split('@').length;
  // A clone copies variables and mounts, and with them the integers that stand there.
  must(count(after) >= count(before), 'an integer is lost', marked);
}

/** The received pod is frozen, so a change would have thrown; nor was it replaced. */
export function receivedIsUntouched({ request, marked }: Decision): void {
  mustEqual(request.object, JSON.parse(withBigIntegers(marked)), 'the received pod was changed');
}

/** A pod that comes a second time, as the API server may send it, is left as it is. */
export function secondAdmissionIsQuiet({ marked, wire, snapshot }: Decision): void {
  const again = frozen(patched(withBigIntegers(marked), wire) as Pod);
  const second = admit(buildCreationRequest(again, NAMESPACE), snapshot);
  mustEqual(second.kind === 'decided' ? second.operations : [], [], 'the second admission has operations');
}
