import { CATALOG } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';
import type { Container } from '../../src/core/kubernetes/pod.js';
import { createAgentFolder } from '../../demo/agent-folder.js';
import type { Volume } from './pod.js';

/** Folders with what the agents' images would have copied into a pod, by the name of the volume. */
export interface AgentFolders {
  readonly sources: ReadonlyMap<string, string>;
  readonly remove: () => Promise<void>;
}

const volumeName = (language: string): string => `opentelemetry-auto-instrumentation-${language}`;

/** The Node.js agent that is installed here, and the Java and Python agents if they were made. */
export async function agentFolders(): Promise<AgentFolders> {
  const nodejs = await createAgentFolder(process.env['POD_LOGS']);
  return {
    sources: new Map([
      [volumeName('nodejs'), nodejs.path],
      [volumeName('java'), folderOf(CATALOG['java-agent'])],
      [volumeName('python'), folderOf(CATALOG['python-agent'])],
    ]),
    remove: nodejs.remove,
  };
}

/** The volumes that init containers fill with agents, mounted where an injected container has them. */
export const agentVolumes = (
  { volumeMounts = [] }: Container,
  { sources }: AgentFolders,
): readonly Volume[] =>
  volumeMounts.flatMap(({ name, mountPath }) => {
    const source = sources.get(name);
    return source === undefined ? [] : [{ source, target: mountPath }];
  });
