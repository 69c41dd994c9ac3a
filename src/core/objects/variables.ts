import { z } from 'zod';
import { quoteValue } from '../shown-text.js';
import type { EnvVar } from '../kubernetes/pod.js';
import { anyQuantity } from './kubernetes-types.js';
import { DATA_KEY, DNS_SUBDOMAIN, hasForm, QUALIFIED_NAME, VARIABLE_NAME } from './text-forms.js';
import { missing, oneOf, quoting, textOf, whole, withoutRules } from './pod-rules.js';

/** The error for text with a NUL. The API server accepts it, but no process can be started with such a variable. */
const NUL = 'has a NUL character; allowed: text without it; remove it';
const hasNul = (text: string): boolean => text.includes('\0');

/** What is said of an entry of a map that is written into a variable. */
export const describeNul = (key: string, value: string): string | undefined =>
  hasNul(key + value) ? NUL : undefined;

/** Text that is written into a variable. */
export const variableText = z.string().refine((text) => !hasNul(text), { error: NUL });

const keyReference = z
  .looseObject({
    name: textOf(DNS_SUBDOMAIN).exactOptional(),
    key: textOf(DATA_KEY).exactOptional(),
    optional: z.boolean().exactOptional(),
  })
  .refine(({ name }) => name !== undefined, missing('name', DNS_SUBDOMAIN.allowed))
  .refine(({ key }) => key !== undefined, missing('key', DATA_KEY.allowed));

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
const ALLOWED_FIELDS = `${FIELDS.join(', ')}, metadata.labels['<key>'], metadata.annotations['<key>']`;

function isFieldPath(path: string): boolean {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/s.exec(path) ?? [];
  if (map === undefined) return FIELDS.includes(path) || path === OLD_FIELD;
  return hasForm(QUALIFIED_NAME, map === 'labels' ? key : key.toLowerCase());
}

const fieldReference = z.looseObject({
  fieldPath: z
    .string()
    .refine(isFieldPath, { error: quoting(`; allowed: ${ALLOWED_FIELDS}; use one of them`) }),
  apiVersion: oneOf(['', 'v1'], 'remove it').exactOptional(),
});

/** Resources of a container that a variable can be set from. */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [
  `limits.${name}`,
  `requests.${name}`,
]);
const isResource = (name: string): boolean =>
  RESOURCES.includes(name) || /^(limits|requests)\.hugepages-/.test(name);

const BYTES = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map(
  (unit) => `1${unit}`,
);

/** The container is left to be the variable’s own: a pod whose variable names one that it has not never starts. */
const resourceReference = z
  .looseObject({
    resource: z
      .string()
      .refine(isResource, { error: quoting(`; allowed: ${RESOURCES.join(', ')}; use one of them`) })
      .exactOptional(),
    containerName: z
      .string()
      .refine((name) => name === '', {
        error: quoting(', which not every pod has; allowed: the container itself; remove it'),
      })
      .exactOptional(),
    divisor: anyQuantity.exactOptional(),
  })
  .refine(({ resource }) => resource !== undefined, missing('resource', RESOURCES.join(', ')))
  .superRefine(({ resource = '', divisor = '' }, context) => {
    const divisors = resource.endsWith('.cpu') ? ['1', '1m'] : BYTES;
    const message = `is ${quoteValue(String(divisor))}; allowed: ${divisors.join(', ')}; use one of them`;
    if (!['', '0', ...divisors].includes(String(divisor)))
      context.addIssue({ code: 'custom', path: ['divisor'], message });
  });

const SOURCES = {
  fieldRef: fieldReference.exactOptional(),
  configMapKeyRef: keyReference.exactOptional(),
  secretKeyRef: keyReference.exactOptional(),
  resourceFieldRef: resourceReference.exactOptional(),
};
const ALLOWED_SOURCES = Object.keys(SOURCES);
/** Needs a volume of the pod’s own, and Kubernetes 1.34. */
const FILE_SOURCE = 'fileKeyRef';

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables */
const valueSource = z.looseObject(SOURCES).superRefine((valueFrom, context) => {
  const sources = [...ALLOWED_SOURCES, FILE_SOURCE].filter((source) => Object.hasOwn(valueFrom, source));
  if (sources.length === 1 && sources[0] !== FILE_SOURCE) return;
  const has = sources.length === 0 ? 'no known source' : sources.join(' and ');
  const message = `has ${has}; allowed: one of ${ALLOWED_SOURCES.join(', ')}; correct it`;
  context.addIssue({ code: 'custom', message });
});

const name = textOf(VARIABLE_NAME).describe('Name of the variable.');
const VALUE = 'Its value; $(NAME) refers to an earlier variable.';
const VALUE_FROM = 'Where its value comes from.';

/** Variables, of which one that breaks a rule is left out whole. */
export const variables: z.ZodType<EnvVar[]> = z.array(
  whole(
    z
      .looseObject({
        name,
        value: variableText.exactOptional().describe(VALUE),
        valueFrom: valueSource.exactOptional().describe(VALUE_FROM),
      })
      .refine(({ value = '', valueFrom }) => value === '' || valueFrom === undefined, {
        error: 'has value and valueFrom; allowed: one of them; remove the other',
      }),
  ),
);

/** Directives of a web server are one a line in a text; where their values would come from is not read. */
export const directives: z.ZodType<EnvVar[]> = z.array(
  whole(
    z.looseObject({
      name,
      value: variableText
        .refine((text) => !/[\r\n]/.test(text), {
          error:
            'has a line break, after which another directive would begin; allowed: one line; write two entries',
        })
        .exactOptional()
        .describe(VALUE),
      valueFrom: withoutRules(valueSource).exactOptional().describe(VALUE_FROM),
    }),
  ),
);
