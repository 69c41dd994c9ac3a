import { quoteValue } from '../../shown-text.js';
import { parseQuantity } from '../../kubernetes/quantity.js';
import type { InstrumentationSpec } from '../instrumentation.js';
import { SECTIONS } from '../instrumentation-sections.js';
import { isQuantity, NOT_QUANTITY } from '../kubernetes.js';
import type { Path } from '../paths.js';
import { DNS_SUBDOMAIN, hasForm, LABEL_VALUE, QUALIFIED_NAME } from '../text-forms.js';
import { checkForm, type SpecIssue, reportIf } from './spec-issue.js';

type ClaimTemplate = NonNullable<NonNullable<InstrumentationSpec['nodejs']>['volumeClaimTemplate']>;
type ClaimSpec = ClaimTemplate['spec'];
type ClaimRule = (claim: ClaimSpec, at: Path) => readonly SpecIssue[];

/**
 * Volumes for agents. A template whose claim is refused is left out whole, and an emptyDir takes its place.
 * https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-claim-v1/
 */
export const checkVolumes = (spec: Readonly<InstrumentationSpec>): readonly SpecIssue[] =>
  SECTIONS.flatMap((section) => {
    const { volumeLimitSize = 0, volumeClaimTemplate } = spec[section] ?? {};
    return [
      ...reportIf(!isQuantity(volumeLimitSize), [section, 'volumeLimitSize'], NOT_QUANTITY),
      ...checkClaimTemplate(volumeClaimTemplate, [section, 'volumeClaimTemplate']),
    ];
  });

function checkClaimTemplate(template: ClaimTemplate | undefined, at: Path): readonly SpecIssue[] {
  if (template === undefined) return [];
  const inClaim = RULES.flatMap((rule) => rule(template.spec, [...at, 'spec']));
  return [
    ...checkTemplateMetadata(template.metadata, [...at, 'metadata']),
    ...inClaim.map((refusal) => ({ ...refusal, omit: at })),
  ];
}

function checkTemplateMetadata(metadata: ClaimTemplate['metadata'] = {}, at: Path): readonly SpecIssue[] {
  const { labels = {}, annotations = {}, ...others } = metadata;
  return [
    ...Object.keys(others).flatMap((field) =>
      reportIf(true, [...at, field], 'is not for a template; allowed: labels, annotations; remove it'),
    ),
    ...Object.entries(labels).flatMap(([key, value]) => [
      ...checkForm(QUALIFIED_NAME, key, [...at, 'labels', key]),
      ...checkForm(LABEL_VALUE, value, [...at, 'labels', key]),
    ]),
    ...Object.keys(annotations).flatMap((key) =>
      checkForm(QUALIFIED_NAME, key.toLowerCase(), [...at, 'annotations', key]),
    ),
  ];
}

const MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

const checkAccessModes: ClaimRule = ({ accessModes: modes = [] }, at) => {
  const isAlone = modes.length === 1 || !modes.includes('ReadWriteOncePod');
  return reportIf(
    modes.length === 0 || !isAlone || modes.some((mode) => !MODES.includes(mode)),
    [...at, 'accessModes'],
    `is ${quoteValue(modes.join(', '))}; allowed: ${MODES.join(', ')}, the last one alone; correct it`,
  );
};

const checkClaimStorage: ClaimRule = ({ resources = {} }, at) => {
  const place = [...at, 'resources'];
  const { storage: size } = resources.requests ?? {};
  const bad = (['requests', 'limits'] as const).flatMap((kind) =>
    Object.entries(resources[kind] ?? {}).flatMap(([name, quantity]) =>
      reportIf(!isQuantity(quantity), [...place, kind, name], NOT_QUANTITY),
    ),
  );
  const isNothing = (parseQuantity(size) ?? 0) <= 0;
  const missing = 'asks for nothing; allowed: a quantity above 0; write it as 1Gi';
  return [...bad, ...reportIf(isNothing, [...place, 'requests', 'storage'], missing)];
};

/** The agent's files are mounted, which a block device cannot be. */
const checkVolumeMode: ClaimRule = ({ volumeMode: mode = 'Filesystem' }, at) =>
  reportIf(
    mode !== 'Filesystem',
    [...at, 'volumeMode'],
    `is ${quoteValue(mode)}; allowed: Filesystem; remove it`,
  );

const checkClassNames: ClaimRule = (claim, at) =>
  (['storageClassName', 'volumeAttributesClassName'] as const).flatMap((field) =>
    claim[field] === '' ? [] : checkForm(DNS_SUBDOMAIN, claim[field], [...at, field]),
  );

const checkSelector: ClaimRule = ({ selector: wanted = {} }, at) => {
  const { matchLabels = {}, matchExpressions = [] } = wanted;
  const isLabel = ([key, value]: readonly [string, string]): boolean =>
    hasForm(QUALIFIED_NAME, key) && hasForm(LABEL_VALUE, value);
  const isExpression = ({ key, operator, values = [] }: (typeof matchExpressions)[number]): boolean =>
    ['In', 'NotIn'].includes(operator) === values.length > 0 &&
    ['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator) &&
    [...values, ''].every((value) => isLabel([key, value]));
  return reportIf(
    !Object.entries(matchLabels).every(isLabel) || !matchExpressions.every(isExpression),
    [...at, 'selector'],
    'is no label selector; allowed: matchLabels, matchExpressions; correct it',
  );
};

/** Where both fields stand they would have to say the same. */
const checkDataSources: ClaimRule = (claim, at) => {
  const { dataSource, dataSourceRef } = claim;
  const allowed =
    'allowed: kind and name, with the apiGroup of any kind but PersistentVolumeClaim; correct it';
  return [
    ...(['dataSource', 'dataSourceRef'] as const).flatMap((field) =>
      reportIf(!isDataSource(claim[field]), [...at, field], `names no object; ${allowed}`),
    ),
    ...reportIf(
      dataSource !== undefined && dataSourceRef !== undefined,
      [...at, 'dataSource'],
      'stands beside dataSourceRef; allowed: one of them; remove dataSource',
    ),
  ];
};

function isDataSource(source: ClaimSpec['dataSourceRef']): boolean {
  if (source === undefined) return true;
  const { apiGroup = '', kind = '', name = '', namespace = 'default' } = source;
  const isKnown = apiGroup === '' ? kind === 'PersistentVolumeClaim' : hasForm(DNS_SUBDOMAIN, apiGroup);
  return isKnown && kind !== '' && name !== '' && hasForm(DNS_SUBDOMAIN, namespace);
}

const RULES: readonly ClaimRule[] = [
  checkAccessModes,
  checkClaimStorage,
  checkVolumeMode,
  checkClassNames,
  checkSelector,
  checkDataSources,
];
