import { Argument, InvalidArgumentError, Option } from 'commander';
import { redactUrl } from '../core/backends/endpoint.js';
import { collectValues } from './options.js';
import { UsageError } from '../text/terminal.js';
import type { CommandRegistrar } from './command.js';
import { FORMS, FOR_PERSONS, PARTS, type CollectorForm, type Part } from '../render/choices.js';

const HELP = `
Reads a TracingPlatform, the platform’s flags (addons) as YAML, JSON or HCL, or an Argo CD cluster Secret. Of a Secret
it reads only labels and annotations.

  platform         the TracingPlatform with the same choice, for the webhook
  collector        the OpenTelemetry Collector: configuration, workloads, Services and RBAC
  monitoring       objects by which the metrics stack reads the Collector’s own metrics, and alerts for lost spans
  datasources      Grafana’s data sources for the backends and for the metrics made from traces
  dashboard        Grafana’s service map: topology, latency, errors and traffic
  instrumentation  an Instrumentation, for clusters where the OpenTelemetry Operator keeps injecting; in its namespace
                   it takes precedence over the TracingPlatform
  values           Helm values for the platform’s charts; they switch the Operator’s injection off
  access           commands that open Grafana and the backends from your machine
  images           the images that a cluster pulls for this choice, and from where

Without a part, all of them are printed. platform, monitoring, instrumentation, values, access and images are
commented out then, so that kubectl can apply the rest. With --check, only two things are printed: how the files differ
from what would be rendered, and known mistakes in them.

Examples:
  $ doka-tracing render platform -f terraform.tfvars | kubectl apply -f -
  $ doka-tracing render -f terraform.tfvars | kubectl apply -f -
  $ doka-tracing render collector -f platform.yaml --as plain > collector.yaml
  $ doka-tracing render -f platform.yaml --folder tracing/
  $ doka-tracing render dashboard -f platform.yaml -o json > service-map.json
  $ doka-tracing render collector -f platform.yaml --check manifests/
  $ kubectl get otelcol,configmap -n monitoring -o yaml | doka-tracing render -f platform.yaml --check -

Exit codes: 0 rendered, or no differences; 1 differences or mistakes found; 2 wrong usage or bad input.
`;

interface RenderFlags {
  readonly filename: string;
  readonly cluster?: string;
  readonly as?: CollectorForm;
  readonly replicas: number;
  readonly namespaces: boolean;
  readonly metricsWrite?: string;
  readonly metricsQuery?: string;
  readonly logsUid?: string;
  readonly output: 'yaml' | 'json';
  readonly folder?: string;
  readonly check?: readonly string[];
  readonly color: boolean;
}

/** Adds `render`: what the platform's choice means for the Collector, Grafana and the charts. Loaded by its action. */
export const registerRender: CommandRegistrar = (program, { terminal, finish }) => {
  program
    .command('render')
    .description(
      'Writes the Collector, Grafana’s datasources and dashboard, and values for the chosen backends.',
    )
    .addArgument(new Argument('[part]', 'what to render (default: all)').choices(PARTS))
    .requiredOption('-f, --filename <path>', 'file with the platform’s choices, or - for standard input')
    .option('--cluster <name>', 'name of the cluster, if the file holds the Secrets of several')
    .addOption(
      new Option(
        '--as <form>',
        'how to deploy the Collector (default: operator if the OpenTelemetry Operator is enabled)',
      ).choices(FORMS),
    )
    .option(
      '--replicas <count>',
      'replicas of each Collector tier that does not run on every node',
      parseReplicaCount,
      2,
    )
    .option('--no-namespaces', 'leave out the Namespaces of the objects')
    .option('--metrics-write <url>', 'where to write metrics (default: the server of the metrics stack)')
    .option('--metrics-query <url>', 'where to query metrics (default: the server of the metrics stack)')
    .option(
      '--logs-uid <uid>',
      'datasource that spans link to for logs (default: Loki or VictoriaLogs, by their flags)',
    )
    .addOption(new Option('-o, --output <format>', 'output format').choices(['yaml', 'json']).default('yaml'))
    .option('--folder <path>', 'write one file per part into this folder')
    .option(
      '--check <path>',
      'compare with a file, a folder or - for standard input, and print no output; repeatable',
      collectValues,
    )
    .option('--no-color', 'do not use colours')
    .addHelpText('after', HELP)
    .action(async (part: Part | undefined, { color, ...flags }: RenderFlags) => {
      requireCompatibleFlags(part, flags);
      requireHttpUrl('--metrics-write', flags.metricsWrite);
      requireHttpUrl('--metrics-query', flags.metricsQuery);
      const { runRender: render } = await import('./run-render.js');
      const parts = part === undefined ? PARTS : [part];
      finish(await render({ parts, ...flags }, { ...terminal, color: terminal.color && color }));
    });
};

type GivenFlags = Omit<RenderFlags, 'color'>;

/** Throws `UsageError` for options that do not go together. */
function requireCompatibleFlags(
  part: Part | undefined,
  { folder, check, filename, output }: GivenFlags,
): void {
  if (folder !== undefined && output === 'json')
    throw new UsageError(
      '--folder writes YAML, and -o json is given too; leave one out, or write standard output to a file.',
    );
  if (check === undefined) return;
  if (folder !== undefined) throw new UsageError('--folder and --check are both given; give one of them.');
  if (filename === '-' && check.includes('-'))
    throw new UsageError('-f and --check both name standard input; name a file for one of them.');
  if (part !== undefined && FOR_PERSONS.includes(part))
    throw new UsageError(
      `--check compares Kubernetes objects, and ${part} has none; name another part, or leave it out to compare all.`,
    );
}

const MOST_REPLICAS = 100;

function parseReplicaCount(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_REPLICAS) return count;
  throw new InvalidArgumentError(`allowed: a whole number from 1 to ${MOST_REPLICAS.toString()}`);
}

/** Throws `UsageError` for what is no address, or would be written into a file with a password; it names none. */
function requireHttpUrl(option: string, text: string | undefined): void {
  if (text === undefined) return;
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined)
    throw new UsageError(
      `${option}: ${redactUrl(text)} is not an address; allowed: a URL with http:// or https://.`,
    );
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      `${option}: ${redactUrl(text)} contains a user name. Rendered files must not hold credentials; leave them out of the URL.`,
    );
}
