import { getFileName } from '../resolve/program-options.js';

/** The flags of Node.js that load a module before the program. https://nodejs.org/api/cli.html */
const FLAGS = ['--require', '-r', '--import'];

/** Where the value of a flag begins in the same word. */
const ASSIGNMENT = /(?:--require|-r|--import)=/;

/** Packages and files that instrument a program when they are loaded before it. */
const AGENT =
  /opentelemetry|dd-trace|dd-java-agent|newrelic|elastic-apm|appdynamics|dynatrace|instana|splunk|signalfx|sentry|applicationinsights|skywalking|pinpoint/;

/** Programs that start another one with an agent. */
const STARTERS = ['opentelemetry-instrument', 'ddtrace-run', 'newrelic-admin', 'splunk-py-trace'];

/** Files of the OpenTelemetry agent under its short name. */
const SHORT_NAME = /[/:._-]otel/;

/** Tells whether the options of a JVM load another agent of these; many more have nothing to do with traces. */
export const hasOtherJavaAgent = (options: readonly string[]): boolean =>
  options.some((word) => word.includes('-javaagent:') && (AGENT.test(word) || SHORT_NAME.test(word)));

/** The program in a command that starts the one behind it with another agent. */
export const findOtherStarter = (words: readonly string[]): string | undefined =>
  words.map(getFileName).find((program) => STARTERS.includes(program));

/** Tells whether the options of Node.js, as `NODE_OPTIONS` holds them, load another agent. */
export const hasOtherAgentOption = (options: string): boolean =>
  [...options.matchAll(/\S+/g)].some(({ 0: word, index }) => AGENT.test(parseModule(options, word, index)));

/** What a word of the options names as a module: all of it behind a flag and one space, or what follows `FLAG=` in it. */
function parseModule(options: string, word: string, index: number): string {
  const isFlagged = options[index - 1] === ' ' && FLAGS.some((flag) => options.endsWith(flag, index - 1));
  if (isFlagged) return word;
  const assignment = ASSIGNMENT.exec(word);
  return assignment === null ? '' : word.slice(assignment.index + assignment[0].length);
}
