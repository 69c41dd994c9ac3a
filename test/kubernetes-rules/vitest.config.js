import { serverConfig } from '../vitest.config.js';

export default serverConfig({
  include: ['test/kubernetes-rules/**/*.rules.test.ts'],
  // Time is no verdict.
  testTimeout: 600_000,
});
