import { serverConfig } from '../vitest.config.js';

/** An API server alone is enough for some of the suites. */
const kinds = process.env['CLUSTER_NETWORK'] === 'machine' ? 'api-server' : '{cluster,api-server}';

export default serverConfig({ include: [`test/cluster/**/*.${kinds}.test.ts`], testTimeout: 420_000 });
