import base from '../jest.config.js';

// One seed for all files of a run; another one for each run.
process.env['ATTACK_SEED'] ??= String(Date.now() % 2 ** 31);

/** @type {import('jest').Config} */
export default {
  ...base,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/attack/**/*.attack.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // The attacker has one core, and what is attacked the other.
  maxWorkers: 1,
  // A webhook that hangs ends a test by this; what the tests judge is order and counts.
  testTimeout: 180_000,
};
