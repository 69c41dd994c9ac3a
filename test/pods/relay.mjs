// node relay.mjs SOCKET URL: carries connections to a Unix socket on to the host and port of a URL. A socket file is
// seen from every network namespace, so it leads out of one that has no route.
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [path, target] = process.argv.slice(2);
  const { hostname, port } = new URL(target);
  await relay({ path }, { host: hostname, port: Number(port) });
}
