import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { TOPOLOGIES } from '../../../src/core/domain.js';
import type { Component, Pipeline } from '../../../src/render/collector/component.js';
import { chooseImage } from '../../../src/render/collector/config.js';
import { buildTiers } from '../../../src/render/collector/tiers.js';
import { isUpdating } from '../../support/fixtures.js';
import { PATTERNS, renderSettings, STRATEGIES, VERSIONS } from '../../support/platforms.js';

/** The way of spans through the Collectors, for every pattern, topology, strategy and version, in a few lines each. */
const FILE = fileURLToPath(new URL('pipelines.yaml', import.meta.url));

type Shape = Readonly<Record<string, readonly string[]>>;

function shapeOf(spec: object, version: string): Shape {
  const tiers = buildTiers(renderSettings(spec));
  return Object.fromEntries(
    tiers.map(({ name, workload, pipelines }) => [
      `${workload} ${name} (${chooseImage(pipelines, version)})`,
      pipelines.map(line),
    ]),
  );
}

const ids = (components: readonly Component[]): string => components.map(({ id }) => id).join(', ');

function line({ id, receivers, processors, exporters }: Pipeline): string {
  const stations = [receivers, processors, exporters].filter((each) => each.length > 0).map(ids);
  return `${id}: ${stations.join(' > ')}`;
}

function everyShape(): Readonly<Record<string, Shape>> {
  const rows = Object.entries(PATTERNS).flatMap(([pattern, addons]) =>
    TOPOLOGIES.flatMap((topology) =>
      Object.entries(STRATEGIES).flatMap(([strategy, sampling]) =>
        VERSIONS.map((version) => {
          const spec = { addons, collector: { topology, version }, ...(sampling && { sampling }) };
          return [`${pattern}, ${topology}, ${strategy}, ${version}`, shapeOf(spec, version)] as const;
        }),
      ),
    ),
  );
  return Object.fromEntries(rows);
}

test('spans go through the Collectors as they should, under every pattern', () => {
  const shapes = everyShape();
  if (isUpdating()) writeFileSync(FILE, stringify(shapes, { lineWidth: 0, singleQuote: true }));
  expect(shapes).toEqual(parse(readFileSync(FILE, 'utf8')));
});
