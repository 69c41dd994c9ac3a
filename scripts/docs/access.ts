import { BACKENDS, LANGUAGES, NODE_ADDRESSES, TOPOLOGIES, type Backend } from '../../src/core/domain.js';
import { addressesOf } from '../../src/core/backends/backends.js';
import { sendersTo } from '../../src/core/resolve/senders.js';
import { isTenant } from '../../src/core/backends/tenant.js';
import { textOf, type Variable } from '../../src/core/resolve/variable.js';
import { code, codes, table } from './markdown.js';
import { platformWith, resolvedFor } from './platform-scene.js';

/** Where agents find the Collector by its topology, for HTTP and for gRPC. */
export function topologyTable(): string {
  const rows = TOPOLOGIES.flatMap((topology) =>
    (topology === 'gateway' ? [undefined] : NODE_ADDRESSES).map((nodeAddress) => {
      const collector = { topology, ...(nodeAddress === undefined ? {} : { nodeAddress }) };
      const urls = addressesOf(platformWith({ collector }), 'tempo').map(({ url }) => code(url));
      return [code(topology), nodeAddress === undefined ? '–' : code(nodeAddress), ...urls];
    }),
  );
  return table(['topology', 'nodeAddress', 'over HTTP', 'over gRPC'], rows);
}

const SECRET = { name: 'Authorization', secretName: 'access', key: 'value' };
const FIXED: Readonly<Record<Backend, string>> = {
  tempo: 'team-a',
  jaeger: 'team-a',
  'victoria-traces': '12:3',
  zipkin: 'team-a',
};

/** What agents are given to be let in by each backend directly, and which of them can be. */
export function accessTable(): string {
  const rows = BACKENDS.map((backend) => {
    const headers = (settings: object): string => {
      const { exporter } = resolvedFor('java', backend, {
        route: 'direct',
        backends: { [backend]: settings },
      });
      return shownHeaders(exporter);
    };
    const hasTenant = isTenant(backend, FIXED[backend]);
    const takesHeaders = backend !== 'zipkin';
    const named = platformWith({ route: 'direct', backends: { [backend]: { tls: {} } } });
    return [
      code(backend),
      hasTenant ? headers({ tenant: { fixed: FIXED[backend] } }) : 'refused',
      isTenant(backend, 'shop') ? headers({ tenant: { namespace: true } }) : 'refused',
      takesHeaders ? headers({ headers: [SECRET] }) : 'refused',
      codes(LANGUAGES.filter((language) => sendersTo(named, backend).includes(language))),
    ];
  });
  return table(
    ['backend', 'tenant, `fixed`', 'tenant, by namespace `shop`', 'header of a Secret', 'agents that can'],
    rows,
  );
}

const shownHeaders = (exporter: readonly Variable[]): string =>
  code(textOf(exporter, 'OTEL_EXPORTER_OTLP_TRACES_HEADERS') ?? '');
