import { describe, expect, test } from 'vitest';
import { CA_SECRET } from '../../src/kube/own-objects.js';
import { SECRET_TYPE } from '../../src/tls/authority/secret.js';
import { only, type Manifest } from '../support/kustomize.js';
import { INSTALLATIONS } from './installations.js';

// What the policies refuse is tried on a real API server: test/cluster/write-policy.api-server.test.ts.

interface Policy {
  readonly failurePolicy: string;
  readonly matchConstraints: { readonly resourceRules: readonly { readonly resources: readonly string[] }[] };
  readonly matchConditions: readonly { readonly expression: string }[];
  readonly validations: readonly { readonly expression: string }[];
}

const policyOf = (manifests: readonly Manifest[], name: string): Policy =>
  only(manifests, 'ValidatingAdmissionPolicy', name).spec as Policy;

describe.each(INSTALLATIONS)('%s', (_, manifests) => {
  test.each([
    ['doka-tracing-registrations', ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']],
    ['doka-tracing-secret', ['secrets']],
  ])('has %s, which refuses also when it cannot be evaluated', (policyName, resources) => {
    const { failurePolicy, matchConstraints } = policyOf(manifests, policyName);
    expect(failurePolicy).toBe('Fail');
    expect(matchConstraints.resourceRules.flatMap((rule) => rule.resources)).toEqual(resources);
    expect(only(manifests, 'ValidatingAdmissionPolicyBinding', policyName).spec).toEqual({
      policyName,
      validationActions: ['Deny'],
    });
  });

  test('means its own ServiceAccount and the Secret of the code', () => {
    const { name } = only(manifests, 'ServiceAccount').metadata;
    for (const policy of ['doka-tracing-registrations', 'doka-tracing-secret'])
      for (const { expression } of policyOf(manifests, policy).matchConditions)
        expect(expression).toContain(`':${name}'`);
    const [first] = policyOf(manifests, 'doka-tracing-secret').validations;
    expect(first?.expression).toContain(`object.metadata.name == '${CA_SECRET}'`);
    expect(first?.expression).toContain(`object.type == '${SECRET_TYPE}'`);
  });
});
