import { quoteValue } from '../../shown-text.js';
import type { Quantities } from '../../kubernetes/pod.js';
import type { InstrumentationSpec } from '../instrumentation.js';
import { SECTIONS } from '../instrumentation-sections.js';
import { isQuantity, NOT_QUANTITY } from '../kubernetes.js';
import type { Path } from '../paths.js';
import { IMAGE } from '../text-forms.js';
import { refuseForm, type Refusal, refuseIf } from './refusal.js';

type Spec = Readonly<InstrumentationSpec>;

/** Images, pull policy and resources of the containers that are added. An empty text counts as absent. */
export const refusedContainers = (spec: Spec): readonly Refusal[] => [
  ...refusedPolicy(spec),
  ...SECTIONS.flatMap((section) => [
    ...refusedImage(spec[section]?.image, [section, 'image']),
    ...(['resources', 'resourceRequirements'] as const).flatMap((field) =>
      refusedResources(spec[section]?.[field], [section, field]),
    ),
  ]),
  ...refusedExtensions(spec),
];

function refusedPolicy({ imagePullPolicy: policy = '' }: Spec): readonly Refusal[] {
  const allowed = ['Always', 'IfNotPresent', 'Never'];
  const message = `is ${quoteValue(policy)}; allowed: ${allowed.join(', ')}; use one of them`;
  return refuseIf(policy !== '' && !allowed.includes(policy), ['imagePullPolicy'], message);
}

const refusedImage = (image: string | undefined, at: Path): readonly Refusal[] =>
  image === '' ? [] : refuseForm(IMAGE, image, at);

/** The images are copied from by `cp`, which would read a folder with "-" first as an option. */
const refusedExtensions = ({ java }: Spec): readonly Refusal[] =>
  (java?.extensions ?? []).flatMap(({ image, dir }, index) => {
    const at = ['java', 'extensions', index];
    return [
      ...refuseForm(IMAGE, image, [...at, 'image'], at),
      ...refuseIf(
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

function refusedResources(resources: Resources, at: Path): readonly Refusal[] {
  if (resources === undefined) return [];
  return [
    ...refusedQuantities(resources.limits, [...at, 'limits']),
    ...refusedQuantities(resources.requests, [...at, 'requests']),
    ...refuseIf(
      Object.hasOwn(resources, 'claims'),
      [...at, 'claims'],
      'names claims that not every pod has; allowed: limits, requests; remove it',
    ),
  ];
}

/** A map of which nothing is left is left out itself, so that the defaults hold. */
function refusedQuantities(quantities: Quantities = {}, at: Path): readonly Refusal[] {
  const entries = Object.entries(quantities);
  const refused = entries.flatMap(([name, quantity]) => [
    ...refuseIf(
      !RESOURCES.includes(name),
      [...at, name],
      `is no resource of an added container; allowed: ${RESOURCES.join(', ')}; remove it`,
    ),
    ...refuseIf(RESOURCES.includes(name) && !isQuantity(quantity), [...at, name], NOT_QUANTITY),
  ]);
  return refused.length < entries.length ? refused : refused.map((refusal) => ({ ...refusal, omit: at }));
}
