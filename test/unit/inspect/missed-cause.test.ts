import { expect, test } from 'vitest';
import { isAskedLater } from '../../../src/inspect/missed-cause.js';

const CREATED = '2026-01-01T11:30:00Z';
const LATER = '2026-01-01T11:30:01Z';

const ASKING = {
  'f:metadata': { 'f:annotations': { 'f:instrumentation.opentelemetry.io/inject-nodejs': {} } },
};
const CREATING = { 'f:spec': { 'f:containers': { 'k:{"name":"app"}': { '.': {} } } } };
const OTHER = { 'f:metadata': { 'f:annotations': { 'f:example.com/owner': {} } } };

/** Notes of the API server: when somebody wrote which fields. */
type Notes = readonly (readonly [time: string, fields: object])[];

test.each<[string, Notes, boolean]>([
  ['whose creation asks', [[CREATED, { ...ASKING, ...CREATING }]], false],
  [
    'that is annotated a second later',
    [
      [CREATED, CREATING],
      [LATER, ASKING],
    ],
    true,
  ],
  [
    'that is annotated within the second',
    [
      [CREATED, CREATING],
      [CREATED, ASKING],
    ],
    true,
  ],
  [
    'that gets another annotation',
    [
      [CREATED, { ...ASKING, ...CREATING }],
      [LATER, OTHER],
    ],
    false,
  ],
  ['whose creator asks later, in the same note', [[LATER, { ...ASKING, ...CREATING }]], true],
  ['without notes', [], false],
])('a pod %s', (_, notes, expected) => {
  const managedFields = notes.map(([time, fieldsV1]) => ({ time, fieldsV1 }));
  const metadata = { name: 'later', creationTimestamp: CREATED, managedFields };
  expect(isAskedLater({ metadata })).toBe(expected);
});
