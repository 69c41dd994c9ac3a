import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cached, contentKey } from '../cluster/machine/cache.js';
import { run as runCommand } from '../cluster/machine/command.js';
import { CATALOG } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';
import { PYTHON } from '../parts/python.js';
import type { StringMap } from '../../src/core/kubernetes/pod.js';
import { admitted, deploymentsIn, snapshotOf, type AdmittedPod } from '../pods/admitted.js';
import { agentVolumes, type AgentFolders } from '../pods/agent-volumes.js';
import { createPod, type Pod, type Running } from '../pods/pod.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The page's Deployment and Instrumentation, letter for letter, and a platform; a golden case holds the text. */
const PAGE = at('../golden/cases/page/deployment-under-platform/input.yaml');

/** The languages of the page's Deployment, each with the program of its service; the Deployment says none. */
const PROGRAMS = {
  nodejs: ['node', '/app/front.cjs', '8080', 'http://127.0.0.1:8081/'],
  java: ['java', '-cp', '/classes', 'Price', '8081', 'http://127.0.0.1:8082/'],
  python: ['python3', '/app/stock.py', '8082'],
} as const;

export const LANGUAGES = Object.keys(PROGRAMS) as readonly (keyof typeof PROGRAMS)[];

/** The folder of the Java program, compiled: the agent starts in no tool of the JDK, and `java Price.java` is one. */
function compilePrice(): Promise<string> {
  const source = at('services/Price.java');
  const key = contentKey({ texts: [runCommand('javac', ['-version'])], paths: [source] });
  return cached(`price-${key}`, (folder) => {
    mkdirSync(folder);
    runCommand('javac', ['-d', folder, source]);
  });
}

/** A pod whose programs run with the variables of its injected container. */
export interface ServicePod {
  readonly name: string;
  readonly admitted: AdmittedPod;
  readonly pod: Pod;
  readonly programs: readonly Running[];
  readonly url: string;
}

interface Starting {
  readonly agents: AgentFolders;
  /** Folder of the compiled Java program. */
  readonly classes: string;
  readonly commands: readonly (readonly string[])[];
  /** Changes the variables, for a test that wants something to go wrong. */
  readonly change?: (environment: StringMap) => StringMap;
}

/** One pod for each language, calling one another: front (Node.js), price (Java), stock (Python). */
export async function startServices(agents: AgentFolders): Promise<readonly ServicePod[]> {
  const snapshot = await snapshotOf(PAGE);
  const classes = await compilePrice();
  return deploymentsIn(at('services/deployments.yaml')).map((deployment) => {
    const { name } = deployment.metadata;
    const pod = createPod(name, [`${name}.default.svc`]);
    const ready = admitted(deployment, snapshot, pod.ip);
    return run(name, pod, ready, { agents, classes, commands: [ready.container.command ?? []] });
  });
}

/** A Java service alone, on a platform whose Jaeger tells it how much to keep. */
export async function startRemotelySampled(agents: AgentFolders): Promise<ServicePod> {
  const file = at('services/remote-sampling.yaml');
  const [deployment] = deploymentsIn(file);
  if (deployment === undefined) throw new Error(`${file} has no Deployment`);
  const { name } = deployment.metadata;
  const pod = createPod(name, [`${name}.default.svc`]);
  const ready = admitted(deployment, await snapshotOf(file), pod.ip);
  const classes = await compilePrice();
  return run(name, pod, ready, { agents, classes, commands: [ready.container.command ?? []] });
}

/** The pod of the page's Deployment, in whose one container a program of each language runs. */
export async function startPageApp(
  agents: AgentFolders,
  { name = 'sample-app', change }: { readonly name?: string } & Pick<Starting, 'change'> = {},
): Promise<ServicePod> {
  const [deployment] = deploymentsIn(PAGE);
  if (deployment === undefined) throw new Error(`${PAGE} has no Deployment`);
  const pod = createPod(name, [`${name}.default.svc`]);
  const ready = admitted(deployment, await snapshotOf(PAGE), pod.ip);
  return run(name, pod, ready, {
    agents,
    classes: await compilePrice(),
    commands: Object.values(PROGRAMS),
    ...(change === undefined ? {} : { change }),
  });
}

function run(
  name: string,
  pod: Pod,
  ready: AdmittedPod,
  { agents, classes, commands, change }: Starting,
): ServicePod {
  const { container, environment } = ready;
  const volumes = [
    ...agentVolumes(container, agents),
    { source: at('services'), target: '/app' },
    { source: classes, target: '/classes' },
    { source: folderOf(CATALOG['python-service']), target: PYTHON?.packages ?? '' },
  ];
  const programs = commands.map((command) =>
    pod.start({
      command,
      environment: change === undefined ? environment : change(environment),
      volumes,
      graceMs: 2_000,
    }),
  );
  return { name, admitted: ready, pod, programs, url: `http://${pod.ip}:8080/` };
}
