import { InvalidArgumentError, Option, type Command } from 'commander';
import { resolveLanguages } from '../config/languages.js';
import type { Language } from '../core/domain.js';
import { CA_SECRET, SERVICE, WEBHOOK_CONFIGURATION } from '../kube/own-objects.js';
import { LOG_LEVELS } from '../telemetry/log-level.js';
import { collectValues, createLanguageOption } from './options.js';
import { OWNERS, type ServeOptions } from '../serve/serve-options.js';
import type { CommandRegistrar } from './command.js';

const EXAMPLES = `
Examples:
  $ doka-tracing serve
  $ doka-tracing serve --kubeconfig ~/.kube/config --page-port 9091
  $ doka-tracing serve --context cluster.yaml
  $ doka-tracing serve --context platform/ --context team.yaml --enable-languages go,nginx
  $ doka-tracing serve --context cluster.yaml --certs certs --port 9443 --page-port 9091
`;

interface ServeFlags extends Omit<ServeOptions, 'paths' | 'languages'> {
  readonly context: readonly string[];
  readonly enableLanguages?: readonly Language[];
  readonly disableLanguages?: readonly Language[];
}

/** Adds `serve`: the webhook, in a cluster or standing alone on a context of files. Its action loads the server's modules. */
export const registerServe: CommandRegistrar = (program, { terminal, finish }) => {
  const command = program
    .command('serve')
    .description('Serves the webhook over HTTPS: POST /mutate, POST /validate, GET /readyz, GET /livez.')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: ServeFlags) => {
      // Before anything is loaded: PID 1 of a container has no default for SIGTERM, and one that came earlier would be lost.
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
  enableLanguages,
  disableLanguages,
  ...rest
}: ServeFlags): ServeOptions {
  const languages = resolveLanguages({ enable: enableLanguages ?? [], disable: disableLanguages ?? [] });
  return { ...rest, paths: context, languages };
}

function addSourceOptions(command: Command): void {
  command
    .option(
      '--context <path>',
      'file or folder with Kubernetes objects, without a cluster; repeatable, later ones win',
      collectValues,
      [],
    )
    .addOption(createLanguageOption('--enable-languages <list>', 'on'))
    .addOption(createLanguageOption('--disable-languages <list>', 'off'))
    .addOption(
      new Option('--log-level <level>', 'least level of what is logged').choices(LOG_LEVELS).default('info'),
    );
}

function addClusterOptions(command: Command): void {
  command
    .option(
      '--cluster',
      'watch the cluster that this pod runs in; the default without --context, and beside it the cluster wins',
    )
    .option('--kubeconfig <file>', 'watch the cluster of a kubeconfig from outside')
    .addOption(
      new Option('--owners <how>', 'find the owners of pods by their names, or watch ReplicaSets and Jobs')
        .choices(OWNERS)
        .default('name'),
    )
    .option('--watch-configmaps', 'watch ConfigMaps, for variables that containers take from them');
}

function addCertificateOptions(command: Command): void {
  command
    .option(
      '--certs <self|folder>',
      'a CA that the replicas keep in a Secret, or a folder with tls.crt and tls.key, reloaded on change ' +
        '(default: self in a pod of a cluster, else a certificate in memory)',
    )
    .option('--service <name>', 'Service that leads to this webhook, for --certs self', SERVICE)
    .option('--ca-secret <name>', 'Secret with the CA, for --certs self', CA_SECRET)
    .option(
      '--webhook-configuration <name>',
      'name of both webhook configurations whose caBundle is kept, for --certs self',
      WEBHOOK_CONFIGURATION,
    )
    .option('--cluster-domain <name>', 'domain of the cluster, for --certs self', 'cluster.local');
}

function addPortOptions(command: Command): void {
  command
    .option('--port <number>', 'HTTPS port; 0 takes any free one', createIntegerParser('port', 65_535), 8443)
    .option(
      '--host <address>',
      'address to listen on, with --port and --admin-port (default: every one, of IPv6 and IPv4)',
    )
    .option(
      '--admin-port <number>',
      'HTTP port for metrics and probes; 0 is off',
      createIntegerParser('port', 65_535),
      9090,
    )
    .option(
      '--page-port <number>',
      'status page on 127.0.0.1; 0 is off',
      createIntegerParser('port', 65_535),
      0,
    )
    .option(
      '--drain-seconds <number>',
      'how long to go on accepting after SIGTERM (default: 10 in a cluster, else 0)',
      createIntegerParser('number of seconds', 3600),
    );
}

/** A parser of whole numbers from 0 to a highest one. */
const createIntegerParser =
  (noun: string, highest: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value <= highest) return value;
    throw new InvalidArgumentError(`It is no ${noun}; give a whole number from 0 to ${highest}.`);
  };
