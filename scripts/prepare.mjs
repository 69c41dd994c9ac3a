// Makes a checkout ready to run: installs the locked dependencies and compiles, each only when needed.
// It runs before `npm test` and `npm run demo`, thus before anything is installed: plain Node only.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const resolvePath = (...parts) => join(root, ...parts);

/** Modification time in milliseconds; 0 for a file that is not there. */
function readModifiedTime(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Latest modification below a folder. Folders count: theirs changes when a file is deleted or renamed. */
function readNewestTime(folder) {
  const entries = readdirSync(folder, { recursive: true });
  return Math.max(readModifiedTime(folder), ...entries.map((entry) => readModifiedTime(join(folder, entry))));
}

/** Runs one step with its output shown; says whether it succeeded. */
function run(reason, command, args, options = {}) {
  console.log(`prepare: ${reason}`);
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options }).status === 0;
}

/** npm as the one that started us, or the one on the PATH (a .cmd on Windows, hence the shell). */
function runNpm(reason, args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('npm-cli.js')
    ? run(reason, process.execPath, [cli, ...args])
    : run(reason, 'npm', args, { shell: process.platform === 'win32' });
}

function install() {
  const installed = readModifiedTime(resolvePath('node_modules', '.package-lock.json'));
  if (installed >= readModifiedTime(resolvePath('package-lock.json'))) return true;
  const reason = installed === 0 ? 'node_modules is missing' : 'package-lock.json is newer than node_modules';
  return runNpm(`${reason}: npm ci`, ['ci', '--include=dev', '--ignore-scripts']);
}

function build() {
  const built = readModifiedTime(resolvePath('dist', 'main.js'));
  const configs = ['tsconfig.json', 'tsconfig.build.json'].map((name) => readModifiedTime(resolvePath(name)));
  if (built >= Math.max(readNewestTime(resolvePath('src')), ...configs)) return true;
  const reason = built === 0 ? 'dist is missing' : 'src is newer than dist';
  return run(`${reason}: build`, process.execPath, [resolvePath('scripts', 'build.mjs')]);
}

if (!(install() && build())) process.exitCode = 1;
