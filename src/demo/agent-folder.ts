import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the init container of the Node.js agent puts it in a pod. */
export const AGENT_PATH = '/otel-auto-instrumentation-nodejs';

export interface AgentFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/**
 * Makes what the init container would have copied: a folder that holds `autoinstrumentation.js`, which starts the
 * agent of the installed package `@opentelemetry/auto-instrumentations-node`. Rejects when that is not
 * installed, and when the path of the folder that it is made within has a space.
 */
export async function makeAgentFolder(within = tmpdir()): Promise<AgentFolder> {
  const register = fileURLToPath(import.meta.resolve('@opentelemetry/auto-instrumentations-node/register'));
  const parent = await realpath(within);
  // NODE_OPTIONS splits at spaces, and only the path inside of it is replaced.
  if (/\s/.test(parent))
    throw new Error(
      `The folder for temporary files, "${parent}", has a space in its path; set TMPDIR to another.`,
    );
  const path = await mkdtemp(join(parent, 'doka-tracing-agent-'));
  await writeFile(join(path, 'autoinstrumentation.js'), `require(${JSON.stringify(register)});\n`);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
