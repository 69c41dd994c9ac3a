import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import * as regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { listBannedImports, CORE_FOLDERS, OUTER_FOLDERS } from './scripts/folders.mjs';

const ZOD = {
  regex: '^zod(/|$)',
  message: 'Schemas belong in src/core/objects; import the parsed type from there.',
};

const PATCH = {
  regex: '^fast-json-patch(/|$)',
  message:
    'The engine emits operations; src/inject/patched-documents.ts applies them for whoever shows a pod.',
};

const EXIT = {
  object: 'process',
  property: 'exit',
  message: 'Only src/main.ts ends the process; return or throw, or set process.exitCode in a script.',
};

/**
 * An import reads every export of a built-in module, and some of `node:http` load `undici` once they are read.
 * https://github.com/nodejs/node/blob/v24.0.0/lib/http.js
 */
const HTTP_MODULE = {
  selector: 'ImportDeclaration[source.value="node:http"][importKind!="type"]',
  message: "Importing it costs 3 MiB and 15 ms at the start; take process.getBuiltinModule('node:http').",
};

/** What parses YAML without the bound on nesting; types are free. */
const YAML_PARSER = {
  selector:
    'ImportDeclaration[source.value="yaml"][importKind!="type"] > :matches(ImportNamespaceSpecifier, ImportDefaultSpecifier, ImportSpecifier[importKind!="type"][imported.name=/^(parse|parseDocument|parseAllDocuments|Parser|Composer|Lexer)$/])',
  message:
    'Nesting that is too deep ends Node.js: parse with src/config/documents.ts, and what an object holds as text with inner-text.ts.',
};

/** Modules that src/core may not import, each with the place where the thing belongs. */
const CORE_IMPORTS = [
  ['^node:', 'Core does no I/O: files go to src/config, sockets to src/http, keys to src/tls.'],
  ['^express(/|$)', 'Routes belong in src/http.'],
  ['^selfsigned(/|$)', 'Certificates belong in src/tls.'],
  ['^(prom-client|pino)(/|$)', 'Metrics and logs belong in src/telemetry; core returns outcomes to report.'],
  ['^yaml(/|$)', 'Text is read in src/config and written in src/render and src/cli; core takes plain data.'],
  ['^@kubernetes/', 'The cluster is read in src/kube; core has its own Pod types and takes a snapshot.'],
  ['(^|/)main\\.js$', 'src/main.ts composes; nothing imports it.'],
].map(([regex, message]) => ({ regex, message }));

const CORE_GLOBALS = [
  ['process', 'Settings are read in src/config and passed in.'],
  ['Buffer', 'Bytes are decoded in src/http and src/tls; core takes strings and plain data.'],
  ['fetch', 'Requests belong in src/kube, src/render and src/cli.'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) => [
    name,
    'Core is synchronous; timers belong in src/http, src/kube and src/tls.',
  ]),
  ...['performance', 'crypto'].map((name) => [name, 'Clock and randomness are passed in as values.']),
  ['globalThis', 'Core takes what it needs as arguments.'],
].map(([name, message]) => ({ name, message }));

const CORE_PROPERTIES = [
  { object: 'Date', property: 'now', message: 'The time is passed in as a value.' },
  { object: 'Math', property: 'random', message: 'Randomness is passed in as a value.' },
];

const CORE_SYNTAX = [
  [
    ':matches(NewExpression, CallExpression)[callee.name="Date"]',
    'The time is passed in as a value; dates are formatted in the outer layers.',
  ],
  [
    'CatchClause',
    'Core returns failures as values; the fail-open catch belongs in src/http, parse errors in src/config.',
  ],
  ['ImportExpression', 'Loading on demand belongs in src/main.ts, src/cli and src/kube.'],
].map(([selector, message]) => ({ selector, message }));

/** The purity bans of src/core; `imports` differs for the one folder that may use zod. */
const pure = (imports) => ({
  'no-restricted-imports': ['error', { patterns: imports }],
  'no-restricted-globals': ['error', ...CORE_GLOBALS],
  'no-restricted-properties': ['error', EXIT, ...CORE_PROPERTIES],
  'no-restricted-syntax': ['error', ...CORE_SYNTAX],
});

export default defineConfig(
  globalIgnores(['dist/', 'dist-*/', 'coverage/']),
  { linterOptions: { noInlineConfig: true } },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 50],
      'no-restricted-properties': ['error', EXIT],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [ZOD, PATCH] }],
      'no-restricted-syntax': ['error', HTTP_MODULE, YAML_PARSER],
    },
  },
  {
    files: ['src/config/compose-documents.ts'],
    rules: { 'no-restricted-syntax': ['error', HTTP_MODULE] },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { regexp },
    rules: {
      // A pattern that nobody can attack now may be used for another text tomorrow.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
      'regexp/optimal-quantifier-concatenation': 'error',
      'regexp/no-dupe-disjunctions': 'error',
      'regexp/no-misleading-capturing-group': 'error',
      'regexp/no-contradiction-with-assertion': 'error',
      'regexp/no-dupe-characters-character-class': 'error',
      'regexp/no-invalid-regexp': 'error',
    },
  },
  { files: ['src/main.ts'], rules: { 'no-restricted-properties': 'off' } },
  ...OUTER_FOLDERS.filter(({ name }) => name !== 'core').map((folder) => ({
    files: [`src/${folder.name}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [ZOD, ...(folder.name === 'inject' ? [] : [PATCH]), ...listBannedImports(folder)] },
      ],
    },
  })),
  ...OUTER_FOLDERS.filter(({ name }) => name === 'core').map((folder) => ({
    files: ['src/core/**/*.ts'],
    rules: pure([...CORE_IMPORTS, ZOD, PATCH, ...listBannedImports(folder)]),
  })),
  ...CORE_FOLDERS.map((folder) => ({
    files: [`src/${folder.name}/**/*.ts`],
    rules: pure([
      ...CORE_IMPORTS,
      PATCH,
      ...(folder.name === 'core/objects' ? [] : [ZOD]),
      ...OUTER_FOLDERS.filter(({ name }) => name === 'core').flatMap(listBannedImports),
      ...listBannedImports(folder),
    ]),
  })),
  { files: ['test/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['scripts/**', 'bench/**', 'test/cluster/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'Buffer', 'URL', 'fetch', 'setTimeout', 'clearTimeout'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
