import { quoteValue } from '../../shown-text.js';
import type { Quantities } from '../../kubernetes/pod.js';
import type { InstrumentationSpec } from '../instrumentation.js';
import { SECTIONS } from '../instrumentation-sections.js';
import { isQuantity, NOT_QUANTITY } from '../kubernetes.js';
import type { Path } from '../paths.js';
import { IMAGE } from '../text-forms.js';
import { checkForm, type SpecIssue, reportIf } from './spec-issue.js';

type Spec = Readonly<InstrumentationSpec>;

/** Images, pull policy and resources of the containers that are added. An empty text counts as absent. */
export const checkContainers = (spec: Spec): readonly SpecIssue[] => [
  ...checkPullPolicy(spec),
  ...SECTIONS.flatMap((section) => [
    ...checkImage(spec[section]?.image, [section, 'image']),
    ...(['resources', 'resourceRequirements'] as const).flatMap((field) =>
      checkResources(spec[section]?.[field], [section, field]),
    ),
  ]),
  ...checkExtensions(spec),
];

function checkPullPolicy({ imagePullPolicy: policy = '' }: Spec): readonly SpecIssue[] {
  const allowed = ['Always', 'IfNotPresent', 'Never'];
  const message = `is ${quoteValue(policy)}; allowed: ${allowed.join(', ')}; use one of them`;
  return reportIf(policy !== '' && !allowed.includes(policy), ['imagePullPolicy'], message);
}

const checkImage = (image: string | undefined, at: Path): readonly SpecIssue[] =>
  image === '' ? [] : checkForm(IMAGE, image, at);

/** The images are copied from by `cp`, which would read a folder with "-" first as an option. */
const checkExtensions = ({ java }: Spec): readonly SpecIssue[] =>
  (java?.extensions ?? []).flatMap(({ image, dir }, index) => {
    const at = ['java', 'extensions', index];
    return [
      ...checkForm(IMAGE, image, [...at, 'image'], at),
      ...reportIf(
        dir === '' || dir.startsWith('-') || dir.includes('\0'),
        [...at, 'dir'],
        `is ${quoteValue(dir)}; allowed: a folder of the image; correct it`,
        at,
      ),
    ];
  });

/** Extended resources and huge pages want request and limit to be one, and copying files needs neither. */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];

type Resources = NonNullable<InstrumentationSpec['nodejs']>['resources'];

function checkResources(resources: Resources, at: Path): readonly SpecIssue[] {
  if (resources === undefined) return [];
  return [
    ...checkQuantities(resources.limits, [...at, 'limits']),
    ...checkQuantities(resources.requests, [...at, 'requests']),
    ...reportIf(
      Object.hasOwn(resources, 'claims'),
      [...at, 'claims'],
      'names claims that not every pod has; allowed: limits, requests; remove it',
    ),
  ];
}

/** A map of which nothing is left is left out itself, so that the defaults hold. */
function checkQuantities(quantities: Quantities = {}, at: Path): readonly SpecIssue[] {
  const entries = Object.entries(quantities);
  const refused = entries.flatMap(([name, quantity]) => [
    ...reportIf(
      !RESOURCES.includes(name),
      [...at, name],
      `is no resource of an added container; allowed: ${RESOURCES.join(', ')}; remove it`,
    ),
    ...reportIf(RESOURCES.includes(name) && !isQuantity(quantity), [...at, name], NOT_QUANTITY),
  ]);
  return refused.length < entries.length ? refused : refused.map((refusal) => ({ ...refusal, omit: at }));
}
