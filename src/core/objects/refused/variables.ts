import type { EnvVar } from '../../kubernetes/pod.js';
import type { InstrumentationSpec } from '../instrumentation.js';
import { SECTIONS } from '../instrumentation-sections.js';
import type { Path } from '../paths.js';
import { VARIABLE_NAME } from '../text-forms.js';
import { refuseForm, type Refusal, refuseIf } from './refusal.js';
import { refusedSource } from './value-sources.js';

/** Variables, and what else of an Instrumentation is written into variables. A refused entry is left out whole. */
export const refusedVariables = (spec: Readonly<InstrumentationSpec>): readonly Refusal[] => [
  ...list(spec.env, ['env'], refusedVariable),
  ...SECTIONS.flatMap((section) => list(spec[section]?.env, [section, 'env'], refusedVariable)),
  ...(['apacheHttpd', 'nginx'] as const).flatMap((section) =>
    list(spec[section]?.attrs, [section, 'attrs'], refusedDirective),
  ),
  ...refusedTexts(spec),
];

type Rule = (variable: EnvVar, at: Path) => readonly Refusal[];

const list = (variables: readonly EnvVar[] = [], at: Path, rule: Rule): readonly Refusal[] =>
  variables.flatMap((variable, index) => rule(variable, [...at, index]));

const refusedVariable: Rule = (variable, at) => [
  ...refuseForm(VARIABLE_NAME, variable.name, [...at, 'name'], at),
  ...refusedSource(variable, at),
  ...refusedNul(variable.value, [...at, 'value'], at),
];

/** Directives of a web server stand one a line in a text; where their values would come from is not read. */
const refusedDirective: Rule = ({ name, value = '' }, at) => [
  ...refuseForm(VARIABLE_NAME, name, [...at, 'name'], at),
  ...refuseIf(
    /[\r\n]/.test(value),
    [...at, 'value'],
    'has a line break, after which another directive would begin; allowed: one line; write two entries',
    at,
  ),
  ...refusedNul(value, [...at, 'value'], at),
];

function refusedTexts({ exporter, sampler, resource }: Readonly<InstrumentationSpec>): readonly Refusal[] {
  const place = ['resource', 'resourceAttributes'];
  const attributes = Object.entries(resource?.resourceAttributes ?? {});
  return [
    ...refusedNul(exporter?.endpoint, ['exporter', 'endpoint']),
    ...refusedNul(sampler?.argument, ['sampler', 'argument']),
    ...attributes.flatMap(([key, value]) => refusedNul(key + value, [...place, key])),
  ];
}

/** The API server takes it, but no process can be started with such a variable. */
const refusedNul = (text: string | undefined, at: Path, omit: Path = at): readonly Refusal[] =>
  refuseIf(
    text?.includes('\0') ?? false,
    at,
    'has a NUL character; allowed: text without it; remove it',
    omit,
  );
