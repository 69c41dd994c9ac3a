import { PART_FILES, type RenderedPart } from './parts.js';
import type { Part } from './choices.js';

/** One part of a choice that has all backends off: a file that says so, in the place of one that has objects. */
export const renderNothing = (part: Part): RenderedPart => ({
  part,
  objects: [],
  namespaces: [],
  body: '# No tracing backend is enabled, so nothing is rendered.\n',
  file: PART_FILES[part],
  data: EMPTY_DATA[part],
});

const NO_OBJECTS = { apiVersion: 'v1', kind: 'List', items: [] };
const EMPTY_DATA: Readonly<Record<Part, unknown>> = {
  platform: NO_OBJECTS,
  collector: NO_OBJECTS,
  monitoring: NO_OBJECTS,
  datasources: NO_OBJECTS,
  dashboard: null,
  instrumentation: NO_OBJECTS,
  values: {},
  access: [],
  images: { images: [], charts: [] },
};
