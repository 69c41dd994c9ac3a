import { afterEach, jest } from '@jest/globals';
import { startApiServer, type ApiServer } from '../support/api-server/api-server.js';
import { authoritySuite } from '../support/authority/suite.js';

jest.setTimeout(20_000);

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
