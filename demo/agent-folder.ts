import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pod } from '../src/core/kubernetes/pod.js';
import { isRecord } from '../src/core/json.js';

/** Where the init container of the Node.js agent puts it in a pod. */
export const AGENT_PATH = '/otel-auto-instrumentation-nodejs';

const PACKAGE = '@opentelemetry/auto-instrumentations-node';

/** The agent that runs here in place of the one that the image of the init container holds. */
export interface Agent {
  readonly package: string;
  readonly version: string;
}

export interface AgentFolder extends Agent {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/**
 * Makes what the init container would have copied: a folder that holds `autoinstrumentation.js`, which starts the
 * agent of the installed package `@opentelemetry/auto-instrumentations-node`. Rejects when that is not
 * installed, and when the path of the folder that it is made within has a space.
 */
export async function createAgentFolder(within = tmpdir()): Promise<AgentFolder> {
  const register = fileURLToPath(import.meta.resolve('@opentelemetry/auto-instrumentations-node/register'));
  const parent = await realpath(within);
  // NODE_OPTIONS splits at spaces, and only the path inside of it is replaced.
  if (/\s/.test(parent))
    throw new Error(
      `The folder for temporary files, "${parent}", has a space in its path; set TMPDIR to another.`,
    );
  const path = await mkdtemp(join(parent, 'doka-tracing-agent-'));
  await writeFile(join(path, 'autoinstrumentation.js'), `require(${JSON.stringify(register)});\n`);
  const version = await readAgentVersion(register);
  return { package: PACKAGE, version, path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The version in the package of which the agent's file `build/src/register.js` is; it exports no other way to it. */
async function readAgentVersion(register: string): Promise<string> {
  const data: unknown = JSON.parse(await readFile(join(dirname(register), '../../package.json'), 'utf8'));
  return isRecord(data) ? String(data['version']) : '';
}

/** Images of the init containers that copy the agent into a pod, each once. */
export function listAgentImages(pods: readonly Pick<Pod, 'spec'>[]): readonly string[] {
  const copying = pods
    .flatMap(({ spec }) => spec.initContainers ?? [])
    .filter(({ volumeMounts = [] }) => volumeMounts.some(({ mountPath }) => mountPath === AGENT_PATH));
  return [...new Set(copying.map(({ image = '' }) => image))];
}
