import { expect, test } from 'vitest';
import { selectContainers } from '../../../../src/core/decide/containers.js';
import type { Language } from '../../../../src/core/domain.js';
import type { OwnerReference } from '../../../../src/core/kubernetes/pod.js';
import { podContextWith, podNamed, type Surroundings } from '../contexts.js';

interface Row {
  readonly containers?: readonly string[];
  readonly owner?: OwnerReference;
  readonly around?: Surroundings;
  readonly languages?: readonly Language[];
  /** Containers that are named. */
  readonly named?: readonly string[];
}

/** What makes the pods of Argo Workflows. */
const WORKFLOW: OwnerReference = {
  ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' },
  ...{ name: 'etl', uid: 'u', controller: true },
};

/** The containers that are chosen for Java, or why there are none. */
function select({
  containers = ['wait', 'main'],
  owner,
  around,
  languages = ['java'],
  named,
}: Row): readonly string[] {
  const pod = podNamed(containers);
  const owned = owner === undefined ? pod : { ...pod, metadata: { ownerReferences: [owner] } };
  const request = { language: 'java', value: 'true', origin: 'pod' } as const;
  const selection = selectContainers(
    named === undefined ? request : { ...request, containers: named },
    podContextWith(owned, around),
    languages,
  );
  return [...selection.containers.map(({ name }) => name), ...selection.findings.map(({ code }) => code)];
}

test.each<[string, Row, readonly string[]]>([
  ['the executor', {}, ['main']],
  ['the executor of pods without init containers', { containers: ['supervisor', 'main'] }, ['main']],
  ['a plugin of artifacts', { containers: ['wait', 'artifact-plugin-git', 'main'] }, ['main']],
  ['the executor before a set of containers', { containers: ['wait', 'a', 'b'] }, ['a']],
  ['the executor, for several languages', { languages: ['java', 'nodejs'] }, ['main']],
  ['the executor, of any version', { owner: { ...WORKFLOW, apiVersion: 'argoproj.io/v2' } }, ['main']],
  [
    'the executor, where the platform ignores none',
    { around: { platform: { injection: { ignoreContainers: [] } } } },
    ['main'],
  ],
  ['none but the executor', { containers: ['wait'] }, ['no-eligible-container']],
])('the default target in a pod of an Argo Workflow is not %s', (_, row, expected) => {
  expect(select({ owner: WORKFLOW, ...row })).toEqual(expected);
});

test.each<[string, Row]>([
  ['that nothing owns', {}],
  ['of a Workflow of another group', { owner: { ...WORKFLOW, apiVersion: 'example.com/v1' } }],
  ['of another kind of Argo', { owner: { ...WORKFLOW, kind: 'EventSource' } }],
  ['that a Workflow owns without controlling it', { owner: { ...WORKFLOW, controller: false } }],
  ['of a Workflow, where it is named', { owner: WORKFLOW, named: ['wait'] }],
])('a container called as an executor is may be the target in a pod %s', (_, row) => {
  expect(select(row)).toEqual(['wait']);
});
