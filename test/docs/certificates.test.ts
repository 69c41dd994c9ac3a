import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { PHASES } from '../../src/tls/authority/authority-facts.js';
import { CA_LIFE_MS, LEAF_LIFE_MS, SETTLE_MS } from '../../src/tls/bounds.js';
import { PROBLEM_CODES } from '../../src/tls/authority/problems.js';
import { MANIFESTS, only, rendered } from '../support/kustomize.js';
import { textOf } from './markdown.js';

const PAGE = textOf('docs/certificates.md');
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** The first column of the table with this head. */
const firstColumn = (head: string): readonly string[] => {
  const [, table = ''] = new RegExp(`^\\| ${head} .+\\n\\|[ -|]+\\n((?:\\|.+\\n)+)`, 'm').exec(PAGE) ?? [];
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, code = '']) => code);
};

test('every problem and every phase is explained, and no other', () => {
  expect(firstColumn('code')).toEqual(PROBLEM_CODES);
  expect(firstColumn('phase')).toEqual(PHASES);
});

test('the times are those of the code', () => {
  expect(SETTLE_MS).toBe(60_000);
  expect(PAGE).toContain(
    `${CA_LIFE_MS / DAY_MS} days; the next one takes over after ${(CA_LIFE_MS * 2) / 3 / DAY_MS}`,
  );
  expect(PAGE).toContain(
    `${LEAF_LIFE_MS / DAY_MS} days; renewed after ${(LEAF_LIFE_MS * 2) / 3 / HOUR_MS} hours`,
  );
  expect(PAGE).toContain(`renewed ${LEAF_LIFE_MS / 3 / HOUR_MS} hours before it expires`);
});

const KINDS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

test.each(KINDS)('a leaked CA is taken out of every caBundle of the %s', (kind) => {
  const [, patch = ''] =
    new RegExp(`kubectl patch ${kind.toLowerCase()} .+?-p '(.+?)'`, 's').exec(PAGE) ?? [];
  const webhooks = only(rendered(join(MANIFESTS, 'base')), kind)['webhooks'] as readonly unknown[];
  expect(JSON.parse(patch)).toEqual(
    webhooks.map((_, index) => ({ op: 'add', path: `/webhooks/${index}/clientConfig/caBundle`, value: '' })),
  );
});

test('a tool that keeps objects as they are in git leaves the caBundle of both kinds alone', () => {
  const [, block = ''] = /```yaml\n(ignoreDifferences:.+?)```/s.exec(PAGE) ?? [];
  const { ignoreDifferences } = parse(block) as { readonly ignoreDifferences: readonly { kind: string }[] };
  expect(ignoreDifferences.map(({ kind }) => kind)).toEqual(KINDS);
});
