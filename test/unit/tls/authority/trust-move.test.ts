import { expect, test } from 'vitest';
import { planBundleMove, listContended } from '../../../../src/tls/authority/trust-move.js';
import type { AuthorityView } from '../../../../src/tls/authority/view.js';
import { ca, foreign, registration, retired, view } from './facts.js';

/** `restored: pods young old` for a move that writes these. */
function told(seen: AuthorityView): string {
  const move = planBundleMove(seen);
  if (move === undefined) return 'nothing';
  return `${move.cause}: ${move.bundles.flatMap(({ certificates }) => certificates.map(({ id }) => id)).join(' ')}`;
}

const [current, next, stranger] = [ca('current', 60), ca('next'), ca('stranger', 30)];
const held = (...trusted: Parameters<typeof registration>[0]): Pick<AuthorityView, 'registrations'> => ({
  registrations: [registration(trusted)],
});

test.each<[string, AuthorityView, string]>([
  ['a first CA is published', view({ current }, held()), 'published: current'],
  [
    'a next CA is published before it signs',
    view({ current, next }, held(current)),
    'published: next current',
  ],
  [
    'the order is that of their age',
    view({ current: next, next: current }, held()),
    'published: next current',
  ],
  [
    'what is right is not written, in whatever order',
    view({ current, next }, held(current, next)),
    'nothing',
  ],
  [
    'what was removed is put back',
    view({ current }, { ...held(), published: new Set(['current']) }),
    'restored: current',
  ],
  [
    'what others have put in stays, behind',
    view({ current }, held(foreign('a'), foreign('b'))),
    'published: current a b',
  ],
  ['unless it has ended', view({ current }, held(foreign('a', -1))), 'published: current'],
  ['which alone is no reason to write', view({ current }, held(current, foreign('a', -1))), 'nothing'],
  [
    'a retired CA stays while a leaf of it may be valid',
    view({ current, previous: [retired('x', 3)] }, held(current)),
    'published: current x',
  ],
  [
    'and leaves after that',
    view({ current, previous: [retired('x', -1)] }, held(current, retired('x', -1))),
    'retired: current',
  ],
  [
    'but not while no CA signs',
    view({ next, previous: [retired('x', -1)] }, held(next, retired('x', -1))),
    'nothing',
  ],
  [
    'in its last hour it is not put back',
    view({ current, previous: [retired('x', 1 / 48)] }, held(current)),
    'nothing',
  ],
  [
    'nor taken away',
    view({ current, previous: [retired('x', 1 / 48)] }, held(current, retired('x', 1 / 48))),
    'nothing',
  ],
  [
    'a CA of ours that the Secret does not know stays until it does',
    view({ current }, held(stranger)),
    'published: stranger current',
  ],
  ['without a Secret nothing is touched', view(undefined, held(stranger)), 'nothing'],
  [
    "with somebody else's Secret neither",
    view({}, { ...held(retired('x', 1)), secret: { foreign: 'x' } }),
    'nothing',
  ],
])('%s', (_case, seen, move) => {
  expect(told(seen)).toBe(move);
});

test('a configuration that an injector fills is left to it, the other one is written', () => {
  const injected = { ...registration([]), injector: 'cert-manager.io/inject-ca-from' };
  const own = registration([], 'ValidatingWebhookConfiguration');
  const seen = view({ current }, { registrations: [injected, own] });
  expect(planBundleMove(seen)?.registration.kind).toBe('ValidatingWebhookConfiguration');
  expect(planBundleMove(view({ current }, { registrations: [injected] }))).toBeUndefined();
});

test('only the webhooks that need it are written', () => {
  const [webhook] = registration([]).webhooks;
  if (webhook === undefined) throw new Error('no webhook');
  const webhooks = [webhook, { ...webhook, index: 3, name: 'b', trusted: [current] }];
  const move = planBundleMove(view({ current }, { registrations: [{ ...registration([]), webhooks }] }));
  expect(move?.bundles.map(({ index }) => index)).toEqual([0]);
});

test('what was put back too often is not put back, and is reported; new CAs are published all the same', () => {
  const removed = { ...held(), published: new Set(['current']), restorableKinds: new Set<never>() };
  expect(told(view({ current }, removed))).toBe('nothing');
  expect(listContended(view({ current }, removed))).toHaveLength(1);
  expect(told(view({ current, next }, { ...removed, ...held(current) }))).toBe('published: next current');
});

test('a tool run wild does not let a bundle grow, and the CA of the own leaf stays in it', () => {
  const strangers = Array.from({ length: 40 }, (_, index) => ca(`s${index}`, index));
  const leaf = { issuer: 's39', notBefore: current.notBefore, notAfter: current.notAfter };
  const move = planBundleMove(view({ current }, { ...held(current, ...strangers), leaf }));
  expect(move?.bundles[0]?.certificates).toHaveLength(1 + 16 + 1);
  expect(move?.bundles[0]?.certificates).toContainEqual(strangers[39]);
});
