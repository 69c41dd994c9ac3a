import { join } from 'node:path';
import { runIn } from '../../../cli/run-in.js';
import type { Ended } from '../doka-tracing.js';
import type { Shell } from '../shell.js';
import { eventually, paths } from '../test-cluster.js';
import type { Mistake, Teller } from './mistake.js';
import { HERE, listOf } from './objects.js';

/** Of the cluster's administrator. */
export const KUBECONFIG = join(paths.state, 'pki', 'admin.kubeconfig');

const ROWS = 24;
const COLUMNS = 80;

/** The lines of a text that a terminal shows first, whole ones only. */
export function takeFirstScreen(text: string): string {
  let rows = 0;
  return text
    .split('\n')
    .filter((line) => (rows += Math.max(1, Math.ceil(line.length / COLUMNS))) <= ROWS)
    .join('\n');
}

export const flatten = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** Runs the command line in this process, which has loaded it, against the cluster. */
export async function runHere(...words: readonly string[]): Promise<Ended> {
  const { code, out, err } = await runIn('.', [...words, '--kubeconfig', KUBECONFIG]);
  return { code, out: `${out}${err}` };
}

/** How a mistake is told: asks what tells it, or applies it. */
export function tell(shell: Shell, mistake: Mistake): Promise<Ended> {
  const { toldBy, about = '', namespace = HERE } = mistake;
  switch (toldBy) {
    case 'apply':
      return applyAndListen(shell, mistake);
    case 'explain':
      return runHere('explain', about, '-n', namespace);
    case 'audit':
      return runHere('audit', '-n', namespace);
    case 'traces':
      return runHere('audit', '-n', namespace, '--traces');
    case 'doctor':
      return runHere('doctor', '-n', namespace);
  }
}

/**
 * Applies the objects of a mistake, and gives what kubectl says. Nobody waits long for a warning, so a busy machine may lose
 * one: it is tried until there is something to hear. What a person corrects before it is applied is only tried.
 */
async function applyAndListen(shell: Shell, { objects, edit }: Mistake): Promise<Ended> {
  const text = listOf(objects);
  const heard = await eventually('Nothing is said', async () => {
    const ended = await shell.run('kubectl apply --dry-run=server -f - <<<"$1"', text);
    return ended.code !== 0 || ended.out.includes('Warning: ') ? ended : undefined;
  });
  if (edit === undefined) await shell.run('kubectl apply -f - <<<"$1"', text);
  return heard;
}

type FixFinder = (screen: string, about: string, namespace: string) => readonly string[];

const listAuditFixes: FixFinder = (screen, about, namespace) =>
  listCommands(screen.split(`\n\n${namespace}/${about}\n`)[1] ?? '');

const FIX_FINDERS: Readonly<Record<Teller, FixFinder>> = {
  apply: (screen) => [...screen.matchAll(/ run: (.+)$/gm)].map(([, command = '']) => command),
  explain: (screen) => listCommands(screen.split('\nFix\n')[1] ?? ''),
  audit: listAuditFixes,
  traces: listAuditFixes,
  doctor: (screen, about) => {
    const [, below = ''] = screen.split(new RegExp(`^(?:failed|warning) +${about} .*\n`, 'm'));
    const [, command] = /^ +run: (.+)$/.exec(below.split('\n')[0] ?? '') ?? [];
    return command === undefined ? [] : [command];
  },
};

/** The commands in what is told of a mistake. */
export const listFixes = (
  { toldBy, about = '', namespace = HERE }: Mistake,
  screen: string,
): readonly string[] => FIX_FINDERS[toldBy](screen, about, namespace);

const listCommands = (part: string): readonly string[] =>
  (part.split('\n\n')[0] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(?:kubectl|doka-tracing|sleep|echo) /.test(line));

/**
 * Runs a command as it was printed, in a shell. One that explains is asked for the commands of its own, and those are run.
 * Throws when one fails.
 */
export async function runFix(shell: Shell, command: string): Promise<void> {
  const { code, out } = await shell.run(command);
  if (command.startsWith('doka-tracing explain ')) {
    for (const inner of listCommands(out.split('\nFix\n')[1] ?? '')) await runFix(shell, inner);
  } else if (code !== 0) throw new Error(`${command}\n${out}`);
}

interface AuditedWorkload {
  readonly object: { readonly namespace: string; readonly kind: string; readonly name: string };
  readonly needsWork: boolean;
  readonly counts: { readonly missed: number };
}

/** What an audit of the whole cluster says, as `namespace/kind/name`. */
export async function auditAll(): Promise<{
  readonly wanting: readonly string[];
  readonly missed: readonly string[];
}> {
  const { out } = await runIn('.', ['audit', '-A', '-o', 'json', '--kubeconfig', KUBECONFIG]);
  const { workloads } = JSON.parse(out) as { readonly workloads: readonly AuditedWorkload[] };
  const namesOf = (is: (each: AuditedWorkload) => boolean): readonly string[] =>
    workloads
      .filter(is)
      .map(({ object: { namespace, kind, name } }) => `${namespace}/${kind.toLowerCase()}/${name}`);
  return {
    wanting: namesOf(({ needsWork }) => needsWork),
    missed: namesOf(({ counts }) => counts.missed > 0),
  };
}
