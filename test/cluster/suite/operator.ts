import { LANGUAGES } from '../../../src/core/domain.js';
import {
  startAdmissionServer,
  type AdmissionServer,
  type PatchOperation,
  type ReceivedPod,
} from './admission-server.js';

const PREFIX = 'opentelemetry-auto-instrumentation';

/** Containers by which the OpenTelemetry Operator knows a pod that it has worked on. */
const MARKERS = [
  ...['java', 'nodejs', 'python', 'dotnet'].map((language) => `${PREFIX}-${language}`),
  'otel-agent-attach-apache',
  'otel-agent-source-container-clone',
];
const MARKING_VARIABLE = 'OTEL_RESOURCE_ATTRIBUTES_NODE_NAME';

/**
 * The OpenTelemetry Operator's pod webhook, or, without `OPERATOR_WEBHOOK_URL` and `OPERATOR_WEBHOOK_CA` (base64 of PEM), a
 * stand-in that obeys its check for pods that are instrumented already, and else adds what marks one.
 */
export async function startOperator(): Promise<AdmissionServer> {
  const { OPERATOR_WEBHOOK_URL: url, OPERATOR_WEBHOOK_CA: caBundle } = process.env;
  if (url === undefined || caBundle === undefined) return startAdmissionServer(instrument);
  return { clientConfig: { url, caBundle }, received: [], close: () => Promise.resolve() };
}

function instrument(pod: ReceivedPod): readonly PatchOperation[] {
  const languages = askedLanguages(pod);
  const [first] = pod.spec.containers;
  if (languages.length === 0 || first === undefined || isInstrumented(pod)) return [];
  // As the Operator's, they have the security context of the container that they are for.
  const initContainers = languages.map((language) => ({
    name: `${PREFIX}-${language}`,
    image: 'agent',
    securityContext: first.securityContext,
  }));
  const env = [
    { name: MARKING_VARIABLE, valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ...(first.env ?? []),
  ];
  return [
    {
      op: 'add',
      path: '/spec/initContainers',
      value: [...(pod.spec.initContainers ?? []), ...initContainers],
    },
    { op: 'add', path: '/spec/containers/0/env', value: env },
  ];
}

const askedLanguages = ({ metadata }: ReceivedPod): readonly string[] =>
  LANGUAGES.filter(
    (language) => metadata.annotations?.[`instrumentation.opentelemetry.io/inject-${language}`] === 'true',
  );

const isInstrumented = ({ spec }: ReceivedPod): boolean =>
  (spec.initContainers ?? []).some(({ name }) => MARKERS.includes(name)) ||
  spec.containers.some(
    ({ name, env = [] }) => name === PREFIX || env.some((variable) => variable.name === MARKING_VARIABLE),
  );
