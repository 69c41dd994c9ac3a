import { beforeAll, describe, expect, test } from 'vitest';
import { acceptedPlatforms, refusedPlatforms } from '../support/platform-fixtures.js';
import { refusalOf } from './suite/refusal.js';
import { api, kubectl } from './suite/test-cluster.js';
import { manifests } from './suite/webhook.js';

const DEFINITION = manifests('base', 'tracingplatforms.tracing.dokaseca.io.yaml');
const PLATFORMS = '/apis/tracing.dokaseca.io/v1alpha1/tracingplatforms';

beforeAll(() => {
  kubectl('apply', '-f', DEFINITION);
  kubectl('wait', '--for=condition=Established', '--timeout=60s', '-f', DEFINITION);
});

describe('a TracingPlatform, by the definition alone', () => {
  test.each(acceptedPlatforms())('$name is taken', async ({ object }) => {
    const { status } = await api(`${PLATFORMS}?dryRun=All`, { method: 'POST', body: object });
    expect(status).toBe(201);
  });

  const refused = refusedPlatforms().filter(({ isRefusedByDefinition }) => isRefusedByDefinition);

  test.each(refused)('$name is refused, with path and remedy', ({ file, kubectl: says }) => {
    const told = refusalOf(file);
    for (const part of says) expect(told).toContain(part);
  });
});
