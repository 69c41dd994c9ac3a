import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAUSE_IMAGE } from '../control-plane/configuration.js';
import { cached, contentKey } from '../machine/cache.js';
import { run } from '../machine/command.js';
import { writeArchive, type ImageConfig } from './archive.js';
import { addNode, addShell, copyInto, layerIn } from './base-layers.js';
import { parseDockerfile } from './dockerfile.js';
import { fetchImageNode } from './node-program.js';
import { replay } from './replay.js';

interface Content {
  readonly layers: readonly string[];
  readonly config: ImageConfig;
}

/** An image that the cluster is given, and how it is made. */
export interface ImageRecipe {
  readonly name: string;
  /** Changes when the image does. */
  readonly key: string;
  /** Fills the folder given with one folder per layer and gives their order, and the configuration. */
  readonly make: (folder: string) => Content | Promise<Content>;
}

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** Version of the Node.js agent that is installed for the demo, which the agent's image has as well. */
const agentVersion = (): string =>
  (
    JSON.parse(
      readFileSync(
        join(REPOSITORY, 'node_modules/@opentelemetry/auto-instrumentations-node/package.json'),
        'utf8',
      ),
    ) as { version: string }
  ).version;

/** Packages for an image: no file beside them, nothing for development, and no script of theirs run. */
const QUIET_INSTALL = ['--no-package-lock', '--no-save', '--omit=dev', '--ignore-scripts'];

/** The image that pods on Node.js take; the shop of examples/checkout names it. */
export const NODE_IMAGE = 'docker.io/library/node:22-slim';

/** Every image of the test cluster but those of servers that a suite brings. */
export const imageRecipes = (
  binaries: string,
  names: { readonly webhook: string; readonly agent: string },
): readonly ImageRecipe[] => [
  pauseImage(binaries),
  nodeImage(),
  agentImage(names.agent),
  webhookImage(names.webhook),
];

/** Gives the archive of an image, from the cache if it is there. */
export function archiveOf({ name, key, make }: ImageRecipe): Promise<string> {
  const file = `images/${name.replaceAll(/[^\w.-]+/g, '-')}-${key}.tar`;
  return cached(file, async (path) => {
    const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-root-'));
    try {
      await writeArchive({ name, ...(await make(folder)) }, path);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

const pauseImage = (binaries: string): ImageRecipe => ({
  name: PAUSE_IMAGE,
  key: contentKey({ paths: [join(binaries, 'pause')] }),
  make: (folder) => {
    const root = layerIn(folder, 'pause');
    copyInto(root, join(binaries, 'pause'), '/pause');
    return { layers: [root], config: { Entrypoint: ['/pause'], User: '65535:65535' } };
  },
});

/** Node.js as the lowest layer of an image. */
function nodeLayer(folder: string, program: string): string {
  const root = layerIn(folder, 'node');
  addNode(root, program);
  return root;
}

const PATH = 'PATH=/usr/local/bin:/usr/bin:/bin';

const nodeImage = (): ImageRecipe => ({
  name: NODE_IMAGE,
  key: contentKey({ texts: [process.version, 'shell'] }),
  make: (folder) => {
    const shell = layerIn(folder, 'shell');
    addShell(shell);
    return { layers: [nodeLayer(folder, process.execPath), shell], config: { Env: [PATH], Cmd: ['node'] } };
  },
});

/** What the Operator's image holds: the agent below /autoinstrumentation, and `cp`. */
const agentImage = (name: string): ImageRecipe => ({
  name,
  key: contentKey({ texts: [agentVersion(), name] }),
  make: (folder) => {
    const root = layerIn(folder, 'agent');
    const agent = layerIn(root, 'autoinstrumentation');
    const packages = [
      `@opentelemetry/auto-instrumentations-node@${agentVersion()}`,
      '@opentelemetry/api@^1.9.0',
    ];
    run('npm', ['install', ...QUIET_INSTALL, '--prefix', agent, ...packages]);
    const register = "require('@opentelemetry/auto-instrumentations-node/register');\n";
    writeFileSync(join(agent, 'autoinstrumentation.js'), register);
    addShell(root);
    return { layers: [root], config: { Env: [PATH] } };
  },
});

/** An agent that does nothing, of one file: the real one has 16,000, whose copy keeps a node busy for seconds in each pod. */
export const idleAgentImage = (name: string): ImageRecipe => ({
  name,
  key: contentKey({ texts: [name, 'idle agent'] }),
  make: (folder) => {
    const root = layerIn(folder, 'agent');
    writeFileSync(join(layerIn(root, 'autoinstrumentation'), 'autoinstrumentation.js'), '');
    addShell(root);
    return { layers: [root], config: { Env: [PATH] } };
  },
});

/** The paths that a build is given: those that .dockerignore, which begins with all, makes exceptions for. */
const buildContext = (repository: string): readonly string[] =>
  readFileSync(join(repository, '.dockerignore'), 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));

/**
 * The webhook's own image, of this checkout or of another one: the stages of its Dockerfile on the Node.js of the base
 * image, without the rest of that.
 */
export function webhookImage(name: string, repository = REPOSITORY): ImageRecipe {
  const dockerfile = readFileSync(join(repository, 'Dockerfile'), 'utf8');
  const included = buildContext(repository);
  const paths = included.map((path) => join(repository, path));
  return {
    name,
    key: contentKey({ texts: [dockerfile, name, 'built by its own Node.js'], paths }),
    make: async (folder) => {
      const context = layerIn(folder, 'context');
      for (const path of included) cpSync(join(repository, path), join(context, path), { recursive: true });
      const scratch = layerIn(folder, 'stages');
      const node = await fetchImageNode();
      const { root, config } = replay(parseDockerfile(dockerfile), {
        context,
        scratch,
        programs: dirname(node),
      });
      return {
        layers: [nodeLayer(folder, node), root],
        config: { ...config, Env: [PATH, ...(config.Env ?? [])] },
      };
    },
  };
}
