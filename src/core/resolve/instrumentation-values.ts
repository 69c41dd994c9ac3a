import type { Target } from '../decide/target.js';
import { findSection } from '../objects/instrumentation-sections.js';
import type { Instrumentation, LanguageSection } from '../objects/instrumentation.js';
import type { EnvVar } from '../kubernetes/pod.js';
import type { Platform } from '../platform/platform.js';
import { ENDPOINT, TRACES_ENDPOINT } from './variable-names.js';

type Spec = Instrumentation['spec'];

/** What an Instrumentation says of one language; undefined where it says nothing. */
export const findLanguageSection = ({ instrumentation, language }: Target): LanguageSection | undefined =>
  instrumentation === undefined ? undefined : findSection(instrumentation.spec, language);

/** The agent image that the Instrumentation, or else the platform, asks for; undefined where the default one holds. */
export const findAskedImage = (target: Target, platform: Platform | undefined): string | undefined =>
  [findLanguageSection(target)?.image, platform?.agents.languages[target.language]?.image].find(
    (image) => image !== undefined && image !== '',
  );

/** The value that the Instrumentations of targets give a variable; undefined where it is absent or a reference. */
export function findInstrumentationValue(targets: readonly Target[], name: string): string | undefined {
  return findInstrumentationVariable(targets, name)?.value;
}

/** The entry that the Instrumentations of targets give for a variable: the earlier target wins, and in one the language's. */
export function findInstrumentationVariable(targets: readonly Target[], name: string): EnvVar | undefined {
  const isNamed = (variable: EnvVar): boolean => variable.name === name;
  for (const target of targets) {
    // Asked for some thirty names of each pod, so no list of both is made.
    const found =
      findLanguageSection(target)?.env?.find(isNamed) ?? target.instrumentation?.spec.env?.find(isNamed);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the first Instrumentation of targets that says anything about a subject says. */
export function findSpecField<T>(
  targets: readonly Target[],
  of: (spec: Spec) => T | undefined,
): T | undefined {
  for (const { instrumentation } of targets) {
    const found = instrumentation === undefined ? undefined : of(instrumentation.spec);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The endpoint of the exporter section; undefined where it is absent or empty. */
export const findSpecEndpoint = (targets: readonly Target[]): string | undefined =>
  findSpecField(targets, ({ exporter }) => (exporter?.endpoint === '' ? undefined : exporter?.endpoint));

/** The OTLP endpoint that Instrumentations give, and the variable that it belongs into. */
export function findInstrumentationEndpoint(
  targets: readonly Target[],
): { readonly name: string; readonly value: string } | undefined {
  for (const name of [TRACES_ENDPOINT, ENDPOINT]) {
    const value = findInstrumentationValue(targets, name);
    if (value !== undefined && value !== '') return { name, value };
  }
  const value = findSpecEndpoint(targets);
  return value === undefined ? undefined : { name: ENDPOINT, value };
}
