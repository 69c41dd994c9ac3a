import { afterEach } from 'vitest';
import { startApiServer, type ApiServer } from '../support/api-server/api-server.js';
import { authoritySuite } from '../support/authority/suite.js';

let server: ApiServer | undefined;

authoritySuite(async () => {
  server ??= await startApiServer();
  return [
    server.connection,
    { service: 'doka-tracing', secret: 'doka-tracing-ca', configuration: 'doka-tracing' },
  ];
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
});
