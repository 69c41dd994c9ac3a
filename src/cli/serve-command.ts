import { InvalidArgumentError, Option, type Command } from 'commander';
import { resolveLanguages } from '../config/languages.js';
import type { Language } from '../core/domain.js';
import { CA_SECRET, SERVICE, WEBHOOK_CONFIGURATION } from '../kube/own-objects.js';
import { LOG_LEVELS } from '../telemetry/log-level.js';
import { collectValues, createLanguageOption } from './options.js';
import { UsageError } from '../text/terminal.js';
import { OWNERS, type ServeOptions } from '../serve/serve-options.js';
import type { CommandRegistrar } from './command.js';

const EXAMPLES = `
Examples:
  $ doka-tracing serve
  $ doka-tracing serve --kubeconfig ~/.kube/config --page-port 9091
  $ doka-tracing serve --context cluster.yaml
  $ doka-tracing serve --context cluster.yaml --platform terraform.tfvars
  $ doka-tracing serve --context platform/ --context team.yaml --enable-languages go,nginx
  $ doka-tracing serve --context cluster.yaml --certs certs --port 9443 --page-port 9091
`;

interface ServeFlags extends Omit<ServeOptions, 'paths' | 'platform' | 'languages'> {
  readonly context: readonly string[];
  readonly platform?: string;
  readonly platformCluster?: string;
  readonly enableLanguages?: readonly Language[];
  readonly disableLanguages?: readonly Language[];
}

/** Adds `serve`: the webhook, in a cluster or standing alone on a context of files. Its action loads the server's modules. */
export const registerServe: CommandRegistrar = (program, { terminal, finish }) => {
  const command = program
    .command('serve')
    .description(
      'Serves the webhook over HTTPS: POST /mutate, POST /validate, POST /warn, GET /readyz, GET /livez.',
    )
    .addHelpText('after', EXAMPLES)
    .action(async (flags: ServeFlags) => {
      // Before anything is loaded: PID 1 of a container has no default handler for SIGTERM, so an early one would be
      // lost.
      const ended = terminal.createEndSignal();
      const { serve } = await import('../serve/run-serve.js');
      finish(await serve(buildServeOptions(flags), terminal, ended));
    });
  addSourceOptions(command);
  addClusterOptions(command);
  addCertificateOptions(command);
  addPortOptions(command);
};

function buildServeOptions({
  context,
  platform,
  platformCluster,
  enableLanguages,
  disableLanguages,
  ...rest
}: ServeFlags): ServeOptions {
  const languages = resolveLanguages({ enable: enableLanguages ?? [], disable: disableLanguages ?? [] });
  if (platformCluster !== undefined && platform === undefined)
    throw new UsageError('--platform-cluster needs the platform’s choice; give it with --platform FILE.');
  return {
    ...rest,
    paths: context,
    languages,
    ...(platform === undefined ? {} : { platform: { path: platform, cluster: platformCluster } }),
  };
}

function addSourceOptions(command: Command): void {
  command
    .option(
      '--context <path>',
      'file or folder of Kubernetes objects to use instead of a cluster; repeatable, later files win',
      collectValues,
      [],
    )
    .option(
      '--platform <file>',
      'the platform’s choice as render reads it: a TracingPlatform, flags as YAML, JSON or HCL, or a cluster Secret; ' +
        'reloaded when it changes',
    )
    .option('--platform-cluster <name>', 'name of the cluster, if --platform holds the Secrets of several')
    .addOption(createLanguageOption('--enable-languages <list>', 'on'))
    .addOption(createLanguageOption('--disable-languages <list>', 'off'))
    .addOption(new Option('--log-level <level>', 'lowest level to log').choices(LOG_LEVELS).default('info'));
}

function addClusterOptions(command: Command): void {
  command
    .option(
      '--cluster',
      'watch the cluster this pod runs in (the default without --context); its objects win over those of --context',
    )
    .option('--kubeconfig <file>', 'watch a cluster from outside, through a kubeconfig')
    .addOption(
      new Option('--owners <how>', 'find the owners of a pod by name, or by watching ReplicaSets and Jobs')
        .choices(OWNERS)
        .default('name'),
    )
    .option(
      '--collector-status',
      'say in the status of the TracingPlatform whether the Collector is ready, and was rendered for it',
    )
    .option(
      '--audit-every <seconds>',
      'compare what workloads ask for with the state of their pods, with so many seconds between two rounds; results are ' +
        'in metrics and in the status of the TracingPlatform; 0 turns it off',
      createIntegerParser('number of seconds', 86_400),
      0,
    )
    .option('--watch-configmaps', 'watch ConfigMaps, to read the variables that containers take from them')
    .option(
      '--watch-service-accounts',
      'watch ServiceAccounts, to add no Secret that a pod may not have (kubernetes.io/enforce-mountable-secrets)',
    );
}

function addCertificateOptions(command: Command): void {
  command
    .option(
      '--certs <self|folder>',
      'self: the replicas share a CA in a Secret; a folder: its tls.crt and tls.key, reloaded when they change ' +
        '(default: self in a pod of a cluster, else a certificate in memory)',
    )
    .option('--service <name>', 'Service of this webhook, for --certs self', SERVICE)
    .option('--ca-secret <name>', 'Secret that holds the CA, for --certs self', CA_SECRET)
    .option(
      '--webhook-configuration <name>',
      'name of the two webhook configurations whose caBundle is kept up to date, for --certs self',
      WEBHOOK_CONFIGURATION,
    )
    .option('--cluster-domain <name>', 'DNS domain of the cluster, for --certs self', 'cluster.local');
}

function addPortOptions(command: Command): void {
  command
    .option('--port <number>', 'HTTPS port; 0 picks a free one', createIntegerParser('port', 65_535), 8443)
    .option(
      '--host <address>',
      'address that --port and --admin-port listen on (default: all, IPv6 and IPv4)',
    )
    .option(
      '--admin-port <number>',
      'HTTP port for metrics and probes; 0 turns it off',
      createIntegerParser('port', 65_535),
      9090,
    )
    .option(
      '--page-port <number>',
      'port of the status page on 127.0.0.1; 0 turns it off',
      createIntegerParser('port', 65_535),
      0,
    )
    .option(
      '--drain-seconds <number>',
      'how long to keep serving after SIGTERM (default: 10 in a cluster, otherwise 0)',
      createIntegerParser('number of seconds', 3600),
    )
    .option(
      '--warm-up <number>',
      'longest time in seconds to process sample pods before it is ready, so that the first real pods are quick; ' +
        '0 turns it off',
      parseWarmUp,
      0.6,
    );
}

const LONGEST_WARM_UP = 60;

/** Parses a time that is mostly less than a second. */
function parseWarmUp(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value <= LONGEST_WARM_UP) return value;
  throw new InvalidArgumentError(
    `This is not a number of seconds; give one from 0 to ${LONGEST_WARM_UP}, such as 0.6.`,
  );
}

/** A parser of whole numbers from 0 to a highest one. */
const createIntegerParser =
  (noun: string, highest: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value <= highest) return value;
    throw new InvalidArgumentError(`This is not a ${noun}; give a whole number from 0 to ${highest}.`);
  };
