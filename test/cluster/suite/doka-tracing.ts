import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { imageNames } from '../images/image-names.js';
import { apply, eventually, kubectl, read } from './test-cluster.js';
import { REPOSITORY } from './webhook.js';

/** How a run of the command line ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
}

/** Runs `doka-tracing` on this machine, with a text on its standard input. */
export function dokaTracing(input: string, ...args: readonly string[]): Ended {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(REPOSITORY, 'dist/main.js'), ...args],
    { input, encoding: 'utf8' },
  );
  if (error !== undefined) throw error;
  // Notices are beside what is printed, and are no part of it.
  return { code: status ?? -1, out: status === 2 ? `${stdout}${stderr}` : stdout };
}

const INPUT_FOLDER = '/input';
/** The file that a run in a pod is given. */
export const INPUT_FILE = `${INPUT_FOLDER}/platform.yaml`;

interface PodStatus {
  readonly phase: string;
  readonly containerStatuses?: readonly {
    readonly state: { readonly terminated?: { readonly exitCode: number } };
  }[];
}

/** Runs `doka-tracing` in a pod of the webhook's own image, where the names of Services resolve. */
export async function dokaTracingInPod(
  { namespace, input }: { readonly namespace: string; readonly input: string },
  ...args: readonly string[]
): Promise<Ended> {
  const metadata = { name: 'doka-tracing-run', namespace };
  const container = {
    name: 'run',
    image: imageNames().webhook,
    args,
    volumeMounts: [{ name: 'input', mountPath: INPUT_FOLDER }],
  };
  const volumes = [{ name: 'input', configMap: { name: metadata.name } }];
  const objects = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'platform.yaml': input } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { restartPolicy: 'Never', containers: [container], volumes },
    },
  ];
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const where = `--namespace=${namespace}`;
  apply(list);
  try {
    const code = await eventually(`${args.join(' ')} does not end`, () => {
      const { status } = read('pod', metadata.name, where) as { readonly status: PodStatus };
      return status.containerStatuses?.[0]?.state.terminated?.exitCode;
    });
    return { code, out: kubectl('logs', metadata.name, where) };
  } finally {
    kubectl('delete', 'pod,configmap', metadata.name, where, '--grace-period=1');
  }
}
