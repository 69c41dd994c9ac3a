import { findValueAt } from '../../../src/core/objects/paths.js';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { admit } from '../../../src/core/admit.js';
import { buildCreationRequest } from '../../../src/core/review.js';
import { readEditableYaml } from '../../../src/yaml-edit/editable-yaml.js';
import { injectText, type InjectedText } from '../../../src/inject/manifests.js';
import { findTemplateKind } from '../../../src/workload/template-kinds.js';
import { listWorkloads, readInputObject } from '../../../src/inject/workload.js';
import { sceneOf } from '../../golden/case.js';
import { discover } from '../../support/fixtures.js';

const CASES = fileURLToPath(new URL('../../golden/cases', import.meta.url));

function unwrapped<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
}

/** The pod or pod template of the last object of a text. */
function template(text: string): unknown {
  const yaml = unwrapped(readEditableYaml(text, 'input.yaml'));
  const last = yaml.objects.at(-1);
  const known = last === undefined ? undefined : findTemplateKind(last, []);
  if (last === undefined || known === undefined) return undefined;
  const [workload] = listWorkloads(unwrapped(readInputObject(last, yaml, 'default')), known);
  return workload === undefined ? undefined : findValueAt(workload.object, workload.template);
}

/** What only the cluster knows: names of what stands between, and UIDs. */
const UNKNOWN = /k8s\.(?:(?:replicaset|job)\.name|\w+\.uid)=(?!\$)[^,"]*,?/g;

/** Spec and annotations as text, without what is not known offline, and without fields that are null. */
const comparable = (pod: unknown): unknown => {
  const text = JSON.stringify([findValueAt(pod, ['spec']), findValueAt(pod, ['metadata', 'annotations'])]);
  return JSON.parse(text.replaceAll(UNKNOWN, ''), (_, value: unknown) => value ?? undefined) as unknown;
};

const isRefused = ({ decisions }: InjectedText): boolean =>
  decisions.some(({ reasons }) => reasons.some(({ kind }) => kind === 'refusal'));

/** What the engine makes up for the decision, and must not reach a file. */
const MADE_UP = ['ownerReferences', 'pod-template-hash', 'k8s.replicaset.name=,', 'k8s.job.name=,'];

test.each(discover(CASES))('$name: what the webhook makes of the pod is in the text, once', ({ input }) => {
  const { pod, namespace, snapshot } = sceneOf(input);
  const inject = (text: string): InjectedText =>
    unwrapped(injectText({ file: input, text }, snapshot, 'default'));
  const first = inject(readFileSync(input, 'utf8'));
  const { before, after } = first;
  const outcome = admit(buildCreationRequest(pod, namespace), snapshot);
  expect(comparable(template(after))).toEqual(comparable(outcome.kind === 'decided' ? outcome.pod : pod));
  for (const word of MADE_UP) expect(after.split(word)).toHaveLength(before.split(word).length);
  for (const comment of before.match(/#.*$/gm) ?? []) expect(after).toContain(comment);
  const second = inject(after);
  expect(second.after).toBe(after);
  expect(isRefused(second)).toBe(isRefused(first));
});
