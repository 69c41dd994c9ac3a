import { expect, test } from 'vitest';
import { resolveDrainSeconds, type ServeOptions } from '../../../src/serve/serve-options.js';

const OPTIONS: ServeOptions = {
  ...{ paths: [], languages: new Set(), owners: 'name', logLevel: 'info', warmUp: 0, auditEvery: 0 },
  ...{ port: 0, host: '127.0.0.1', adminPort: 0, pagePort: 0 },
  ...{ service: 'doka-tracing', caSecret: 'doka-tracing-ca', webhookConfiguration: 'doka-tracing' },
  clusterDomain: 'cluster.local',
};

test.each([
  ['in a cluster', undefined, true, 10],
  ['without one', undefined, false, 0],
  ['as it is told to in a cluster', 0, true, 0],
  ['as it is told to without one', 7, false, 7],
])('it drains %s', (_where, drainSeconds, isInCluster, expected) => {
  const options = drainSeconds === undefined ? OPTIONS : { ...OPTIONS, drainSeconds };
  expect(resolveDrainSeconds(options, isInCluster)).toBe(expected);
});
