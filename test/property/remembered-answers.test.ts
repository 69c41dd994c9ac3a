import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit } from '../../src/core/admit.js';
import { isRecord, readRecord } from '../../src/core/json.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { buildCreationRequest, type AdmissionRequest } from '../../src/core/review.js';
import { answerAdmission, judgeRequest } from '../../src/http/admission.js';
import { createRememberedAnswers } from '../../src/http/remembered-answers.js';
import { NAMESPACE } from '../support/arbitraries-contexts.js';
import { cases, type Case } from '../support/arbitraries-cases.js';

const SEED = Number(process.env['PROPERTY_SEED'] ?? 20299);
const RUNS = 500;

/** A pod of the same template: another volume with the token, another time in `managedFields`, another request. */
function podOf(one: Case, suffix: string): AdmissionRequest {
  const object = withToken(JSON.parse(one.marked), suffix);
  return { ...buildCreationRequest(object as Pod, NAMESPACE), uid: `uid-${suffix}`, dryRun: false };
}

function withToken(object: unknown, suffix: string): unknown {
  if (!isRecord(object) || !isRecord(object['spec'])) return object;
  const { volumes, containers } = object['spec'];
  const name = `kube-api-access-${suffix}`;
  const mount = { name, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };
  return {
    ...object,
    metadata: { ...readRecord(object, 'metadata'), managedFields: [{ manager: 'k', time: suffix }] },
    spec: {
      ...object['spec'],
      volumes: [
        ...(Array.isArray(volumes) ? (volumes as unknown[]) : []),
        { name, projected: { sources: [] } },
      ],
      containers: Array.isArray(containers)
        ? containers.map((each: unknown) => mounting(each, mount))
        : containers,
    },
  };
}

function mounting(container: unknown, mount: object): unknown {
  if (!isRecord(container)) return container;
  const { volumeMounts } = container;
  const mounts = Array.isArray(volumeMounts) ? (volumeMounts as unknown[]) : [];
  return { ...container, volumeMounts: [...mounts, mount] };
}

test('a remembered answer is the one that would be given', () => {
  let recalled = 0;
  for (const one of fc.sample(cases, { seed: SEED, numRuns: RUNS })) {
    const answers = createRememberedAnswers();
    for (const suffix of ['abcde', 'z0z0z', '99999']) {
      const request = podOf(one, suffix);
      const judgements: unknown[] = [];
      const judge = (): ReturnType<typeof judgeRequest> => {
        const judged = judgeRequest(request, admit, one.snapshot);
        judgements.push(judged);
        return judged;
      };
      const given = answers.judge(request, one.snapshot, judge);
      if (judgements.length === 0) recalled += 1;
      const fresh = judgeRequest(request, admit, one.snapshot);
      expect(answerAdmission(request, given)).toEqual(answerAdmission(request, fresh));
    }
  }
  // Of two pods after the first one, where they asked and could be remembered.
  expect(recalled).toBeGreaterThan(RUNS / 2);
});
