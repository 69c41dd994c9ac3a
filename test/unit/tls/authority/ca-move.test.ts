import { describe, expect, test } from 'vitest';
import type { Authorities } from '../../../../src/tls/authority/ca.js';
import { planSecretMove } from '../../../../src/tls/authority/ca-move.js';
import type { AuthorityView } from '../../../../src/tls/authority/view.js';
import { ca, daysFrom, foreign, NOW, registration, retired, view } from './facts.js';

/** `issue as next (ca-due): current X, previous W` for a move that does so. */
function told(seen: AuthorityView): string {
  const move = planSecretMove(seen);
  if (move === undefined) return 'nothing';
  const what = move.kind === 'issue' ? `issue as ${move.as}` : 'store';
  return `${what} (${move.cause}): ${cas(move.authorities)}`;
}

function cas({ current, next, previous }: Authorities): string {
  const parts = [
    ...(current === undefined ? [] : [`current ${current.id}`]),
    ...(next === undefined ? [] : [`next ${next.id}`]),
    ...previous.map(({ id, trustedUntil }) => `${id} for ${days(trustedUntil)} days`),
  ];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

const days = (until: Date): number => Math.floor((until.getTime() - NOW.getTime()) / 86_400_000);

const [old, other, young] = [ca('old', 61), ca('other'), ca('young')];
const trusting = (...trusted: Parameters<typeof registration>[0]): Pick<AuthorityView, 'registrations'> => ({
  registrations: [registration(trusted)],
});

describe('the first CA', () => {
  test.each<[string, AuthorityView, string]>([
    ['without anything at all', view(undefined), 'issue as current (secret-missing): none'],
    ['with empty bundles', view(undefined, trusting()), 'issue as current (secret-missing): none'],
    [
      'where a CA of ours is trusted, whose leaf another replica may serve',
      view(undefined, trusting(other)),
      'issue as next (secret-missing): other for 7 days',
    ],
    [
      'where one of ours is in one of two bundles',
      view(undefined, {
        registrations: [registration([]), registration([other], 'ValidatingWebhookConfiguration')],
      }),
      'issue as next (secret-missing): other for 7 days',
    ],
    [
      'where a CA of somebody else is trusted, as after a move from cert-manager',
      view(undefined, trusting(foreign('cert-manager'))),
      'issue as next (secret-missing): none',
    ],
    [
      'where the trusted one has ended',
      view(undefined, trusting(ca('ended', 91))),
      'issue as current (secret-missing): none',
    ],
    ['too often of late', view(undefined, { canCreate: false }), 'nothing'],
  ])('%s', (_case, seen, move) => {
    expect(told(seen)).toBe(move);
  });
});

describe('the Secret', () => {
  test.each<[string, AuthorityView, string]>([
    [
      'is damaged, and its CA is trusted',
      view({}, { secret: { damage: ['current.crt: no PEM.'] }, ...trusting(other) }),
      'issue as next (secret-damaged): other for 7 days',
    ],
    [
      'is damaged, and nothing is trusted',
      view({}, { secret: { damage: ['It holds no CA.'] } }),
      'issue as current (secret-damaged): none',
    ],
    [
      'is damaged in its current CA alone: the next one takes over when it has settled',
      view({ next: young }, { secret: { damage: ['current.key: no PEM.'] }, ...trusting(other, young) }),
      'nothing',
    ],
    [
      'is damaged, and no CA may be issued: what is left of it stays',
      view({ previous: [] }, { secret: { damage: ['x'] }, canCreate: false, ...trusting(other) }),
      'nothing',
    ],
    [
      "is somebody else's",
      view({}, { secret: { foreign: 'Its type is Opaque.' }, ...trusting(other) }),
      'nothing',
    ],
    [
      'is a restored one, whose CA has left the bundles',
      view({ current: old }, trusting(other)),
      'store (tidied): next old, other for 7 days',
    ],
    [
      'is a restored one, whose next CA has signed since',
      view({ current: old, next: young }, trusting(young)),
      'store (next-settled): current young, old for 7 days',
    ],
    [
      'is a restored one, whose CA is back in the bundles beside the younger one that it does not know',
      view({ current: old }, trusting(young, old)),
      'store (tidied): next old, young for 7 days',
    ],
    [
      'does not know an older one that is trusted, too',
      view({ current: young }, trusting(young, old)),
      'store (tidied): current young, old for 7 days',
    ],
    [
      'knows all that is trusted',
      view({ current: young, previous: [retired('old', 3)] }, trusting(young, old)),
      'nothing',
    ],
  ])('%s', (_case, seen, move) => {
    expect(told(seen)).toBe(move);
  });
});

describe('a rotation', () => {
  const due = { current: old, next: young };
  test.each<[string, AuthorityView, string]>([
    ['is not due', view({ current: ca('x', 59) }, trusting(ca('x', 59))), 'nothing'],
    [
      'begins at two thirds of the life',
      view({ current: old }, trusting(old)),
      'issue as next (ca-due): current old',
    ],
    [
      'waits for every bundle',
      view(due, { registrations: [registration([old, young]), registration([old])] }),
      'nothing',
    ],
    ['waits for the bundles to settle', view(due, trusting(old, young)), 'nothing'],
    [
      'ends when they have',
      view(due, { ...trusting(old, young), settled: new Set(['young']) }),
      'store (next-settled): current young, old for 7 days',
    ],
    [
      'does not end with what has settled and was removed',
      view(due, { ...trusting(old), settled: new Set(['young']) }),
      'nothing',
    ],
    [
      'ends at once where nothing else is trusted',
      view({ next: young }, trusting(young)),
      'store (next-settled): current young',
    ],
    [
      'does not end at once where a CA of somebody else is trusted',
      view({ next: young }, trusting(young, foreign('cert-manager'))),
      'nothing',
    ],
    [
      'begins anew when the next CA has ended',
      view({ current: old, next: ca('late', 91) }, trusting(old)),
      'issue as next (ca-due): current old',
    ],
  ])('%s', (_case, seen, move) => {
    expect(told(seen)).toBe(move);
  });
});

describe('a CA outside its lifetime', () => {
  test.each<[string, AuthorityView, string]>([
    [
      'has ended',
      view({ current: ca('x', 90) }, trusting(ca('x', 90))),
      'issue as current (ca-invalid): none',
    ],
    [
      'has not begun, as after a clock was put back',
      view({ current: ca('x', -2) }, trusting(ca('x', -2))),
      'issue as current (ca-invalid): x for 7 days',
    ],
  ])('%s', (_case, seen, move) => {
    expect(told(seen)).toBe(move);
  });
});

describe('a retired CA', () => {
  test.each<[string, AuthorityView, string]>([
    [
      'is forgotten when it is over and in no bundle',
      view({ current: young, previous: [retired('old', -1)] }, trusting(young)),
      'store (tidied): current young',
    ],
    [
      'is remembered while it is in one',
      view({ current: young, previous: [retired('old', -1)] }, trusting(young, old)),
      'nothing',
    ],
    [
      'is never trusted longer than it lives',
      view(
        { current: ca('x', 88), next: young },
        { ...trusting(ca('x', 88), young), settled: new Set(['young']) },
      ),
      'store (next-settled): current young, x for 2 days',
    ],
  ])('%s', (_case, seen, move) => {
    expect(told(seen)).toBe(move);
  });

  test('is one of sixteen at most', () => {
    const strangers = Array.from({ length: 30 }, (_, index) => ca(`s${index}`, index));
    const move = planSecretMove(view({ current: young }, trusting(young, ...strangers)));
    expect(move?.authorities.previous.map(({ id }) => id)).toEqual(
      Array.from({ length: 16 }, (_, index) => `s${index}`),
    );
  });
});

test('what signs no more loses its key', () => {
  const seen = view({ current: old, next: young }, { ...trusting(old, young), settled: new Set(['young']) });
  expect(planSecretMove(seen)?.authorities.previous).toEqual([
    {
      ...retired('old', 0),
      notBefore: old.notBefore,
      notAfter: old.notAfter,
      trustedUntil: daysFrom(7 + 1 / 24),
    },
  ]);
});
