import { serverConfig } from '../vitest.config.js';

export default serverConfig({
  include: ['test/page/**/*.page.test.ts'],
  // Time is no verdict.
  testTimeout: 120_000,
});
