import { expect, test } from 'vitest';
import { planSignMove } from '../../../../src/tls/authority/leaf-move.js';
import type { AuthorityView } from '../../../../src/tls/authority/view.js';
import { ca, daysFrom, leaf, NOW, registration, view } from './facts.js';

const [current, ending] = [ca('current'), ca('ending', 88)];
const VALIDATING = 'ValidatingWebhookConfiguration';
const trusted = { registrations: [registration([current])] };

test.each<[string, AuthorityView, string | undefined]>([
  [
    'the first waits until its CA is read back',
    view({ current }, { registrations: [registration([])] }),
    undefined,
  ],
  ['and until there is a configuration', view({ current }), undefined],
  ['then it is signed', view({ current }, trusted), 'first'],
  [
    'a configuration for validations that does not trust it is not waited for',
    view({ current }, { registrations: [registration([current]), registration([], VALIDATING)] }),
    'first',
  ],
  [
    'one that does is not enough',
    view({ current }, { registrations: [registration([]), registration([current], VALIDATING)] }),
    undefined,
  ],
  [
    'unless it is the only one',
    view({ current }, { registrations: [registration([current], VALIDATING)] }),
    'first',
  ],
  ['one that is good stays', view({ current }, { ...trusted, leaf: leaf('current') }), undefined],
  ['after two thirds it is renewed', view({ current }, { ...trusted, leaf: leaf('current', 5) }), 'leaf-due'],
  ['also while the bundle lacks its CA', view({ current }, { leaf: leaf('current', 5) }), 'leaf-due'],
  ['one that has ended is renewed', view({ current }, { leaf: leaf('current', 8) }), 'leaf-due'],
  ['one that has not begun is renewed', view({ current }, { leaf: leaf('current', -1) }), 'leaf-due'],
  ['another CA takes over', view({ current }, { ...trusted, leaf: leaf('old') }), 'ca-changed'],
  ['but not before it is read back', view({ current }, { leaf: leaf('old') }), undefined],
  ['a next CA does not sign', view({ next: current }, trusted), undefined],
  ['a CA that has ended does not sign', view({ current: ca('current', 91) }, trusted), undefined],
  [
    'a renewal that would end no later is none',
    view({ current: ending }, { leaf: { ...leaf('ending', 5), notAfter: ending.notAfter } }),
    undefined,
  ],
  [
    'nor is one with a Secret that was read too long ago',
    view({ current }, { leaf: leaf('current', 5), secretReadAt: daysFrom(-5) }),
    undefined,
  ],
])('%s', (_case, seen, cause) => {
  expect(planSignMove(seen)?.cause).toBe(cause);
});

test('a leaf lives a week, and its start lies an hour back', () => {
  expect(planSignMove(view({ current }, trusted))?.lifetime).toEqual({
    notBefore: daysFrom(-1 / 24),
    notAfter: daysFrom(7),
  });
});

test('a leaf lies within the life of its CA', () => {
  const young = { ...current, notBefore: NOW };
  const seen = (held: typeof current): AuthorityView =>
    view({ current: held }, { registrations: [registration([held])] });
  expect(planSignMove(seen(young))?.lifetime.notBefore).toEqual(NOW);
  expect(planSignMove(seen(ending))?.lifetime.notAfter).toEqual(ending.notAfter);
});

test('a leaf ends a week after its CA was last seen to sign', () => {
  const seen = view({ current }, { ...trusted, secretReadAt: daysFrom(-2) });
  expect(planSignMove(seen)?.lifetime.notAfter).toEqual(daysFrom(5));
});
