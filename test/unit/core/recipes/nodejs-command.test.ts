import { expect, test } from 'vitest';
import { read } from '../resolve/judged.js';
import { findingsOf } from './commands.js';

const DOUBT = 'agent-doubtful';
const REFUSED = 'user-setting-unsupported';
const FOLDER = '/otel-auto-instrumentation-nodejs';

/** Tried with the agent: programs end with ERR_ACCESS_DENIED, and with --jitless "WebAssembly is not defined". */
test.each<[string, string, string]>([
  ['node --permission --allow-fs-read=/app/* app.js', '', REFUSED],
  ['node --experimental-permission --allow-fs-read=/app/* app.js', '', REFUSED],
  ['node --permission app.js', '', REFUSED],
  ['node --permission --allow-fs-read /app/ app.js', '', REFUSED],
  ['node app.js', '--permission --allow-fs-read=/app/*', REFUSED],
  [`node --permission --allow-fs-read=${FOLDER}-other/* app.js`, '', REFUSED],
  ['node --permission --allow-fs-read=* app.js', '', ''],
  ['node --permission --allow-fs-read * app.js', '', ''],
  ['node --permission --allow-fs-read=/* app.js', '', ''],
  [`node --permission --allow-fs-read=/app/* --allow-fs-read=${FOLDER}/* app.js`, '', ''],
  [`node --permission --allow-fs-read=/app/*,${FOLDER}/ app.js`, '', ''],
  ['node --permission --allow-fs-read=/app/* app.js', `--allow-fs-read=${FOLDER}/*`, ''],
  ['node app.js --permission', '', ''],
  ['node --allow-fs-read=/app/* app.js', '', ''],
  ['node --jitless app.js', '', REFUSED],
  ['node app.js --jitless', '', ''],
  // These were tried, too, and change nothing.
  ['node --disallow-code-generation-from-strings --frozen-intrinsics app.js', '', ''],
  ['node --throw-deprecation --disable-proto=throw --no-addons app.js', '', ''],
])('%s with NODE_OPTIONS %j: %s', (command, options, code) => {
  const env = options === '' ? [] : read(`NODE_OPTIONS=${options}`);
  const codes = (words: readonly string[]): string =>
    findingsOf('nodejs', { command: words, env })
      .map((finding) => finding.code)
      .join(' ');
  expect(codes(command.split(' '))).toBe(code);
  expect(codes(['sh', '-c', command])).toBe(code);
});

test('what has to be allowed is said', () => {
  const [finding] = findingsOf('nodejs', { command: ['node', '--permission', 'app.js'] });
  expect(finding?.message).toBe(
    `nodejs: with --permission and without --allow-fs-read=${FOLDER}/* among the options of Node.js the program would not start.`,
  );
});

/** Tried with the agent: a server in a file of this kind makes no span. */
test.each<[string, string, string]>([
  ['node server.mjs', '', DOUBT],
  ['node --enable-source-maps dist/server.mjs --port 80', '', DOUBT],
  ['node server.mts', '', DOUBT],
  ['exec /usr/bin/node server.mjs', '', DOUBT],
  ['node migrate.js && node server.mjs', '', DOUBT],
  ['node server.js', '', ''],
  ['node server.cjs', '', ''],
  ['node server.js config.mjs', '', ''],
  ['node --import ./loader.mjs server.mjs', '', ''],
  ['node --import=./loader.mjs server.mjs', '', ''],
  ['node --experimental-loader ./hook.mjs server.mjs', '', ''],
  ['node server.mjs', '--import=/app/hook.mjs', ''],
  ['node -r ./settings.mjs server.js', '', ''],
  ['vite --config vite.config.mjs', '', ''],
  ['bun run server.ts', '', DOUBT],
  ['/usr/local/bin/bun server.ts', '', DOUBT],
  ['bunx serve', '', DOUBT],
  ['npm run bun', '', ''],
  ['bun install && node server.js', '', ''],
  ['bun install && exec bun server.ts', '', DOUBT],
  ['deno run -A server.ts', '', ''],
])('%s with NODE_OPTIONS %j: %s', (command, options, code) => {
  const env = options === '' ? [] : read(`NODE_OPTIONS=${options}`);
  const codes = findingsOf('nodejs', { command: ['sh', '-c', command], env });
  expect(codes.map((finding) => finding.code).join(' ')).toBe(code);
});

test('the annotation for ES modules is what the notice asks for', () => {
  const app = { command: ['node', 'server.mjs'] };
  expect(findingsOf('nodejs', app).map(({ message }) => message)).toEqual([
    'nodejs: the command of app starts the ES module server.mjs, of which the agent does not see what it imports; set instrumentation.opentelemetry.io/otel-nodejs-modules: es.',
  ]);
  expect(findingsOf('nodejs', app, { 'otel-nodejs-modules': 'es' })).toEqual([]);
  expect(findingsOf('java', app)).toEqual([]);
});
