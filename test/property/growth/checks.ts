import { checkUnusedComponents } from '../../../src/render/check/pipeline-issues.js';
import { hasCheckable } from '../../../src/render/check/check-documents.js';
import type { CheckedDocument } from '../../../src/render/check/checked-documents.js';
import { redactSides } from '../../../src/render/check/shown-sides.js';
import type { RenderedPart } from '../../../src/render/parts.js';
import { renderSettings } from '../../support/platforms.js';

/** What `render --check` does with so many things, made beforehand. */
type Check = readonly [string, (count: number) => () => unknown];

const SETTINGS = renderSettings({ addons: { enable_tempo: true } });

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const objectOf = (name: string): CheckedDocument['value'] => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
});

/** Lists of which every item was looked for in another list. */
export const CHECKS: readonly Check[] = [
  [
    'components and their uses',
    (count: number) => {
      const ids = times(count, (index) => `otlp/${index}`);
      const config = {
        exporters: Object.fromEntries(ids.map((id) => [id, {}])),
        service: { pipelines: { traces: { exporters: ids } } },
      };
      const checked = {
        config,
        whole: config,
        isAdded: () => false,
        isSidecar: false,
        fillsAddresses: false,
      };
      return () => checkUnusedComponents({ ...checked, place: () => '' }, SETTINGS);
    },
  ],
  [
    'items with names',
    (count: number) => {
      const items = times(count, (index) => ({ name: `A${index}` }));
      return () => redactSides(items, [...items].reverse());
    },
  ],
  [
    'objects',
    (count: number) => {
      const found = times(count, (index): CheckedDocument => ({
        ...{ kind: 'Service', apiVersion: 'v1', value: objectOf(`a${index}`) },
        locate: () => '',
        blockAt: () => undefined,
      }));
      const objects = times(count, (index) => ({ value: objectOf(`b${index}`) }));
      const part: RenderedPart = {
        part: 'collector',
        objects,
        namespaces: [],
        body: '',
        file: '',
        data: undefined,
      };
      return () => hasCheckable(found, [part]);
    },
  ],
];
