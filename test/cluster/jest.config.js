import base from '../jest.config.js';

/** @type {import('jest').Config} */
export default {
  ...base,
  rootDir: '../..',
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: ['<rootDir>/test/cluster/**/*.cluster.test.ts'],
  // One cluster, which every file changes: they run one after another.
  maxWorkers: 1,
  testTimeout: 420_000,
};
