import { quoteValue } from '../../shown-text.js';
import { amountOf } from '../../kubernetes/quantity.js';
import type { InstrumentationSpec } from '../instrumentation.js';
import { SECTIONS } from '../instrumentation-sections.js';
import { isQuantity, NOT_QUANTITY } from '../kubernetes.js';
import type { Path } from '../paths.js';
import { DNS_SUBDOMAIN, hasForm, LABEL_VALUE, QUALIFIED_NAME } from '../text-forms.js';
import { refuseForm, type Refusal, refuseIf } from './refusal.js';

type Template = NonNullable<NonNullable<InstrumentationSpec['nodejs']>['volumeClaimTemplate']>;
type Claim = Template['spec'];
type Rule = (claim: Claim, at: Path) => readonly Refusal[];

/**
 * Volumes for agents. A template whose claim is refused is left out whole, and an emptyDir takes its place.
 * https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/
 */
export const refusedVolumes = (spec: Readonly<InstrumentationSpec>): readonly Refusal[] =>
  SECTIONS.flatMap((section) => {
    const { volumeLimitSize = 0, volumeClaimTemplate } = spec[section] ?? {};
    return [
      ...refuseIf(!isQuantity(volumeLimitSize), [section, 'volumeLimitSize'], NOT_QUANTITY),
      ...refusedTemplate(volumeClaimTemplate, [section, 'volumeClaimTemplate']),
    ];
  });

function refusedTemplate(template: Template | undefined, at: Path): readonly Refusal[] {
  if (template === undefined) return [];
  const inClaim = RULES.flatMap((rule) => rule(template.spec, [...at, 'spec']));
  return [
    ...refusedMetadata(template.metadata, [...at, 'metadata']),
    ...inClaim.map((refusal) => ({ ...refusal, omit: at })),
  ];
}

function refusedMetadata(metadata: Template['metadata'] = {}, at: Path): readonly Refusal[] {
  const { labels = {}, annotations = {}, ...others } = metadata;
  return [
    ...Object.keys(others).flatMap((field) =>
      refuseIf(true, [...at, field], 'is not for a template; allowed: labels, annotations; remove it'),
    ),
    ...Object.entries(labels).flatMap(([key, value]) => [
      ...refuseForm(QUALIFIED_NAME, key, [...at, 'labels', key]),
      ...refuseForm(LABEL_VALUE, value, [...at, 'labels', key]),
    ]),
    ...Object.keys(annotations).flatMap((key) =>
      refuseForm(QUALIFIED_NAME, key.toLowerCase(), [...at, 'annotations', key]),
    ),
  ];
}

const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

const accessModes: Rule = ({ accessModes: modes = [] }, at) => {
  const isAlone = modes.length === 1 || !modes.includes('ReadWriteOncePod');
  return refuseIf(
    modes.length === 0 || !isAlone || modes.some((mode) => !MODES.includes(mode)),
    [...at, 'accessModes'],
    `is ${quoteValue(modes.join(', '))}; allowed: ${MODES.join(', ')}, the last one alone; correct it`,
  );
};

const storage: Rule = ({ resources = {} }, at) => {
  const place = [...at, 'resources'];
  const { storage: size } = resources.requests ?? {};
  const bad = (['requests', 'limits'] as const).flatMap((kind) =>
    Object.entries(resources[kind] ?? {}).flatMap(([name, quantity]) =>
      refuseIf(!isQuantity(quantity), [...place, kind, name], NOT_QUANTITY),
    ),
  );
  const isNothing = (amountOf(size) ?? 0) <= 0;
  const missing = 'asks for nothing; allowed: a quantity above 0; write it as 1Gi';
  return [...bad, ...refuseIf(isNothing, [...place, 'requests', 'storage'], missing)];
};

/** The agent's files are mounted, which a block device cannot be. */
const volumeMode: Rule = ({ volumeMode: mode = 'Filesystem' }, at) =>
  refuseIf(
    mode !== 'Filesystem',
    [...at, 'volumeMode'],
    `is ${quoteValue(mode)}; allowed: Filesystem; remove it`,
  );

const classNames: Rule = (claim, at) =>
  (['storageClassName', 'volumeAttributesClassName'] as const).flatMap((field) =>
    claim[field] === '' ? [] : refuseForm(DNS_SUBDOMAIN, claim[field], [...at, field]),
  );

const selector: Rule = ({ selector: wanted = {} }, at) => {
  const { matchLabels = {}, matchExpressions = [] } = wanted;
  const isLabel = ([key, value]: readonly [string, string]): boolean =>
    hasForm(QUALIFIED_NAME, key) && hasForm(LABEL_VALUE, value);
  const isExpression = ({ key, operator, values = [] }: (typeof matchExpressions)[number]): boolean =>
    ['In', 'NotIn'].includes(operator) === values.length > 0 &&
    ['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator) &&
    [...values, ''].every((value) => isLabel([key, value]));
  return refuseIf(
    !Object.entries(matchLabels).every(isLabel) || !matchExpressions.every(isExpression),
    [...at, 'selector'],
    'is no label selector; allowed: matchLabels, matchExpressions; correct it',
  );
};

/** Where both fields stand they would have to say the same. */
const dataSources: Rule = (claim, at) => {
  const { dataSource, dataSourceRef } = claim;
  const allowed =
    'allowed: kind and name, with the apiGroup of any kind but PersistentVolumeClaim; correct it';
  return [
    ...(['dataSource', 'dataSourceRef'] as const).flatMap((field) =>
      refuseIf(!isSource(claim[field]), [...at, field], `names no object; ${allowed}`),
    ),
    ...refuseIf(
      dataSource !== undefined && dataSourceRef !== undefined,
      [...at, 'dataSource'],
      'stands beside dataSourceRef; allowed: one of them; remove dataSource',
    ),
  ];
};

function isSource(source: Claim['dataSourceRef']): boolean {
  if (source === undefined) return true;
  const { apiGroup = '', kind = '', name = '', namespace = 'default' } = source;
  const isKnown = apiGroup === '' ? kind === 'PersistentVolumeClaim' : hasForm(DNS_SUBDOMAIN, apiGroup);
  return isKnown && kind !== '' && name !== '' && hasForm(DNS_SUBDOMAIN, namespace);
}

const RULES: readonly Rule[] = [accessModes, storage, volumeMode, classNames, selector, dataSources];
