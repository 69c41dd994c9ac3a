import { redactUrl } from '../backends/endpoint.js';
import type { Language } from '../domain.js';
import { cutName } from '../shown-text.js';
import type { ContainerContext } from './container-context.js';
import { isSetByContainer } from './container-view.js';
import type { ValueFinder } from './effective-value.js';
import { JAVA_PROGRAM, listProgramOptions } from './program-options.js';

/** A system property of a JVM, which the agent takes before the variable of the same name. */
export interface JavaProperty {
  readonly value: string;
  /** Who sets it, as the beginning of a sentence. */
  readonly statement: string;
  /** Whether the container sets it itself. */
  readonly isOwn: boolean;
}

const NONE: ReadonlyMap<string, JavaProperty> = new Map();

/** The properties that the agent of a language gets; only that of Java has a second source of settings, which goes before the first. */
export const listAgentProperties = (
  language: Language,
  context: PropertyContext,
  find: ValueFinder,
): ReadonlyMap<string, JavaProperty> => (language === 'java' ? listJavaProperties(context, find) : NONE);

/** What is known of a container whose properties are looked for. */
type PropertyContext = Pick<ContainerContext, 'container' | 'view'>;

/** Variables with options of the JVM; the later one wins, and the command line comes before the last. */
const BEFORE_COMMAND = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS'];
const AFTER_COMMAND = ['_JAVA_OPTIONS'];

/**
 * The properties of OpenTelemetry that the JVM of a container gets, by the names of the variables that mean the same.
 * https://opentelemetry.io/docs/languages/java/configuration/
 */
function listJavaProperties(
  { container, view }: PropertyContext,
  find: ValueFinder,
): ReadonlyMap<string, JavaProperty> {
  const listGiven = (variable: string): readonly (readonly [string, JavaProperty])[] => {
    const isOwn = isSetByContainer(view, variable);
    const owner = isOwn ? container.name : 'the Instrumentation';
    const words = (find(variable) ?? '').replaceAll(/["']/g, '').split(/\s/);
    return listProperties(words, isOwn, (property) => `${owner} sets ${property} in ${variable}`);
  };
  return new Map([
    ...BEFORE_COMMAND.flatMap(listGiven),
    ...listProperties(
      listProgramOptions(container, JAVA_PROGRAM),
      true,
      (property) => `the command of ${container.name} sets ${property}`,
    ),
    ...AFTER_COMMAND.flatMap(listGiven),
  ]);
}

const PREFIX = '-Dotel.';

const listProperties = (
  words: readonly string[],
  isOwn: boolean,
  describe: (property: string) => string,
): readonly (readonly [string, JavaProperty])[] =>
  words
    .filter((word) => word.startsWith(PREFIX))
    .map((word) => {
      const at = word.indexOf('=');
      const name = at < 0 ? word : word.slice(0, at);
      const value = at < 0 ? '' : word.slice(at + 1);
      return [
        getVariableName(name),
        { value, statement: describe(showProperty(name, value)), isOwn },
      ] as const;
    });

/** What may hold a credential is not shown. */
function showProperty(name: string, value: string): string {
  if (name.includes('headers')) return cutName(name);
  const shown = name.includes('endpoint') ? redactUrl(value) : cutName(value);
  return `${cutName(name)}=${shown}`;
}

const getVariableName = (property: string): string =>
  property.slice('-D'.length).toUpperCase().replaceAll(/[.-]/g, '_');
