import type { EnvVar } from '../../kubernetes/pod.js';
import type { InstrumentationSpec } from '../instrumentation.js';
import { SECTIONS } from '../instrumentation-sections.js';
import type { Path } from '../paths.js';
import { VARIABLE_NAME } from '../text-forms.js';
import { checkForm, type SpecIssue, reportIf } from './spec-issue.js';
import { checkValueSource } from './value-sources.js';

/** Variables, and what else of an Instrumentation is written into variables. A refused entry is left out whole. */
export const checkVariables = (spec: Readonly<InstrumentationSpec>): readonly SpecIssue[] => [
  ...checkEach(spec.env, ['env'], checkVariable),
  ...SECTIONS.flatMap((section) => checkEach(spec[section]?.env, [section, 'env'], checkVariable)),
  ...(['apacheHttpd', 'nginx'] as const).flatMap((section) =>
    checkEach(spec[section]?.attrs, [section, 'attrs'], checkDirective),
  ),
  ...checkTexts(spec),
];

type VariableRule = (variable: EnvVar, at: Path) => readonly SpecIssue[];

const checkEach = (variables: readonly EnvVar[] = [], at: Path, rule: VariableRule): readonly SpecIssue[] =>
  variables.flatMap((variable, index) => rule(variable, [...at, index]));

const checkVariable: VariableRule = (variable, at) => [
  ...checkForm(VARIABLE_NAME, variable.name, [...at, 'name'], at),
  ...checkValueSource(variable, at),
  ...checkNul(variable.value, [...at, 'value'], at),
];

/** Directives of a web server stand one a line in a text; where their values would come from is not read. */
const checkDirective: VariableRule = ({ name, value = '' }, at) => [
  ...checkForm(VARIABLE_NAME, name, [...at, 'name'], at),
  ...reportIf(
    /[\r\n]/.test(value),
    [...at, 'value'],
    'has a line break, after which another directive would begin; allowed: one line; write two entries',
    at,
  ),
  ...checkNul(value, [...at, 'value'], at),
];

function checkTexts({ exporter, sampler, resource }: Readonly<InstrumentationSpec>): readonly SpecIssue[] {
  const place = ['resource', 'resourceAttributes'];
  const attributes = Object.entries(resource?.resourceAttributes ?? {});
  return [
    ...checkNul(exporter?.endpoint, ['exporter', 'endpoint']),
    ...checkNul(sampler?.argument, ['sampler', 'argument']),
    ...attributes.flatMap(([key, value]) => checkNul(key + value, [...place, key])),
  ];
}

/** The API server takes it, but no process can be started with such a variable. */
const checkNul = (text: string | undefined, at: Path, omit: Path = at): readonly SpecIssue[] =>
  reportIf(
    text?.includes('\0') ?? false,
    at,
    'has a NUL character; allowed: text without it; remove it',
    omit,
  );
