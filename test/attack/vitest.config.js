import { serverConfig } from '../vitest.config.js';

// One seed for all files of a run; another one for each run.
process.env['ATTACK_SEED'] ??= String(Date.now() % 2 ** 31);

// One file at a time: the attacker has one core, and what is attacked the other.
export default serverConfig({
  include: ['test/attack/**/*.attack.test.ts'],
  // A webhook that hangs ends a test by this; what the tests judge is order and counts.
  testTimeout: 180_000,
});
