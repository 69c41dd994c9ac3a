import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOG } from '../../parts/catalog.js';
import { folderOf } from '../../parts/part.js';
import { createAgentFolder } from '../../../demo/agent-folder.js';

/** What became of a program with an agent. */
export interface Run {
  /** Whether the agent said that it did not start, in its own words. */
  readonly hasStarted: boolean;
  /** Whether spans came to the receiver. */
  readonly hasExported: boolean;
  readonly output: string;
}

/** A receiver of OTLP over HTTP that takes everything in, and tells what came. */
export interface Receiver {
  readonly url: string;
  readonly takePaths: () => readonly string[];
  readonly close: () => void;
}

/** Starts a receiver on a free port of this machine. */
export async function startReceiver(): Promise<Receiver> {
  const paths: string[] = [];
  const server: Server = createServer((request, response) => {
    if (request.method === 'POST') paths.push(request.url ?? '');
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    takePaths: () => paths.splice(0),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A program of one language that makes a span and ends once its agent has sent what it has. */
interface Program {
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** What the agent writes where it does not start. */
  readonly complaint: RegExp;
}

const JAVA = `public class Main { public static void main(String[] a) throws Exception {
  ((java.net.HttpURLConnection) new java.net.URL(a[0]).openConnection()).getResponseCode(); } }`;
const PYTHON = `from opentelemetry import trace
for _ in range(20):
    with trace.get_tracer("x").start_as_current_span("a"):
        pass
`;
const NODE = `const { trace } = require(process.argv[1]);
for (let i = 0; i < 20; i += 1) trace.getTracer('x').startSpan('a').end();
const provider = trace.getTracerProvider().getDelegate();
Promise.resolve(provider.forceFlush?.()).catch(() => 0).finally(() => process.exit(0));`;

/** Programs with the real agents, each run by `run` with some variables. */
export interface Programs {
  readonly run: (
    language: 'java' | 'nodejs' | 'python',
    receiver: Receiver,
    environment: Readonly<Record<string, string>>,
  ) => Promise<Run>;
  readonly remove: () => Promise<void>;
}

/** Makes the programs ready. */
export async function preparePrograms(): Promise<Programs> {
  const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-values-'));
  writeFileSync(join(folder, 'Main.java'), JAVA);
  await execute(['javac', '-d', folder, join(folder, 'Main.java')], {});
  const nodejs = await createAgentFolder(undefined);
  const python = folderOf(CATALOG['python-agent']);
  const programs = (url: string): Readonly<Record<'java' | 'nodejs' | 'python', Program>> => ({
    java: {
      command: ['java', '-XX:TieredStopAtLevel=1', '-cp', folder, 'Main', url],
      environment: {
        JAVA_TOOL_OPTIONS: `-javaagent:${join(folderOf(CATALOG['java-agent']), 'javaagent.jar')}`,
      },
      complaint: /Javaagent failed to start/,
    },
    nodejs: {
      command: ['node', '-e', NODE, createRequire(import.meta.url).resolve('@opentelemetry/api')],
      environment: {
        NODE_OPTIONS: `--require ${join(nodejs.path, 'autoinstrumentation.js')}`,
        OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http',
        OTEL_NODE_RESOURCE_DETECTORS: 'env',
      },
      complaint: /^Error/m,
    },
    python: {
      command: ['python3', '-c', PYTHON],
      environment: {
        PYTHONPATH: `${join(python, 'opentelemetry/instrumentation/auto_instrumentation')}:${python}`,
      },
      complaint: /Failed to auto initialize|Error in sitecustomize/,
    },
  });
  return {
    run: async (language, receiver, environment) => {
      const { command, environment: own, complaint } = programs(receiver.url)[language];
      const output = await execute(command, { ...own, ...environment });
      return {
        hasStarted: !complaint.test(output),
        hasExported: receiver.takePaths().some((path) => path.endsWith('/v1/traces') || path === '/'),
        output,
      };
    },
    remove: async () => {
      rmSync(folder, { recursive: true, force: true });
      await nodejs.remove();
    },
  };
}

const MAX_MS = 120_000;

/** What a program wrote, whatever its end. */
function execute(
  [file, ...words]: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: tmpdir(), ...environment };
  return new Promise((resolve) => {
    execFile(file, words, { env, timeout: MAX_MS }, (error, stdout, stderr) => {
      resolve(`${stdout}${stderr}${error === null ? '' : error.message}`);
    });
  });
}
