/** The flags of Node.js that load a module before the program. https://nodejs.org/api/cli.html */
const FLAGS = ['--require', '-r', '--import'];

/** Where the value of a flag begins in the same word. */
const ASSIGNMENT = /(?:--require|-r|--import)=/;

/** Packages that instrument a program when they are loaded before it. */
const AGENT =
  /opentelemetry|dd-trace|newrelic|elastic-apm|appdynamics|dynatrace|instana|splunk|signalfx|sentry|applicationinsights/;

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
