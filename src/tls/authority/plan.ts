import { planBundleMove, listContended } from './trust-move.js';
import type { Phase } from './authority-facts.js';
import type { Move } from './moves.js';
import type { Problem } from './problems.js';
import { findIssueCause, planSecretMove } from './ca-move.js';
import { planSignMove } from './leaf-move.js';
import { isInEveryBundle, type Registration, type AuthorityView } from './view.js';

/**
 * Decides what a replica does next; `undefined` when all is as it should be, or cannot be put right now. The Secret comes
 * first: what is trusted and what signs follows from it. Every replica decides alike, and a write of two succeeds once.
 */
export const planNextMove = (view: AuthorityView): Move | undefined =>
  planSecretMove(view) ?? planBundleMove(view) ?? planSignMove(view);

/** What keeps certificates from being as they should be, each with a sentence that says what to do. */
export const listProblems = (view: AuthorityView): readonly Problem[] => [
  ...listSecretProblems(view),
  ...listRegistrationProblems(view),
];

function listSecretProblems(view: AuthorityView): readonly Problem[] {
  const { foreign } = view.secret;
  if (foreign !== undefined)
    return [
      {
        code: 'secret-foreign',
        message: `The Secret is not ours and stays as it is. ${foreign} Delete it, or name another with --ca-secret.`,
      },
    ];
  const need = findIssueCause(view);
  if (need === undefined || view.canCreate) return [];
  return [
    {
      code: 'creation-limited',
      message:
        `A new CA is needed, but several were issued recently. ${need.reason} ` +
        'Find out what removes or changes the Secret; the next CA is issued within a quarter of an hour.',
    },
  ];
}

function listRegistrationProblems(view: AuthorityView): readonly Problem[] {
  const injected = view.registrations.flatMap(listInjectorProblems);
  if (!view.registrations.some(({ webhooks }) => webhooks.length > 0))
    return [
      {
        code: 'registration-missing',
        message:
          'No webhook configuration calls our Service. Apply the manifests, or correct --service and its namespace.',
      },
      ...injected,
    ];
  return [...injected, ...listContended(view).map(buildContendedProblem)];
}

const listInjectorProblems = ({ kind, name, injector }: Registration): readonly Problem[] =>
  injector === undefined
    ? []
    : [
        {
          code: 'bundle-injected',
          message:
            `${kind} ${name} has the annotation ${injector}: something else fills its caBundle, which is left to it. ` +
            'Remove the annotation, or serve its certificate with --certs FOLDER.',
        },
      ];

const buildContendedProblem = ({ kind, name, writer }: Registration): Problem => ({
  code: 'bundle-contended',
  message:
    `The CA was removed from the caBundle of ${kind} ${name} again and again${writer === undefined ? '' : `, last by ${writer}`}. ` +
    'It is put back every ten minutes. Tell that tool to leave clientConfig.caBundle alone.',
});

/** Where the CAs of the Secret are on their way. */
export function getPhase(view: AuthorityView): Phase {
  const { current, next } = view.secret.authorities;
  if (next !== undefined) return isInEveryBundle(view, next.id) ? 'settling' : 'publishing';
  if (current === undefined) return 'none';
  return isInEveryBundle(view, current.id) ? 'steady' : 'first';
}
