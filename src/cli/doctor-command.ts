import { Option } from 'commander';
import { addKubectlOptions } from './cluster-options.js';
import type { CommandRegistrar } from './command.js';
import type { DoctorFlags } from './run-doctor.js';

const HELP = `
Checks a cluster from the definitions to the backend, and says what is wrong and which command corrects it. It changes
nothing; a test pod is created with a dry run. What your rights do not let it read is unknown, with the missing right.
With --trace, a Job with the image of the webhook sends a trace and reads it back; the Job and its ConfigMap are removed
afterwards. With --url, it checks a webhook directly, without a cluster.

Examples:
  $ doka-tracing doctor
  $ doka-tracing doctor -n shop --trace
  $ doka-tracing doctor --context staging -o json
  $ doka-tracing doctor --images
  $ doka-tracing doctor --url https://webhook.example:8443 --ca ca.crt

Exit codes: 0 no check failed; 1 a check failed; 2 wrong usage, or there is no cluster.
`;

/** Adds `doctor`: what is wrong with tracing in a cluster. Its modules are loaded by its action. */
export const registerDoctor: CommandRegistrar = (program, { terminal, finish }) => {
  const command = program
    .command('doctor')
    .description('Finds what is wrong with tracing in a cluster, and names the command that corrects it.')
    .addHelpText('after', HELP)
    .action(async (flags: DoctorFlags) => {
      const { runDoctor } = await import('./run-doctor.js');
      finish(await runDoctor(flags, { ...terminal, color: terminal.color && flags.color }));
    });
  addKubectlOptions(command, { all: false })
    .option('--trace', 'send a trace from a pod of the namespace, and read it back')
    .option(
      '--images',
      'print every image that the cluster needs for its traces, and what needs it, instead of checks of checks of checks',
    )
    .option('--url <url>', 'webhook to check directly, instead of a cluster')
    .option('--ca <file>', 'PEM file of the CAs to trust, for --url')
    .addOption(new Option('-o, --output <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('--no-color', 'do not use colours');
};
