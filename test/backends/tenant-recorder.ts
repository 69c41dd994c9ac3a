import { createServer } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { stringify } from 'yaml';
import { HOST_IP } from '../pods/network.js';
import { startServer, type Server } from '../pods/server.js';

/** A receiver of spans that tells which tenant each request named. */
export interface TenantRecorder {
  /** The tenants that requests with spans of a trace named; empty where none did. */
  readonly tenantsOf: (traceId: string) => ReadonlySet<string>;
  readonly remove: () => Promise<void>;
}

/** Header by which the receiver tells this program what it was told. */
const RECORDED = 'x-recorded';

const any = (port: number): object => ({ endpoint: `0.0.0.0:${port}`, include_metadata: true });

/**
 * Starts a real Collector under the names of a backend, whose receiver keeps the headers of its requests; each request is
 * passed on as it is to this program, with the one header under another name.
 */
export async function startTenantRecorder(
  name: string,
  header: string,
  port: number,
): Promise<TenantRecorder> {
  const tenants = new Map<string, Set<string>>();
  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      const tenant = request.headers[RECORDED];
      for (const [, traceId = ''] of text.matchAll(/"traceId":"([0-9a-f]{32})"/g))
        tenants.set(traceId, new Set([...(tenants.get(traceId) ?? []), String(tenant ?? '')]));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(port, HOST_IP, resolve);
  });
  const collector = await startReceiver(name, header, port);
  return {
    tenantsOf: (traceId) => tenants.get(traceId) ?? new Set(),
    remove: async () => {
      await collector.pod.remove();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

const startReceiver = (name: string, header: string, port: number): Promise<Server> =>
  startServer({
    part: 'collector',
    name,
    hosts: [`${name}.monitoring.svc`],
    port: 4318,
    readyPort: 13133,
    readyPath: '/',
    command: ['{part}/collector', '--config={config}'],
    config: stringify({
      extensions: {
        health_check: { endpoint: '0.0.0.0:13133' },
        headers_setter: { headers: [{ action: 'upsert', key: RECORDED, from_context: header }] },
      },
      receivers: { otlp: { protocols: { grpc: any(4317), http: any(4318) } } },
      exporters: {
        otlp_http: {
          endpoint: `http://${HOST_IP}:${port}`,
          encoding: 'json',
          compression: 'none',
          auth: { authenticator: 'headers_setter' },
        },
      },
      service: {
        extensions: ['health_check', 'headers_setter'],
        pipelines: { traces: { receivers: ['otlp'], exporters: ['otlp_http'] } },
      },
    }),
  });
