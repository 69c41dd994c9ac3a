import { expect, test } from 'vitest';
import { buildClusterProcessor } from '../../../src/render/collector/processors.js';
import { buildDatasources } from '../../../src/render/grafana/datasources.js';
import { escapeDollars } from '../../../src/render/escape-dollars.js';
import { renderSettings } from '../../support/platforms.js';

test.each([
  ['plain', 'plain'],
  ['a$$b${HOME}c', 'a$$$$b$${HOME}c'],
])('%s is written as %s', (text, written) => {
  expect(escapeDollars(text)).toBe(written);
});

test('the name of the cluster is', () => {
  expect(buildClusterProcessor('a$b').config).toMatchObject({
    attributes: [{ value: 'a$$b' }, { value: 'a$$b' }],
  });
});

test('what Grafana is told of a backend is, and its own variables are not', () => {
  const tempo = {
    queryEndpoint: 'http://tempo:3200/$a',
    tenant: { fixed: 'a$b' },
    headers: [{ name: 'x-$a', secretName: 's', key: 'k' }],
  };
  const addons = { enable_tempo: true, enable_opentelemetry_operator: true };
  expect(buildDatasources(renderSettings({ addons, backends: { tempo } }))[0]).toMatchObject({
    url: 'http://tempo:3200/$$a',
    jsonData: { httpHeaderName1: 'X-Scope-OrgID', httpHeaderName2: 'x-$$a' },
    secureJsonData: { httpHeaderValue1: 'a$$b', httpHeaderValue2: '${TEMPO_HEADER_1}' },
  });
});
