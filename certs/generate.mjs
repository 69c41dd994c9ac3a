// Writes tls.crt and tls.key beside this file: a self-signed certificate for development.
//   node certs/generate.mjs [NAME...]
import { access, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const DAY_MS = 24 * 60 * 60 * 1000;
const folder = dirname(fileURLToPath(import.meta.url));
const built = join(folder, '..', 'dist', 'tls', 'certificates.js');

/** Writes a file in one step, so that a running server never reads half of it. */
async function write(name, text, mode) {
  const path = join(folder, name);
  await writeFile(`${path}.tmp`, text, { mode });
  await rename(`${path}.tmp`, path);
  process.stdout.write(`wrote ${path}\n`);
}

async function main(names) {
  const { issueSelfSigned } = await import(pathToFileURL(built).href);
  const now = Date.now();
  const { cert, key } = await issueSelfSigned({
    names: ['localhost', '127.0.0.1', '::1', ...names],
    notBefore: new Date(now),
    notAfter: new Date(now + 90 * DAY_MS),
  });
  await write('tls.key', key, 0o600);
  await write('tls.crt', cert, 0o644);
}

const isBuilt = await access(built).then(
  () => true,
  () => false,
);
if (isBuilt) {
  await main(process.argv.slice(2));
} else {
  process.stderr.write(`${built} is missing; run "npm run build" first.\n`);
  process.exitCode = 2;
}
