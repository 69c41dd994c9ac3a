import type { Cluster } from './cluster.js';
import * as causes from './webhook-causes.js';
import type { Replica, ReplicaSpec } from './webhook-stage.js';
import { holdUp, throttle } from './webhook-time.js';

/** What can be wrong with a webhook, and how it is made so. */
interface Fault {
  readonly what: string;
  /** Before the replicas start; without it there is one as it should be. */
  readonly prepare?: (cluster: Cluster) => Promise<readonly ReplicaSpec[]>;
  /** Over and over, from when a Prometheus reads the replicas. */
  readonly cause?: (replica: Replica, cluster: Cluster) => Promise<void>;
  readonly alerts: readonly string[];
  /** What may come of it as well. */
  readonly also?: readonly string[];
}

/** One fault after the other; the one that changes definitions comes last. */
export const FAULTS: readonly Fault[] = [
  { what: 'no replica runs', cause: ({ stop }) => stop(), alerts: ['DokaTracingDown'] },
  {
    what: 'the API server cannot reach the webhook',
    cause: causes.createUnseenPod,
    alerts: ['DokaTracingPodsNotSeen'],
  },
  {
    what: 'a replica may read nothing',
    prepare: causes.prepareNobody,
    alerts: ['DokaTracingNotReady', 'DokaTracingWatchFails', 'DokaTracingCertificateProblem'],
  },
  {
    what: 'a replica is ended again and again',
    cause: causes.restartSoon,
    alerts: ['DokaTracingRestarts'],
    also: ['DokaTracingDown', 'DokaTracingNotReady'],
  },
  { what: 'a pod is too large', cause: causes.sendLargePod, alerts: ['DokaTracingPodsPassedBy'] },
  {
    what: 'a CPU limit throttles a replica that judges large pods',
    cause: throttle,
    alerts: ['DokaTracingSlow'],
    also: ['DokaTracingPodsPassedBy'],
  },
  {
    what: 'a replica gets no time',
    cause: holdUp,
    alerts: ['DokaTracingEventLoopLate'],
    also: ['DokaTracingDown'],
  },
  {
    what: 'a tool takes the caBundle away',
    cause: causes.takeBundleAway,
    alerts: ['DokaTracingCaBundleOverwritten'],
    also: ['DokaTracingCertificateProblem', 'DokaTracingNotReady'],
  },
  {
    what: 'a certificate is not renewed',
    prepare: causes.prepareEndingCertificate,
    alerts: ['DokaTracingCertificateEnds'],
  },
  {
    what: 'the CA cannot be followed by another',
    prepare: causes.prepareEndingCa,
    alerts: ['DokaTracingCertificateAuthorityEnds'],
    also: ['DokaTracingCertificateProblem', 'DokaTracingNotReady'],
  },
  {
    what: 'pods were created while nobody answered',
    prepare: causes.prepareMissedPods,
    alerts: ['DokaTracingPodsMissed'],
    also: ['DokaTracingPodsNotSeen', 'DokaTracingCertificateProblem', 'DokaTracingNotReady'],
  },
  {
    what: 'the image of an agent cannot be pulled',
    prepare: causes.prepareStuckPods,
    alerts: ['DokaTracingAgentsStuck'],
    also: [
      'DokaTracingPodsMissed',
      'DokaTracingPodsNotSeen',
      'DokaTracingCertificateProblem',
      'DokaTracingNotReady',
    ],
  },
  {
    what: 'objects are refused',
    prepare: causes.applyRefused,
    alerts: ['DokaTracingPlatformRefused', 'DokaTracingObjectsRefused'],
    also: ['DokaTracingCertificateProblem', 'DokaTracingNotReady'],
  },
];
