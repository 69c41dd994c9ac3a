import { z } from 'zod';
import { findAmount } from '../kubernetes/quantity.js';
import { podQuantity } from './kubernetes-types.js';
import { mapOf, missing, oneOf, quoting, textOrEmpty, whole } from './pod-rules.js';
import { describeForm, DNS_SUBDOMAIN, hasForm, LABEL_VALUE, QUALIFIED_NAME } from './text-forms.js';

const text = z.string().exactOptional();
const names = z.array(z.string());

const isKey = (key: string): boolean => hasForm(QUALIFIED_NAME, key);
const isLabelValue = (value: string): boolean => hasForm(LABEL_VALUE, value);

const metadata = z
  .looseObject({
    labels: mapOf(z.string(), (key, value) => {
      if (!isKey(key)) return describeForm(QUALIFIED_NAME);
      return isLabelValue(value) ? undefined : describeForm(LABEL_VALUE);
    }).exactOptional(),
    annotations: mapOf(z.string(), (key) =>
      isKey(key.toLowerCase()) ? undefined : describeForm(QUALIFIED_NAME),
    ).exactOptional(),
  })
  .superRefine((fields, context) => {
    const message = 'is not for a template; allowed: labels, annotations; remove it';
    for (const field of Object.keys(fields))
      if (field !== 'labels' && field !== 'annotations')
        context.addIssue({ code: 'custom', path: [field], message });
  });

const ALONE = 'ReadWriteOncePod';
const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', ALONE];
const ALLOWED_MODES = `${MODES.join(', ')}, the last one alone`;

const areModes = (modes: readonly string[]): boolean =>
  modes.length > 0 &&
  modes.every((mode) => MODES.includes(mode)) &&
  (modes.length === 1 || !modes.includes(ALONE));

const amounts = z.record(z.string(), podQuantity).exactOptional();

const expression = z.looseObject({ key: z.string(), operator: z.string(), values: names.exactOptional() });

function isExpression({ key, operator, values = [] }: z.output<typeof expression>): boolean {
  const hasValues = ['In', 'NotIn'].includes(operator);
  return (
    isKey(key) &&
    (hasValues || ['Exists', 'DoesNotExist'].includes(operator)) &&
    hasValues === values.length > 0 &&
    values.every(isLabelValue)
  );
}

const selector = z
  .looseObject({
    matchLabels: z.record(z.string(), z.string()).exactOptional(),
    matchExpressions: z.array(expression).exactOptional(),
  })
  .refine(
    ({ matchLabels = {}, matchExpressions = [] }) =>
      Object.entries(matchLabels).every(([key, value]) => isKey(key) && isLabelValue(value)) &&
      matchExpressions.every(isExpression),
    { error: 'is no label selector; allowed: matchLabels, matchExpressions; correct it' },
  );

const source = z
  .looseObject({ apiGroup: text, kind: text, name: text, namespace: text })
  .refine(
    ({ apiGroup = '', kind = '', name = '', namespace = 'default' }) =>
      (apiGroup === '' ? kind === 'PersistentVolumeClaim' : hasForm(DNS_SUBDOMAIN, apiGroup)) &&
      ![kind, name].includes('') &&
      hasForm(DNS_SUBDOMAIN, namespace),
    {
      error:
        'names no object; allowed: kind and name, with the apiGroup of any kind but PersistentVolumeClaim; correct it',
    },
  );

const className = textOrEmpty(DNS_SUBDOMAIN).exactOptional();

/** https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/ */
const claim = z
  .looseObject({
    accessModes: names
      .refine(areModes, { error: quoting(`; allowed: ${ALLOWED_MODES}; correct it`) })
      .exactOptional(),
    resources: z.looseObject({ limits: amounts, requests: amounts }).exactOptional(),
    selector: selector.exactOptional(),
    storageClassName: className,
    volumeName: text,
    // The agent's files are mounted, which a block device cannot be.
    volumeMode: oneOf(['Filesystem'], 'remove it').exactOptional(),
    volumeAttributesClassName: className,
    dataSource: source.exactOptional(),
    dataSourceRef: source.exactOptional(),
  })
  .refine(({ accessModes }) => accessModes !== undefined, missing('accessModes', ALLOWED_MODES))
  .refine(({ resources }) => (findAmount(resources?.requests, 'storage') ?? 0) > 0, {
    path: ['resources', 'requests', 'storage'],
    error: 'asks for nothing; allowed: a quantity above 0; write it as 1Gi',
  })
  // If both are set, they must be equal.
  .refine(({ dataSource, dataSourceRef }) => dataSource === undefined || dataSourceRef === undefined, {
    path: ['dataSource'],
    error: 'is set together with dataSourceRef; allowed: one of them; remove dataSource',
  });

/**
 * A template of an ephemeral volume. With a claim that is refused it is left out whole, and an emptyDir takes its place.
 * https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes
 */
export const volumeClaimTemplate = z.looseObject({
  metadata: metadata.exactOptional(),
  spec: whole(claim, 1).describe('Spec of the PersistentVolumeClaim.'),
});
