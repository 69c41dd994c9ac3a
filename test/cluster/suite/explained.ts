import { join } from 'node:path';
import { expect } from 'vitest';
import { NODE_IMAGE } from '../images/catalogue.js';
import { dokaTracing, type Ended } from './doka-tracing.js';
import { HERE } from './mistaken-workloads.js';
import { eventually, kubectl, paths } from './test-cluster.js';
import { INJECT } from './webhook.js';

export const KUBECONFIG = join(paths.state, 'pki', 'admin.kubeconfig');

export const run = (...words: readonly string[]): Ended =>
  dokaTracing('', ...words, '--kubeconfig', KUBECONFIG);
export const explain = (name: string, namespace = HERE): Ended => run('explain', name, '-n', namespace);
export const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** The commands below `Fix`, as words. */
export const fixesOf = ({ out }: Ended): readonly string[] =>
  (out.split('\nFix\n')[1] ?? '').split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));

/** Runs a command that `explain` gave; a word in quotes is one. */
export const runFix = (command: string): string => {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  expect(words[0]).toBe('kubectl');
  return kubectl(...words.slice(1));
};

/** Waits until nothing more is to be done about a workload; pods take a moment to be replaced. */
export const untilMended = (name: string, namespace = HERE): Promise<Ended> =>
  eventually(`${name} is not mended`, () => {
    const explained = explain(name, namespace);
    if (explained.code !== 0) throw new Error(explained.out);
    return explained;
  });

/** Replicas see a change at different times; a new pod shows it. */
export const untilSeen = (text: string): Promise<unknown> =>
  eventually('The platform is not seen', () => {
    const pods = ['a', 'b', 'c', 'd'].map(() => JSON.stringify(dryRunPod()));
    return pods.every((pod) => pod.includes(text)) ? true : undefined;
  });

const dryRunPod = (): unknown =>
  JSON.parse(
    kubectl(
      '-n',
      HERE,
      'run',
      'probe',
      `--image=${NODE_IMAGE}`,
      '--dry-run=server',
      '-o',
      'json',
      `--annotations=${INJECT}nodejs=true`,
    ),
  );
