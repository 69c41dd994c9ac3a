import base from '../jest.config.js';

/** An API server alone is enough for some of the suites. */
const kinds = process.env['CLUSTER_NETWORK'] === 'machine' ? 'api-server' : '{cluster,api-server}';

/** @type {import('jest').Config} */
export default {
  ...base,
  rootDir: '../..',
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: [`<rootDir>/test/cluster/**/*.${kinds}.test.ts`],
  // One cluster, which every file changes: they run one after another.
  maxWorkers: 1,
  testTimeout: 420_000,
};
