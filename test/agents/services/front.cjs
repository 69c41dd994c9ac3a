// node front.cjs PORT [NEXT]: answers every request, after asking the next service if there is one.
const { createServer } = require('node:http');

const [port, next] = process.argv.slice(2);

const server = createServer(async (request, response) => {
  try {
    const rest = next === undefined ? '' : await (await fetch(next)).text();
    response.end(`front ${rest}`);
  } catch (error) {
    response.writeHead(502).end(String(error));
  }
});
server.listen(Number(port), '0.0.0.0');

// The agent listens for SIGTERM and does not end the process, which ends by itself when it has nothing to do.
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
