// Compiles src to dist. The output is swapped in only when the whole program compiled, so that a failed
// build leaves the previous dist as it was.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

const started = new Date();
const staging = mkdtempSync(join(root, 'dist-'));
const outcome = spawnSync(
  process.execPath,
  [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', staging, '--noEmitOnError'],
  { stdio: 'inherit' },
);

if (outcome.status === 0) {
  const main = join(staging, 'main.js');
  chmodSync(staging, 0o755); // mkdtemp makes it private; the image runs as another user
  chmodSync(main, 0o755);
  utimesSync(main, started, started); // a file saved during the build counts as newer than it
  rmSync(dist, { recursive: true, force: true });
  renameSync(staging, dist);
} else {
  rmSync(staging, { recursive: true, force: true });
  process.exitCode = 1;
}
