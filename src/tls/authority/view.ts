import type { Lifetime } from '../renewal.js';
import type { CaCertificate } from './ca.js';
import { isValid } from './lifetimes.js';
import type { SecretContent } from './secret.js';

/** What one replica sees and remembers when it decides what to do next. Plain data; nothing in it changes. */
export interface AuthorityView {
  /** By the clock of the API server, which is who judges the certificates. */
  readonly now: Date;
  /** When the Secret was read. */
  readonly secretReadAt: Date;
  readonly secret: SecretContent & { readonly exists: boolean };
  /** The webhook configurations that exist. */
  readonly registrations: readonly Registration[];
  /** What this replica serves. */
  readonly leaf: Leaf | undefined;
  /** CAs that this replica has once seen in every `caBundle`. */
  readonly published: ReadonlySet<string>;
  /** Those that it sees there now, and has seen for long enough. */
  readonly settled: ReadonlySet<string>;
  /** Whether it may issue a CA now; creations are few and far between, whatever happens to the Secret. */
  readonly canCreate: boolean;
  /** Configurations to which it may put back what somebody has removed. */
  readonly restorableKinds: ReadonlySet<RegistrationKind>;
}

/** The facts about a serving certificate that decisions need. */
export interface Leaf extends Lifetime {
  /** The id of its CA. */
  readonly issuer: string;
}

export const REGISTRATION_KINDS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;
export type RegistrationKind = (typeof REGISTRATION_KINDS)[number];

/** The parts of a webhook configuration that call our Service. */
export interface Registration {
  readonly kind: RegistrationKind;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  /** The API server adds one for each write that changes the webhooks. */
  readonly generation: number;
  /** The annotation by which something else fills its `caBundle`. */
  readonly injector: string | undefined;
  /** Who was the last to write a `caBundle`, beside us; known only where the API server says so. */
  readonly writer: string | undefined;
  /** Its webhooks that call our Service. */
  readonly webhooks: readonly RegisteredWebhook[];
}

export interface RegisteredWebhook {
  /** Position among all webhooks of the configuration. */
  readonly index: number;
  readonly name: string;
  /** The certificates of its `caBundle`. */
  readonly trusted: readonly CaCertificate[];
}

type RegistrationHolder = Pick<AuthorityView, 'registrations'>;

/** Every webhook that calls us. */
const listWebhooks = ({ registrations }: RegistrationHolder): readonly RegisteredWebhook[] =>
  registrations.flatMap(({ webhooks }) => webhooks);

/** Tells whether a CA is in every `caBundle`; while nothing calls us, none is. */
export function isInEveryBundle(view: RegistrationHolder, id: string): boolean {
  const webhooks = listWebhooks(view);
  return webhooks.length > 0 && webhooks.every(({ trusted }) => trusted.some((ca) => ca.id === id));
}

/**
 * Tells whether a CA is trusted by which the leaf of a replica is accepted for pods: it is in every `caBundle` of the
 * MutatingWebhookConfiguration. Where that does not call us, others say it. A fight over the `caBundle` of validations
 * costs validations, and no pod.
 */
export function isTrustedForPods({ registrations }: RegistrationHolder, id: string): boolean {
  const mutating = registrations.filter(
    ({ kind, webhooks }) => kind === 'MutatingWebhookConfiguration' && webhooks.length > 0,
  );
  return isInEveryBundle({ registrations: mutating.length > 0 ? mutating : registrations }, id);
}

/** Our CAs in any `caBundle`, each once. */
export function listOwnTrustedCas(view: RegistrationHolder): readonly CaCertificate[] {
  const ours = listWebhooks(view).flatMap(({ trusted }) => trusted.filter(({ isOurs }) => isOurs));
  return [...new Map(ours.map((ca) => [ca.id, ca])).values()];
}

/**
 * Tells whether the API server may accept what some replica serves: it trusts something, this CA aside. That may be a CA
 * of somebody else, when the installation has just moved from another source of certificates.
 */
export const hasTrustedCertificate = (view: AuthorityView, except?: string): boolean =>
  listWebhooks(view).some(({ trusted }) => trusted.some((ca) => ca.id !== except && isValid(ca, view.now)));
