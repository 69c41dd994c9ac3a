// Takes orders. Nothing here knows of OpenTelemetry.
const { createServer } = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

const { LISTEN = '0.0.0.0:8080' } = process.env;
const [host, port] = LISTEN.split(':');
const log = (entry) => process.stdout.write(`${JSON.stringify(entry)}\n`);

const PRICES = { tea: 4, coffee: 5 };

const routes = {
  'GET /price': async (item) => {
    await sleep(5);
    return { item, price: PRICES[item] };
  },
  'POST /orders': async (item) => {
    await sleep(20);
    return { item, order: 'accepted' };
  },
};

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://checkout');
  const item = searchParams.get('item');
  const route = routes[`${request.method} ${pathname}`];
  const answer = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (route === undefined) return answer(404, { error: 'no such page' });
  if (!Object.hasOwn(PRICES, item)) return answer(404, { error: 'not sold here' });
  route(item).then(
    (body) => answer(200, body),
    (error) => answer(500, { error: error.message }),
  );
});

server.listen(Number(port), host, () => log({ event: 'listening', port: server.address().port }));

// The Node.js agent listens for SIGTERM too: it sends what it has left and does not end the process. Without work the
// process ends by itself, after that.
process.on('SIGTERM', () => server.close());
