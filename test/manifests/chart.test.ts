// What of the chart can be known without Helm; npm run test:chart has the rest.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildValuesSchema, listValues, VERIFY_FLAGS, VERIFY_OPTIONS } from '../../scripts/chart/values.js';
import { optionsOf } from '../support/command-options.js';
import { readPackageVersion } from '../../src/text/package-version.js';
import { like } from '../support/like.js';
import { MANIFESTS } from '../support/kustomize.js';

const CHART = join(MANIFESTS, 'chart');
const textOf = (path: string): string => readFileSync(join(CHART, path), 'utf8');

test('the chart and the program in its image are of the version of the package', () => {
  const version = readPackageVersion();
  expect(parse(textOf('Chart.yaml'))).toMatchObject({ version, appVersion: version });
});

test('the chart needs the Kubernetes that the documentation names', () => {
  expect(parse(textOf('Chart.yaml'))).toMatchObject({ kubeVersion: '>=1.30.0-0' });
  expect(readFileSync(join(MANIFESTS, '../docs/helm.md'), 'utf8')).toContain('Kubernetes 1.30 or later');
});

const TEMPLATES = readdirSync(join(CHART, 'templates'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(yaml|tpl|txt)$/.test(name),
);

test.each(TEMPLATES)('%s makes no certificate and reads no Secret', (name) => {
  expect(textOf(join('templates', name))).not.toMatch(
    /\bgen[A-Z]\w+|\brand[A-Z]\w+|BEGIN |caBundle:|"Secret"/,
  );
});

describe('values', () => {
  const USED = new Set(
    TEMPLATES.flatMap((name) => [...textOf(join('templates', name)).matchAll(/\.Values\.([\w.]+)/g)]).map(
      ([, path = '']) => path,
    ),
  );

  test.each(listValues().map(({ path }) => path))('%s is used by a template', (path) => {
    expect([...USED]).toContain(path);
  });

  test('no template uses another', () => {
    const known = listValues().map(({ path }) => path);
    expect([...USED].filter((path) => !known.includes(path))).toEqual([]);
  });

  test('those of the file are the defaults of the schema', () => {
    const file = parse(textOf('values.yaml')) as Readonly<Record<string, unknown>>;
    const valueAt = (path: string): unknown =>
      path
        .split('.')
        .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], file);
    for (const { path, schema } of listValues())
      expect([path, valueAt(path)]).toEqual([path, schema['default']]);
    expect(Object.keys(buildValuesSchema()['properties'] as object)).toEqual([
      ...Object.keys(file),
      'global',
    ]);
  });

  test('the options of helm test are options of verify', () => {
    const options = optionsOf('verify');
    const named = (isFlag: boolean): readonly (string | undefined)[] =>
      options.filter((option) => (!option.required && !option.optional) === isFlag).map(({ long }) => long);
    expect(named(true)).toEqual(like.arrayContaining(VERIFY_FLAGS.map((name) => `--${name}`)));
    expect(named(false)).toEqual(like.arrayContaining(VERIFY_OPTIONS.map((name) => `--${name}`)));
  });
});
