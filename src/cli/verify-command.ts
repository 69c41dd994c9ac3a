import { InvalidArgumentError, Option, type Command } from 'commander';
import { BACKENDS, LANGUAGES } from '../core/domain.js';
import { SPAN_FORMATS } from '../verify/send/sender.js';
import { collectValues } from './options.js';
import type { CommandRegistrar } from './command.js';
import type { VerifyFlags } from './verify-flags.js';

const HELP = `
Sends one trace the way an agent would, reads it back through the backend’s query API, and says which hop failed and what
to do about it.

Give the addresses as options, or give the platform’s choices with -f: a TracingPlatform, its addons as YAML, JSON or
HCL, or an Argo CD cluster Secret with its labels. Addresses from there resolve inside the cluster. From outside,
forward the ports and pass them with --collector and --query. Header values can come from environment variables; they are
never printed.

The trace belongs to the service doka-tracing-verify and is sent as sampled. Under tail sampling it is marked as failed,
so that the Collector keeps it.

Examples:
  $ doka-tracing verify --collector http://otel-collector.monitoring.svc:4318 --backend http://tempo.monitoring.svc:3200
  $ doka-tracing verify --collector http://localhost:4317 --backend http://localhost:16686 --backend-kind jaeger
  $ doka-tracing verify -f platform.yaml --language python
  $ doka-tracing verify -f platform.yaml --all -o json
  $ kubectl get tracingplatform default -o yaml | doka-tracing verify -f - --collector http://localhost:4318 --query http://localhost:3200
  $ DOKA_TRACING_QUERY_HEADERS='Authorization=Basic%20…' doka-tracing verify -f platform.yaml --tenant team-a

Exit codes: 0 the trace arrived; 1 it did not, and the output says why; 2 wrong usage or unreadable input.
`;

/** Adds `verify`: one trace along the resolved route, and back. Its modules are loaded by its action. */
export const registerVerify: CommandRegistrar = (program, { terminal, finish }) => {
  const command = program
    .command('verify')
    .description(
      'Sends a trace along the resolved route, reads it back from the backend, and says what failed.',
    )
    .addHelpText('after', HELP)
    .action(async (flags: VerifyFlags) => {
      const { runVerify } = await import('./run-verify.js');
      finish(await runVerify(flags, { ...terminal, color: terminal.color && flags.color }));
    });
  addAddressOptions(command);
  addPlatformOptions(command);
  addAccessOptions(command);
  command
    .option('--mark-error', 'mark the trace as failed, for a Collector that keeps traces with errors')
    .option('--timeout <seconds>', 'how long to keep asking for the trace', parseSeconds, 60)
    .addOption(new Option('-o, --output <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('--no-color', 'do not use colours');
};

function addAddressOptions(command: Command): void {
  command
    .option('--collector <url>', 'where to send the trace, instead of the resolved address')
    .option('--backend <url>', 'where to read the trace without -f: base URL of the query API')
    .addOption(
      new Option(
        '--backend-kind <kind>',
        'which backend it is (default: the primary one with -f; otherwise found by asking its API)',
      ).choices(BACKENDS),
    )
    .addOption(
      new Option(
        '--protocol <protocol>',
        'protocol to send with (default: the resolved one, or the one that belongs to the port)',
      ).choices(SPAN_FORMATS),
    );
}

function addPlatformOptions(command: Command): void {
  command
    .option('-f, --filename <file>', 'file with the platform’s choices, or - for standard input')
    .option('--cluster <name>', 'name of the cluster, if the file holds the Secrets of several')
    .addOption(
      new Option('--language <language>', 'send the way this language’s agent does').choices(LANGUAGES),
    )
    .option('--all', 'read the trace from every enabled backend')
    .option(
      '--query <[backend=]url>',
      'where to read the trace, instead of the resolved address; repeatable',
      collectValues,
    )
    .addOption(
      new Option('--node-ip <address>', 'node whose Collector receives the trace, if each node has one').env(
        'OTEL_NODE_IP',
      ),
    )
    .option(
      '--collector-metrics <url>',
      'URL of the Collector’s own metrics, to find out where a trace was lost',
    )
    .option(
      '-n, --namespace <name>',
      'k8s.namespace.name of the trace; also the tenant where namespaces are tenants',
    );
}

function addAccessOptions(command: Command): void {
  command
    .addOption(
      new Option('--tenant <name>', 'tenant to read from, and to send to without a Collector').env(
        'DOKA_TRACING_TENANT',
      ),
    )
    .addOption(
      new Option('--send-headers <list>', 'headers to send with: name=value, separated by commas').env(
        'OTEL_EXPORTER_OTLP_HEADERS',
      ),
    )
    .addOption(
      new Option('--query-headers <list>', 'headers to read with: name=value, separated by commas').env(
        'DOKA_TRACING_QUERY_HEADERS',
      ),
    )
    .option('--ca <file>', 'PEM file of the CAs to trust')
    .option('--cert <file>', 'PEM file of the client certificate')
    .option('--key <file>', 'PEM file of the client certificate’s key');
}

function parseSeconds(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 3600) return value;
  throw new InvalidArgumentError('This is not a number of seconds; give a whole number from 1 to 3600.');
}
