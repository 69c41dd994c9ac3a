import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAgentFolder, type Agent } from '../../demo/agent-folder.js';
import type { Deployment } from '../../demo/pod-of.js';
import { schedulePod } from '../../demo/api-server.js';
import type { StringMap } from '../../src/core/kubernetes/pod.js';
import { CATALOG } from '../../test/parts/catalog.js';
import { made } from '../../test/parts/part.js';
import { PYTHON } from '../../test/parts/python.js';
import { injectedPod, NODE, onNode, snapshotOf } from '../../test/pods/admitted.js';

/** Languages whose agents can be started here. */
export const LANGUAGES = ['java', 'nodejs', 'python'] as const;
export type MeasuredLanguage = (typeof LANGUAGES)[number];

/** The smallest program of a language that answers HTTP; it does nothing else. */
interface Program {
  /** File of the source, and what stands in it. */
  readonly file: string;
  readonly source: string;
  readonly command: (folder: string, port: number) => readonly string[];
  /** What says its version. */
  readonly version: readonly [string, ...string[]];
}

const JAVA = `import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
public class Idle {
  public static void main(String[] args) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("ok".getBytes());
      exchange.close();
    });
    server.start();
  }
}
`;
const NODE_JS = `require('node:http')
  .createServer((_, response) => response.end('ok'))
  .listen(Number(process.argv[2]), '127.0.0.1');
`;
/** No agent makes spans of this server, so it makes one itself where there is an agent. */
const PYTHON_SOURCE = `import contextlib, http.server, sys
try:
    from opentelemetry import trace
    span = lambda: trace.get_tracer("idle").start_as_current_span("GET")
except ImportError:
    span = contextlib.nullcontext
class Idle(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with span():
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")
    def log_message(self, *words):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Idle).serve_forever()
`;

const PROGRAMS: Readonly<Record<MeasuredLanguage, Program>> = {
  java: {
    file: 'Idle.java',
    source: JAVA,
    command: (folder, port) => ['java', '-cp', folder, 'Idle', String(port)],
    version: ['java', '-version'],
  },
  nodejs: {
    file: 'idle.cjs',
    source: NODE_JS,
    command: (folder, port) => ['node', join(folder, 'idle.cjs'), String(port)],
    version: ['node', '--version'],
  },
  python: {
    file: 'idle.py',
    source: PYTHON_SOURCE,
    command: (folder, port) => ['python3', join(folder, 'idle.py'), String(port)],
    version: ['python3', '--version'],
  },
};

/** Where this machine has what an image would have; first of all the very Node.js and Python of the tests. */
const PATH = [PYTHON?.bin, dirname(process.execPath), process.env['PATH']].join(':');

/** The programs of all languages, ready to be started. */
export interface Programs {
  readonly command: (language: MeasuredLanguage, port: number) => readonly string[];
  /** All variables of a process, without or with the agent, which sends to an address. */
  readonly environment: (language: MeasuredLanguage, endpoint: string | undefined) => StringMap;
  /** The folder with the files of an agent, as its init container copies them. */
  readonly copiedFolder: (language: MeasuredLanguage) => string;
  readonly version: (language: MeasuredLanguage) => string;
  readonly remove: () => Promise<void>;
}

/** Writes the programs, compiles what has to be compiled, and makes the agents if they are not there. */
export async function preparePrograms(): Promise<Programs> {
  const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-idle-'));
  for (const { file, source } of Object.values(PROGRAMS)) writeFileSync(join(folder, file), source);
  execFileSync('javac', ['-d', folder, join(folder, PROGRAMS.java.file)]);
  const nodejs = await createAgentFolder();
  const folders: Readonly<Record<MeasuredLanguage, string>> = {
    java: await made(CATALOG['java-agent']),
    nodejs: nodejs.path,
    python: await made(CATALOG['python-agent']),
  };
  const variables = await readVariables(folders);
  const installed = installNodejsAgent(nodejs);
  return {
    command: (language, port) => PROGRAMS[language].command(folder, port),
    environment: (language, endpoint) => ({
      PATH,
      ...(endpoint === undefined ? {} : { ...variables[language], OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }),
    }),
    copiedFolder: (language) => (language === 'nodejs' ? installed : folders[language]),
    version: (language) => readVersion(PROGRAMS[language].version),
    remove: async () => {
      for (const each of [folder, installed]) rmSync(each, { recursive: true, force: true });
      await nodejs.remove();
    },
  };
}

/** What the image of the Node.js agent holds: its package with all that this needs. */
function installNodejsAgent({ package: name, version }: Agent): string {
  const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-nodejs-agent-'));
  const flags = ['--prefix', folder, '--omit=dev', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...flags, `${name}@${version}`]);
  return folder;
}

function readVersion([file, ...words]: Program['version']): string {
  const text = execFileSync('sh', ['-c', '"$@" 2>&1', 'sh', file, ...words], {
    encoding: 'utf8',
    env: { PATH },
  });
  return text.split('\n')[0] ?? '';
}

const CONTEXT = fileURLToPath(new URL('context.yaml', import.meta.url));

/** The variables of injected pods; paths of an agent lead to the folder that has its files here. */
async function readVariables(
  folders: Readonly<Record<MeasuredLanguage, string>>,
): Promise<Readonly<Record<MeasuredLanguage, StringMap>>> {
  const snapshot = await snapshotOf(CONTEXT);
  const read = (language: MeasuredLanguage): StringMap => {
    const pod = injectedPod(buildDeployment(language), snapshot);
    const { container, environment } = onNode(schedulePod(pod, { ...NODE, podIP: '127.0.0.1' }));
    const path = container.volumeMounts?.find(({ name }) => name.startsWith('opentelemetry-'))?.mountPath;
    if (path === undefined) throw new Error(`The container of ${language} has no agent.`);
    return Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, value.replaceAll(path, folders[language])]),
    );
  };
  return { java: read('java'), nodejs: read('nodejs'), python: read('python') };
}

const buildDeployment = (language: MeasuredLanguage): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'idle', namespace: 'shop' },
  spec: {
    template: {
      metadata: { annotations: { [`instrumentation.opentelemetry.io/inject-${language}`]: 'true' } },
      spec: { containers: [{ name: 'idle', image: 'idle:1.0' }] },
    },
  },
});
