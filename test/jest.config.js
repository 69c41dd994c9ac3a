/** @type {import('jest').Config} */
export default {
  rootDir: '..',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // These need real servers, and have commands of their own.
  testPathIgnorePatterns: ['/node_modules/', '\\.(api-server|cluster|backends|agents|attack)\\.test\\.ts$'],
  testEnvironment: 'node',
  // Time is no verdict: a machine that builds beside the tests is slow.
  testTimeout: 60_000,
  // 'js' first: packages that ship their .ts sources beside the .js must be loaded as published.
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'json', 'node'],
  extensionsToTreatAsEsm: ['.ts'],
  // NodeNext imports name the .js file that the compiler will write; under test there is only the .ts file.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Transpile only: `npm run typecheck` judges the types, once for the whole program.
  transform: { '\\.ts$': '<rootDir>/test/support/esbuild-transform.mjs' },
  // Jest leaves one core free otherwise.
  maxWorkers: '100%',
};
