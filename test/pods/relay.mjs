// node relay.mjs FROM TO [FROM TO]...: carries connections on, each end a URL with host and port or the path of a Unix
// socket. A socket file is seen from every network namespace, so it leads out of one that has no route.
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

/**
 * Carries each connection to `from` on to `to`; both as `net` takes them.
 * @param {import('node:net').ListenOptions} from
 * @param {import('node:net').NetConnectOpts} to
 * @returns {Promise<import('node:net').Server>}
 */
export function relay(from, to) {
  const server = createServer((near) => {
    const far = connect(to);
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(from, () => resolve(server));
  });
}

/**
 * Reads an end as it is written on the command line.
 * @param {string} text
 */
function readEnd(text) {
  if (text.startsWith('/')) return { path: text };
  const { hostname, port } = new URL(text);
  return { host: hostname, port: Number(port || 80) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const ends = process.argv.slice(2).map(readEnd);
  for (let index = 0; index < ends.length; index += 2) await relay(ends[index], ends[index + 1]);
}
