import { InvalidArgumentError, Option, type Command } from 'commander';
import type { PlatformFile } from '../config/platform-file.js';
import { resolveLanguages } from '../config/languages.js';
import type { Language } from '../core/domain.js';
import { parseTemplateRule, type TemplateRule } from '../workload/template-path.js';
import type { InjectInput, OutputFormat } from './run-inject.js';
import { collectValues, createLanguageOption } from './options.js';
import { UsageError } from '../text/terminal.js';
import type { CommandRegistrar } from './command.js';

const HELP = `
Reads Pods, the workloads of Kubernetes, and other kinds with pod templates, such as Rollouts, Workflows and Knative
Services (docs/configuration.md has the list); other objects pass through. It reports objects of other kinds that hold a
pod template: --template-path says where that is. Writes the objects to standard output with what the webhook would add
to their pods; everything else, such as comments and layout, stays as it is. What was done, and notices and refusals, go
to standard error.

Namespaces, Instrumentations, TracingPlatforms, LimitRanges, ConfigMaps and ServiceAccounts in the input count as
context, too, and win over those of --context.

  -o yaml          the objects as YAML, in the layout of the input
  -o json          the objects as JSON: one object, or a List of several
  --diff           what would change, as a unified diff; values of secrets are not shown
  --explain        for each workload what is done, why, and where each setting comes from
  --explain -o json  the same as a JSON array, one entry for each workload

Examples:
  $ doka-tracing inject -f deployment.yaml --context cluster.yaml
  $ doka-tracing inject -f manifests/ --context platform/ --context team.yaml --diff
  $ doka-tracing inject -f deployment.yaml --context cluster.yaml -n shop --explain
  $ doka-tracing inject -f deployment.yaml --platform terraform.tfvars --explain
  $ helm template shop ./chart | doka-tracing inject -f - --context cluster.yaml | kubectl apply -f -
  $ doka-tracing inject -f runner.yaml --template-path RunnerDeployment.actions.summerwind.dev=spec.template

Exit codes: 0 all that asked was injected; 1 something that asked was not, or a pod template was not looked into; 2 wrong
usage or unreadable input.
`;

interface InjectFlags {
  readonly filename: readonly string[];
  readonly context?: readonly string[];
  readonly platform?: string;
  readonly cluster?: string;
  readonly namespace: string;
  readonly diff?: true;
  readonly explain?: true;
  readonly output?: 'yaml' | 'json';
  readonly color: boolean;
  readonly enableLanguages?: readonly Language[];
  readonly disableLanguages?: readonly Language[];
  readonly templatePath?: readonly TemplateRule[];
}

/** Adds `inject`: the engine on files instead of on requests. Its modules are loaded by its action. */
export const registerInject: CommandRegistrar = (program, { terminal, finish }) => {
  const command = program
    .command('inject')
    .description(
      'Writes Kubernetes objects with the instrumentation that the webhook would add to their pods.',
    )
    .addHelpText('after', HELP)
    .action(async (flags: InjectFlags) => {
      const { runInject: inject } = await import('./run-inject.js');
      const color = terminal.color && flags.color;
      finish(await inject(buildInjectInput(flags), resolveOutputFormat(flags), { ...terminal, color }));
    });
  addInputOptions(command);
  addOutputOptions(command);
};

function buildInjectInput(flags: InjectFlags): InjectInput {
  const { filename, context = [], platform, cluster, namespace, templatePath = [] } = flags;
  const languages = resolveLanguages({
    enable: flags.enableLanguages ?? [],
    disable: flags.disableLanguages ?? [],
  });
  return {
    files: filename,
    contexts: context,
    platform: resolvePlatformFile(platform, cluster),
    namespace,
    languages,
    rules: templatePath,
  };
}

function addInputOptions(command: Command): void {
  command
    .requiredOption(
      '-f, --filename <path>',
      'file or folder with objects, or - for standard input; repeatable',
      collectValues,
    )
    .option(
      '--context <path>',
      'file or folder with what the cluster holds; repeatable, later ones win',
      collectValues,
    )
    .option(
      '--platform <file>',
      'file with the platform’s choice, as render reads it; it wins over a TracingPlatform of --context',
    )
    .option('--cluster <name>', 'name of the cluster, if --platform holds the Secrets of several')
    .option('-n, --namespace <name>', 'namespace of objects that do not name one', 'default')
    .addOption(createTemplatePathOption());
}

function addOutputOptions(command: Command): void {
  command
    .option('--diff', 'print what would change, instead of the objects')
    .option('--explain', 'print what is done and why, instead of the objects')
    .addOption(new Option('-o, --output <format>', 'how to print (default: yaml)').choices(['yaml', 'json']))
    .option('--no-color', 'print without colours')
    .addOption(createLanguageOption('--enable-languages <list>', 'on'))
    .addOption(createLanguageOption('--disable-languages <list>', 'off'));
}

const createTemplatePathOption = (): Option =>
  new Option(
    '--template-path <kind=path>',
    'where another kind has its pod templates, as Kind.group=spec.template, with * for each item, or none to skip the kind; repeatable',
  ).argParser(collectTemplateRules);

function collectTemplateRules(text: string, before: readonly TemplateRule[] = []): readonly TemplateRule[] {
  const rule = parseTemplateRule(text);
  if (!rule.ok) throw new InvalidArgumentError(rule.error);
  return [...before, rule.value];
}

/** Where the platform's choice is; undefined where it is given by no option. */
function resolvePlatformFile(
  path: string | undefined,
  cluster: string | undefined,
): PlatformFile | undefined {
  if (path !== undefined) return { path, cluster };
  if (cluster === undefined) return undefined;
  throw new UsageError('--cluster needs the platform’s choice; give it with --platform FILE.');
}

function resolveOutputFormat({
  diff,
  explain,
  output,
}: Pick<InjectFlags, 'diff' | 'explain' | 'output'>): OutputFormat {
  if (diff && explain) throw new UsageError('--diff and --explain are both given; give one of them.');
  if (diff && output !== undefined) throw new UsageError('--diff has a format of its own; leave -o out.');
  if (diff) return 'diff';
  if (!explain) return output ?? 'yaml';
  return output === 'json' ? 'explanation-json' : 'explanation';
}
