import { InvalidArgumentError, Option, type Command } from 'commander';
import { BACKENDS, LANGUAGES } from '../core/domain.js';
import { SPAN_FORMATS } from '../verify/send/sender.js';
import { collectValues } from './options.js';
import type { CommandRegistrar } from './command.js';
import type { VerifyFlags } from './verify-flags.js';

const HELP = `
Sends one trace the way that an agent would, reads it back from the backend’s query API, and tells which hop failed and
what to do about it.

The addresses are given, or come from the platform’s choice: a TracingPlatform, its addons as YAML, JSON or HCL, or the
labels of an Argo CD cluster Secret. Those names resolve inside the cluster; from outside, forward the ports and name
them with --collector and --query. Values of headers may stand in variables and are never printed.

The trace is of the service doka-tracing-verify, is sent as sampled, and under tail sampling says that it failed, so that
it is kept.

Examples:
  $ doka-tracing verify --collector http://otel-collector.monitoring.svc:4318 --backend http://tempo.monitoring.svc:3200
  $ doka-tracing verify --collector http://localhost:4317 --backend http://localhost:16686 --backend-kind jaeger
  $ doka-tracing verify -f platform.yaml --language python
  $ doka-tracing verify -f platform.yaml --all -o json
  $ kubectl get tracingplatform default -o yaml | doka-tracing verify -f - --collector http://localhost:4318 --query http://localhost:3200
  $ DOKA_TRACING_QUERY_HEADERS='Authorization=Basic%20…' doka-tracing verify -f platform.yaml --tenant team-a

Exit codes: 0 it arrived; 1 it did not, with the diagnosis; 2 wrong usage or unreadable input.
`;

/** Adds `verify`: one trace along the resolved route, and back. Its modules are loaded by its action. */
export const registerVerify: CommandRegistrar = (program, { terminal, finish }) => {
  const command = program
    .command('verify')
    .description(
      'Sends a trace along the resolved route, reads it back from the backend, and tells what failed.',
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
    .option('--mark-error', 'let the trace say that it failed, for a Collector that keeps errors')
    .option('--timeout <seconds>', 'how long to ask for the trace', parseSeconds, 60)
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--no-color', 'print without colours');
};

function addAddressOptions(command: Command): void {
  command
    .option('--collector <url>', 'where to send to, instead of the resolved address')
    .option('--backend <url>', 'where to read from without -f: base of the query API')
    .addOption(
      new Option(
        '--backend-kind <kind>',
        'which backend; without -f its API tells, with -f it is the primary one',
      ).choices(BACKENDS),
    )
    .addOption(
      new Option('--protocol <protocol>', 'how to send; else as resolved, or as the port tells').choices(
        SPAN_FORMATS,
      ),
    );
}

function addPlatformOptions(command: Command): void {
  command
    .option('-f, --filename <file>', 'the platform’s choice, or - for standard input')
    .addOption(new Option('--language <language>', 'send as its agents do').choices(LANGUAGES))
    .option('--all', 'read from every enabled backend')
    .option(
      '--query <[backend=]url>',
      'where to read from, instead of the resolved address; repeatable',
      collectValues,
    )
    .addOption(
      new Option('--node-ip <address>', 'the node whose Collector to send to, where one runs on each').env(
        'OTEL_NODE_IP',
      ),
    )
    .option(
      '--collector-metrics <url>',
      'the Collector’s own metrics, to tell what it did with a trace that is lost',
    )
    .option('-n, --namespace <name>', 'k8s.namespace.name of the trace, and its tenant where that is one');
}

function addAccessOptions(command: Command): void {
  command
    .addOption(
      new Option('--tenant <name>', 'tenant to read from, and to send to directly').env(
        'DOKA_TRACING_TENANT',
      ),
    )
    .addOption(
      new Option('--send-headers <list>', 'headers to send with, name=value by commas').env(
        'OTEL_EXPORTER_OTLP_HEADERS',
      ),
    )
    .addOption(
      new Option('--query-headers <list>', 'headers to read with, name=value by commas').env(
        'DOKA_TRACING_QUERY_HEADERS',
      ),
    )
    .option('--ca <file>', 'authorities to trust, in PEM')
    .option('--cert <file>', 'certificate to show, in PEM')
    .option('--key <file>', 'its key, in PEM');
}

function parseSeconds(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 3600) return value;
  throw new InvalidArgumentError('It is no number of seconds; give a whole number from 1 to 3600.');
}
