import { serverConfig } from '../vitest.config.js';

export default serverConfig({
  include: ['test/release/**/*.release.test.ts'],
  // Time is no verdict: an image is built, for two architectures.
  testTimeout: 3_600_000,
});
