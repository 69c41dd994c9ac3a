import { quoteValue } from '../../shown-text.js';
import type { EnvVar, EnvVarSource, KeyReference } from '../../kubernetes/pod.js';
import type { Path } from '../paths.js';
import { DATA_KEY, DNS_SUBDOMAIN, hasForm, QUALIFIED_NAME } from '../text-forms.js';
import { checkForm, type SpecIssue, reportIf } from './spec-issue.js';

/**
 * `valueFrom` of a variable. One of a file is refused too: it needs a volume of the pod’s own, and Kubernetes 1.34.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables
 */
export function checkValueSource({ value = '', valueFrom }: EnvVar, variable: Path): readonly SpecIssue[] {
  if (valueFrom === undefined) return [];
  const at = [...variable, 'valueFrom'];
  const sources = SOURCES.filter((source) => Object.hasOwn(valueFrom, source));
  if (value !== '')
    return reportIf(true, variable, 'has value and valueFrom; allowed: one of them; remove the other');
  if (sources.length !== 1 || sources[0] === 'fileKeyRef')
    return reportIf(
      true,
      at,
      `has ${formatSources(sources)}; allowed: one of ${ALLOWED}; correct it`,
      variable,
    );
  return checkSourceFields(valueFrom, at).map((refusal) => ({ ...refusal, omit: variable }));
}

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const;
const ALLOWED = SOURCES.filter((source) => source !== 'fileKeyRef').join(', ');

const formatSources = (sources: readonly string[]): string =>
  sources.length === 0 ? 'no known source' : sources.join(' and ');

const checkSourceFields = (
  { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef }: EnvVarSource,
  at: Path,
): readonly SpecIssue[] => [
  ...checkFieldReference(fieldRef, [...at, 'fieldRef']),
  ...checkResourceReference(resourceFieldRef, [...at, 'resourceFieldRef']),
  ...checkKeyReference(configMapKeyRef, [...at, 'configMapKeyRef']),
  ...checkKeyReference(secretKeyRef, [...at, 'secretKeyRef']),
];

function checkKeyReference(reference: KeyReference | undefined, at: Path): readonly SpecIssue[] {
  if (reference === undefined) return [];
  const { name = '', key = '' } = reference;
  return [...checkForm(DNS_SUBDOMAIN, name, [...at, 'name']), ...checkForm(DATA_KEY, key, [...at, 'key'])];
}

/** Fields of a pod that a variable can be set from. */
const FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** The name of `spec.nodeName` in the first clients, which is still taken. */
const OLD_FIELD = 'spec.host';

function checkFieldReference(field: EnvVarSource['fieldRef'], at: Path): readonly SpecIssue[] {
  if (field === undefined) return [];
  const { fieldPath, apiVersion = '' } = field;
  return [
    ...reportIf(
      !['', 'v1'].includes(apiVersion),
      [...at, 'apiVersion'],
      `is ${quoteValue(apiVersion)}; allowed: v1; remove it`,
    ),
    ...reportIf(
      !isFieldPath(fieldPath),
      [...at, 'fieldPath'],
      `is ${quoteValue(fieldPath)}; allowed: ${FIELDS.join(', ')}, metadata.labels['<key>'], metadata.annotations['<key>']; use one of them`,
    ),
  ];
}

function isFieldPath(path: string): boolean {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/s.exec(path) ?? [];
  if (map === undefined) return FIELDS.includes(path) || path === OLD_FIELD;
  return hasForm(QUALIFIED_NAME, map === 'labels' ? key : key.toLowerCase());
}

/** Resources of a container that a variable can be set from. */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [
  `limits.${name}`,
  `requests.${name}`,
]);
const BYTES = [
  '1',
  ...['k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((unit) => `1${unit}`),
];

/** The container is left to be the variable’s own: a pod whose variable names one that it has not never starts. */
function checkResourceReference(field: EnvVarSource['resourceFieldRef'], at: Path): readonly SpecIssue[] {
  if (field === undefined) return [];
  const {
    resource = '',
    containerName = '',
    divisor: unit = '',
  } = field as typeof field & {
    readonly divisor?: string | number;
  };
  const divisor = String(unit);
  const divisors = ['', '0', ...(resource.endsWith('.cpu') ? ['1', '1m'] : BYTES)];
  return [
    ...reportIf(
      !RESOURCES.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource),
      [...at, 'resource'],
      `is ${quoteValue(resource)}; allowed: ${RESOURCES.join(', ')}; use one of them`,
    ),
    ...reportIf(
      containerName !== '',
      [...at, 'containerName'],
      `is ${quoteValue(containerName)}, which not every pod has; allowed: the container itself; remove it`,
    ),
    ...reportIf(
      !divisors.includes(divisor),
      [...at, 'divisor'],
      `is ${quoteValue(divisor)}; allowed: ${divisors.slice(2).join(', ')}; use one of them`,
    ),
  ];
}
