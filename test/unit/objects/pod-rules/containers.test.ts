import { describe, expect, test } from 'vitest';
import { SECTIONS } from '../../../../src/core/objects/instrumentation-sections.js';
import { ignoredOf, readSpec } from './reading.js';

const IMAGE = 'is no image reference; allowed: registry/name:tag or registry/name@sha256:digest; correct it';
const QUANTITY =
  'is not a quantity; allowed: a number with an optional unit; write it as 500m, 0.5, 64Mi or 1Gi';

describe('an image that no kubelet can read gives way to the default', () => {
  test.each(['my image', ' a', 'a\n', 'a:b:c', 'Agents/Java', 'a@sha256:1', 'https://r.io/a', '/a', 'a/'])(
    '%j',
    (image) => {
      for (const section of SECTIONS) {
        expect(ignoredOf({ [section]: { image } })).toEqual([`spec.${section}.image: ${IMAGE}`]);
        expect(readSpec({ [section]: { image, env: [] } }).spec).toEqual({ [section]: { env: [] } });
      }
    },
  );

  test.each([
    '',
    'java',
    'java:2.30',
    'Registry.io/a:1',
    'localhost:5000/a/b-c__d.e:V_1',
    '[::1]:5000/a',
    `a@sha256:${'f'.repeat(64)}`,
  ])('%j is kept', (image) => {
    expect(readSpec({ java: { image } })).toMatchObject({ spec: { java: { image } }, ignored: [] });
  });
});

test.each(['Sometimes', 'always', ' Always'])('pull policy %j is ignored', (imagePullPolicy) => {
  expect(ignoredOf({ imagePullPolicy })).toEqual([
    `spec.imagePullPolicy: is "${imagePullPolicy}"; allowed: Always, IfNotPresent, Never; use one of them`,
  ]);
  expect(readSpec({ imagePullPolicy }).spec).toEqual({});
});

test.each(['', 'Always', 'IfNotPresent', 'Never'])('pull policy %j is kept', (imagePullPolicy) => {
  expect(readSpec({ imagePullPolicy })).toMatchObject({ spec: { imagePullPolicy }, ignored: [] });
});

describe('resources', () => {
  test.each(['64 MB', '64MB', '-1', '1e', '', 'half', '0x10', '1ki', '1E', '1e99'])(
    'quantity %j',
    (memory) => {
      const spec = { java: { resources: { limits: { memory, cpu: '1' } } } };
      expect(ignoredOf(spec)).toEqual([`spec.java.resources.limits.memory: ${QUANTITY}`]);
      expect(readSpec(spec).spec).toEqual({ java: { resources: { limits: { cpu: '1' } } } });
    },
  );

  test.each([-1, 1e19])('number %j', (cpu) => {
    const spec = { go: { resourceRequirements: { requests: { cpu, memory: 1 } } } };
    expect(ignoredOf(spec)).toEqual([`spec.go.resourceRequirements.requests.cpu: ${QUANTITY}`]);
  });

  test.each(['0', '500m', '+1', '.5', '1.', '1e3', '1P', '128Mi', '1.5Gi', '100n', 0, 0.5, 2 ** 40])(
    'quantity %j is kept',
    (memory) => {
      const spec = { java: { resources: { requests: { memory } } } };
      expect(readSpec(spec)).toMatchObject({ spec, ignored: [] });
    },
  );

  test.each(['nvidia.com/gpu', 'hugepages-2Mi', 'storage', 'pods', 'CPU', ''])('resource %j', (name) => {
    const spec = { nginx: { resourceRequirements: { limits: { [name]: 1, cpu: 1 }, requests: { cpu: 1 } } } };
    expect(ignoredOf(spec)).toHaveLength(1);
    expect(ignoredOf(spec)[0]).toContain(
      ': is no resource of an added container; allowed: cpu, memory, ephemeral-storage; remove it',
    );
    expect(readSpec(spec).spec).toEqual({
      nginx: { resourceRequirements: { limits: { cpu: 1 }, requests: { cpu: 1 } } },
    });
  });

  test('a map of which nothing is left is left out, so that the defaults hold', () => {
    const spec = { java: { resources: { limits: { cpu: 'x', 'a.b/c': 1 }, requests: { cpu: 1 } } } };
    expect(ignoredOf(spec)).toEqual([
      `spec.java.resources.limits.cpu: ${QUANTITY}; spec.java.resources.limits is ignored until then`,
      'spec.java.resources.limits["a.b/c"]: is no resource of an added container; allowed: cpu, memory, ephemeral-storage; remove it; spec.java.resources.limits is ignored until then',
    ]);
    expect(readSpec(spec).spec).toEqual({ java: { resources: { requests: { cpu: 1 } } } });
  });

  test('an empty map is the user’s own', () => {
    const spec = { java: { resources: { limits: {} } } };
    expect(readSpec(spec)).toMatchObject({ spec, ignored: [] });
  });

  test('claims', () => {
    expect(ignoredOf({ java: { resources: { claims: [{ name: 'gpu' }] } } })).toEqual([
      'spec.java.resources.claims: names claims that not every pod has; allowed: limits, requests; remove it',
    ]);
  });
});

describe('extensions of the Java agent', () => {
  const kept = { image: 'ext:1', dir: 'extensions' };
  test.each<[string, object, string]>([
    ['no image', { image: '', dir: '/a' }, `.image: ${IMAGE}`],
    ['image with a space', { image: ' ext', dir: '/a' }, `.image: ${IMAGE}`],
    ['no folder', { image: 'ext', dir: '' }, '.dir: is ""; allowed: a folder of the image; correct it'],
    ['an option', { image: 'ext', dir: '-t' }, '.dir: is "-t"; allowed: a folder of the image; correct it'],
  ])('%s', (_, extension, place) => {
    const spec = { java: { extensions: [extension, kept] } };
    const at = 'spec.java.extensions[0]';
    expect(ignoredOf(spec)).toEqual([`${at}${place}; ${at} is ignored until then`]);
    expect(readSpec(spec).spec).toEqual({ java: { extensions: [kept] } });
  });
});
