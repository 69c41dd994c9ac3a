import { expect, test } from 'vitest';
import type { LabelSelector } from '../../../src/core/kubernetes/label-selector.js';
import { readPodSelector } from '../../../src/kube/pod-selection.js';

const PODS = [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }];
const OPT_IN = { key: 'tracing.dokaseca.io/inject', operator: 'In', values: ['enabled'] };

test.each<[string, unknown, LabelSelector | undefined]>([
  ['no webhooks', undefined, undefined],
  ['no webhook for pods', [{ rules: [{ resources: ['jobs'] }], namespaceSelector: {} }], undefined],
  ['no selector', [{ rules: PODS }], undefined],
  ['an empty selector', [{ rules: PODS, namespaceSelector: {} }], {}],
  [
    'labels and expressions',
    [
      { rules: [] },
      { rules: PODS, namespaceSelector: { matchLabels: { a: 'b' }, matchExpressions: [OPT_IN] } },
    ],
    { matchLabels: { a: 'b' }, matchExpressions: [{ ...OPT_IN, operator: 'In' }] },
  ],
  [
    'an operator of a newer Kubernetes',
    [{ rules: PODS, namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] } }],
    { matchExpressions: [] },
  ],
])('%s', (_, webhooks, selector) => {
  expect(readPodSelector({ metadata: { name: 'doka-tracing' }, webhooks })).toEqual(selector);
});
