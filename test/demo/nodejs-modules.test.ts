import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AGENT_PATH, createAgentFolder, type AgentFolder } from '../../demo/agent-folder.js';
import { admitInShop, podWith } from '../unit/core/contexts.js';

/** A program of ES modules with the real Node.js agent, started with the options of an injected container. */

const TIMEOUT_MS = 60_000;
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Asks itself once, and ends in an orderly way, as the agent sends what it has left then. */
const SERVER = `
  import { createServer, get } from 'node:http';
  const server = createServer((_, response) => response.end());
  server.listen(0, '127.0.0.1', () => {
    get({ port: server.address().port }, (answer) => answer.resume().on('end', () => {
      server.close();
      process.kill(process.pid, 'SIGTERM');
    }));
  });
`;

let agent: AgentFolder;
let folder: string;

beforeAll(async () => {
  agent = await createAgentFolder();
  // The image of the agent has its packages there.
  await symlink(MODULES, join(agent.path, 'node_modules'));
  folder = await mkdtemp(join(tmpdir(), 'doka-tracing-modules-'));
  await writeFile(join(folder, 'server.mjs'), SERVER);
});

afterAll(async () => {
  await agent.remove();
  await rm(folder, { recursive: true });
});

/** The options of Node.js in an injected container. */
function optionsOf(modules: string): string {
  const annotations = {
    'instrumentation.opentelemetry.io/inject-nodejs': 'true',
    'instrumentation.opentelemetry.io/otel-nodejs-modules': modules,
  };
  const { pod } = admitInShop(podWith({ containers: [{ name: 'app' }] }, { annotations }), { platform: {} });
  const written = pod.spec.containers[0]?.env?.find(({ name }) => name === 'NODE_OPTIONS');
  return (written?.value ?? '').replaceAll(AGENT_PATH, agent.path);
}

/** Kinds of the spans that the exporter writes. https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/trace/span_kind.ts */
const SERVER_SPAN = 'kind: 1,';

test.each([
  ['commonjs', false],
  ['es', true],
])(
  'with otel-nodejs-modules: %s, the requests that it serves have spans: %s',
  async (modules, hasSpans) => {
    const env = {
      PATH: process.env['PATH'],
      NODE_OPTIONS: optionsOf(modules),
      OTEL_TRACES_EXPORTER: 'console',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    };
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'server.mjs')], { env });
    expect(stdout.includes(SERVER_SPAN)).toBe(hasSpans);
  },
  TIMEOUT_MS,
);
