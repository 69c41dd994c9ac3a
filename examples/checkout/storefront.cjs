// Sells tea: asks checkout for the price, then places the order there. Nothing here knows of OpenTelemetry.
const { createServer } = require('node:http');

const { LISTEN = '0.0.0.0:8080', CHECKOUT_URL = 'http://checkout:8080' } = process.env;
const [host, port] = LISTEN.split(':');
const log = (entry) => process.stdout.write(`${JSON.stringify(entry)}\n`);

async function ask(method, path) {
  const response = await fetch(new URL(path, CHECKOUT_URL), { method });
  const body = await response.json();
  if (!response.ok) throw new Error(`checkout: ${body.error}`);
  return body;
}

async function buy(item) {
  const query = `item=${encodeURIComponent(item)}`;
  const { price } = await ask('GET', `/price?${query}`);
  const { order } = await ask('POST', `/orders?${query}`);
  return { item, price, order };
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://storefront');
  const answer = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (pathname !== '/buy') return answer(404, { error: 'no such page' });
  buy(searchParams.get('item') ?? 'tea').then(
    (body) => answer(200, body),
    (error) => answer(502, { error: error.message }),
  );
});

server.listen(Number(port), host, () => log({ event: 'listening', port: server.address().port }));

// The Node.js agent listens for SIGTERM too: it sends what it has left and does not end the process. Without work the
// process ends by itself, after that.
process.on('SIGTERM', () => server.close());
