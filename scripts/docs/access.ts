import { BACKENDS, LANGUAGES, NODE_ADDRESSES, TOPOLOGIES } from '../../src/core/domain.js';
import { listAddresses } from '../../src/core/platform/addresses.js';
import { listSenders } from '../../src/core/resolve/sending-languages.js';
import { getBackendRow } from '../../src/core/backends/backends.js';
import { findVariableText, type Variable } from '../../src/core/resolve/variable.js';
import { formatCode, formatCodes, formatTable } from './markdown.js';
import { buildPlatform, resolveForBackend } from './platform-scene.js';

/** Where agents find the Collector by its topology, for HTTP and for gRPC. */
export function buildTopologyTable(): string {
  const rows = TOPOLOGIES.flatMap((topology) =>
    (topology === 'gateway' ? [undefined] : NODE_ADDRESSES).map((nodeAddress) => {
      const collector = { topology, ...(nodeAddress === undefined ? {} : { nodeAddress }) };
      const urls = listAddresses(buildPlatform({ collector }), 'tempo').map(({ url }) => formatCode(url));
      return [formatCode(topology), nodeAddress === undefined ? '–' : formatCode(nodeAddress), ...urls];
    }),
  );
  return formatTable(['topology', 'nodeAddress', 'over HTTP', 'over gRPC'], rows);
}

const SECRET = { name: 'Authorization', secretName: 'access', key: 'value' };
const TENANTS = ['team-a', '12:3'];

/** What agents are given to be let in by each backend directly, and which of them can be. */
export function buildAccessTable(): string {
  const rows = BACKENDS.map((backend) => {
    const headers = (settings: object): string => {
      const { exporter } = resolveForBackend('java', backend, {
        route: 'direct',
        backends: { [backend]: settings },
      });
      return formatHeaders(exporter);
    };
    const fixed = TENANTS.find((name) => getBackendRow(backend).isTenant(name));
    const takesHeaders = backend !== 'zipkin';
    const named = buildPlatform({ route: 'direct', backends: { [backend]: { tls: {} } } });
    return [
      formatCode(backend),
      fixed === undefined ? 'refused' : headers({ tenant: { fixed } }),
      getBackendRow(backend).isTenant('shop') ? headers({ tenant: { namespace: true } }) : 'refused',
      takesHeaders ? headers({ headers: [SECRET] }) : 'refused',
      formatCodes(LANGUAGES.filter((language) => listSenders(named, backend).includes(language))),
    ];
  });
  return formatTable(
    ['backend', 'tenant, `fixed`', 'tenant, by namespace `shop`', 'header of a Secret', 'agents that can'],
    rows,
  );
}

const formatHeaders = (exporter: readonly Variable[]): string =>
  formatCode(findVariableText(exporter, 'OTEL_EXPORTER_OTLP_TRACES_HEADERS') ?? '');
