import type { Mistake } from './mistake.js';
import {
  annotatePods,
  applyAll,
  deployment,
  DOWN,
  EARLY,
  HERE,
  job,
  lonePod,
  NODEJS,
  workload,
} from './objects.js';
import { kubectl } from '../test-cluster.js';
import { INJECT } from '../webhook.js';

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;

/** Pods that the webhook has not seen, or not as they are now. */
export const POD_MISTAKES: readonly Mistake[] = [
  ...KINDS.map((kind): Mistake => ({
    what: `a ${kind} older than the webhook`,
    made: 'early',
    objects: [workload(kind, 'early', { namespace: EARLY, onTemplate: NODEJS })],
    toldBy: kind === 'DaemonSet' ? 'audit' : 'explain',
    about: `${kind.toLowerCase()}/early`,
    namespace: EARLY,
    words: ['created', 'before the webhook was installed'],
  })),
  {
    what: 'a Job older than the webhook',
    made: 'early',
    objects: [job('early', EARLY)],
    toldBy: 'explain',
    about: 'job/early',
    namespace: EARLY,
    words: ['NOT INJECTED created', 'before the webhook was installed'],
    edit: {
      why: 'a Job is applied again by whoever made it',
      apply: () => applyAll([job('early', EARLY)]),
    },
  },
  ...KINDS.map((kind): Mistake => ({
    what: `a ${kind} that rolled while the webhook was away`,
    made: 'away',
    objects: [workload(kind, 'away', { namespace: DOWN, onTemplate: NODEJS })],
    toldBy: kind === 'DaemonSet' ? 'audit' : 'explain',
    about: `${kind.toLowerCase()}/away`,
    namespace: DOWN,
    words: ['created', 'while no replica of the webhook was ready'],
  })),
  {
    what: 'a lone pod that was annotated when it ran',
    made: 'together',
    objects: [lonePod('lone')],
    act: () => kubectl('-n', HERE, 'annotate', 'pod', 'lone', `${INJECT}nodejs=true`),
    toldBy: 'explain',
    about: 'pod/lone',
    words: ['NOT INJECTED created', 'annotated later', 'pods are injected only when they are created'],
  },
  {
    what: 'a pod of a Deployment that was annotated when it ran',
    made: 'together',
    objects: [deployment('later')],
    act: () => annotatePods('later'),
    toldBy: 'explain',
    about: 'deployment/later',
    words: ['NOT INJECTED created', 'annotated later'],
  },
];
