import { serverConfig } from '../vitest.config.js';

export default serverConfig({
  include: ['test/chart/**/*.chart.test.ts'],
  // Time is no verdict.
  testTimeout: 120_000,
});
