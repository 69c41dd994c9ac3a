import https from 'node:https';
import { text } from 'node:stream/consumers';
import { runProgram } from '../../src/cli/program.js';
import type { ExitCode, Terminal } from '../../src/text/terminal.js';
import { freePorts } from './free-ports.js';

const HOST = '127.0.0.1';

export interface Ports {
  readonly port: number;
  readonly adminPort: number;
  readonly pagePort: number;
}

/** The command `serve` as a user runs it, in this process. */
export interface Serving {
  /** Runs it to its end. */
  readonly serve: (...words: readonly string[]) => Promise<ExitCode>;
  /** Runs it on free ports, and resolves when it listens. */
  readonly start: (...words: readonly string[]) => Promise<Ports>;
  /** Asks it to end. */
  readonly end: () => void;
  /** The exit code of what was started. */
  readonly ended: () => Promise<ExitCode | undefined>;
  /** What was written to the terminal so far. */
  readonly written: { readonly out: string; readonly err: string };
}

export function createServing(): Serving {
  const ending = new AbortController();
  const written = { out: '', err: '' };
  let running: Promise<ExitCode> | undefined;
  const terminal: Terminal = {
    out: (line) => void (written.out += line),
    err: (line) => void (written.err += line),
    readInput: () => Promise.resolve(''),
    color: false,
    createEndSignal: () => ending.signal,
  };
  const serve: Serving['serve'] = (...words) =>
    runProgram(['serve', '--host', HOST, '--log-level', 'silent', '--warm-up', '0', ...words], terminal);
  return {
    serve,
    written,
    start: async (...words) => {
      const [port = 0, adminPort = 0, pagePort = 0] = await freePorts(3);
      running = serve(
        ...['--port', `${port}`, '--admin-port', `${adminPort}`, '--page-port', `${pagePort}`, ...words],
      );
      const ended = running.then((code) => {
        throw new Error(`It ended with ${code}: ${written.err}`);
      });
      const listens = answered(
        () => fetchTls(port, '/livez'),
        ({ status }) => status === 200,
      );
      await Promise.race([listens, ended]);
      ended.catch(() => undefined);
      return { port, adminPort, pagePort };
    },
    end: () => {
      ending.abort();
    },
    ended: async () => running,
  };
}

export interface Fetched {
  readonly status: number;
  readonly body: string;
}

/** An answer of the plain ports. */
export async function fetchFrom(port: number, path: string): Promise<Fetched> {
  const response = await fetch(`http://${HOST}:${port}${path}`);
  return { status: response.status, body: await response.text() };
}

/** An answer of the HTTPS port, whoever signed its certificate; with a body the request is a POST. */
export const fetchTls = (port: number, path: string, body?: unknown, host = HOST): Promise<Fetched> =>
  new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' };
    const method = body === undefined ? 'GET' : 'POST';
    https
      .request({ host, port, path, method, headers, agent: false, rejectUnauthorized: false })
      .on('error', reject)
      .on('response', (response) => {
        text(response).then((read) => {
          resolve({ status: response.statusCode ?? 0, body: read });
        }, reject);
      })
      .end(body === undefined ? undefined : JSON.stringify(body));
  });

/** Asks again until there is an answer for which it holds; the time limit of the test ends it otherwise. */
export async function answered<T>(ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await ask().catch(() => undefined);
    if (value !== undefined && holds(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
