import { X509Certificate } from 'node:crypto';
import { readRecord, type Fields } from '../../core/json.js';
import type { KubeObject } from '../../kube/object.js';
import { readCertificates, type CaCertificate } from '../../tls/authority/ca.js';
import { hasOwnAuthority } from '../certificate-secret.js';
import type { ClusterFacts } from '../facts.js';
import { formatKubectl } from '../../core/kubectl-command.js';
import { buildOk, buildUnknown, formatCount, type Finding } from '../finding.js';
import { getName, getNamespace, readRecords, readText } from '../object-fields.js';
import { listOwnWebhooks } from './registration-checks.js';

const decode = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

/** Keys of a Secret that hold a certificate by which the API server can know the webhook, best first. */
const AUTHORITY_KEYS = ['current.crt', 'ca.crt'] as const;
const SERVING_KEY = 'tls.crt';

interface Bundle {
  readonly registration: KubeObject;
  readonly webhook: Fields;
  readonly index: number;
  readonly certificates: readonly CaCertificate[];
}

const listBundles = ({ mutating, validating }: ClusterFacts): readonly Bundle[] =>
  [mutating, validating]
    .flatMap((read) => (read.ok ? [read.value] : []))
    .flatMap((registration) => {
      const own = listOwnWebhooks(registration);
      return readRecords(registration, 'webhooks').flatMap((webhook, index) =>
        own.includes(webhook)
          ? [{ registration, webhook, index, certificates: readCertificates(readBundle(webhook)) }]
          : [],
      );
    });

const readBundle = (webhook: Fields): string =>
  decode(readText(readRecord(webhook, 'clientConfig'), 'caBundle'));

/**
 * Whether the API server trusts the certificate of the webhook, as far as the Secret tells that it comes from. What a
 * replica serves cannot be seen through the API server, so a pod that came back from the webhook is the other half.
 */
export function checkBundle(facts: ClusterFacts): Finding {
  const { certificates: secret, mutating } = facts;
  if (!mutating.ok) return buildUnknown(mutating.error);
  const bundles = listBundles(facts);
  if (secret === undefined) return checkFilled(bundles);
  if (!secret.ok) return buildUnknown(secret.error);
  const data = readRecord(secret.value, 'data');
  const wrong = bundles.find(({ certificates }) => !isTrusted(certificates, data));
  if (wrong !== undefined) return describeDistrust(wrong, bundles, secret.value, facts);
  const webhooks = formatCount(bundles.length, 'webhook');
  return buildOk(`The caBundle of ${webhooks} trusts the CA of the Secret ${getName(secret.value)}.`);
}

function checkFilled(bundles: readonly Bundle[]): Finding {
  const empty = bundles.find(({ certificates }) => certificates.length === 0);
  return empty === undefined
    ? buildOk('Each webhook has a caBundle; there is no Secret to compare it with.')
    : { verdict: 'failed', sentence: `The caBundle of ${describeBundle(empty)} holds no certificate.` };
}

function describeDistrust(
  wrong: Bundle,
  bundles: readonly Bundle[],
  secret: KubeObject,
  { installation }: ClusterFacts,
): Finding {
  const found = installation.ok ? installation.value : undefined;
  const data = readRecord(secret, 'data');
  const key = AUTHORITY_KEYS.find((each) => readText(data, each) !== '');
  return {
    verdict: 'failed',
    sentence: `The caBundle of ${describeBundle(wrong)} does not trust the CA of the Secret ${getName(secret)}, so the API server does not call the webhook.`,
    ...(key === undefined ? {} : { command: formatBundlePatch(bundles, secret, key) }),
    remedy:
      found !== undefined && hasOwnAuthority(found.deployment)
        ? 'A running webhook that has the right to do so corrects this by itself.'
        : 'Correct what writes the caBundle, such as the annotation for cert-manager.',
  };
}

const describeBundle = ({ registration, webhook }: Bundle): string =>
  `${readText(webhook, 'name')} (${registration.kind ?? ''} ${getName(registration)})`;

/** Tells whether a bundle has the CA of a Secret, or the one that signed the certificate in it. */
function isTrusted(bundle: readonly CaCertificate[], data: Fields): boolean {
  const authorities = AUTHORITY_KEYS.flatMap((key) => readCertificates(decode(readText(data, key))));
  if (authorities.some(({ id }) => bundle.some((each) => each.id === id))) return true;
  const [serving] = readCertificates(decode(readText(data, SERVING_KEY)));
  if (serving === undefined) return false;
  const leaf = new X509Certificate(serving.cert);
  return bundle.some(({ cert }) => leaf.verify(new X509Certificate(cert).publicKey));
}

/** Both are base64 of PEM, so what the Secret holds is what belongs into the bundle. */
function formatBundlePatch(bundles: readonly Bundle[], secret: KubeObject, key: string): string {
  const kinds = [...new Set(bundles.map(({ registration }) => registration))];
  const commands = kinds.map((registration) => {
    const operations = bundles
      .filter((each) => each.registration === registration)
      .map(({ index }) => `{"op":"add","path":"/webhooks/${index}/clientConfig/caBundle","value":"'"$CA"'"}`);
    const target = formatKubectl(
      'patch',
      (registration.kind ?? '').toLowerCase(),
      getName(registration),
      '--type=json',
    );
    // The shell puts the CA in, so these quotes are not those of a word.
    return `${target} -p '[${operations.join(',')}]'`;
  });
  const path = `{.data.${key.replaceAll('.', String.raw`\.`)}}`;
  const read = formatKubectl(
    '-n',
    getNamespace(secret),
    'get',
    'secret',
    getName(secret),
    '-o',
    `jsonpath=${path}`,
  );
  return [`CA=$(${read})`, ...commands].join(' && ');
}

const DAY_MS = 86_400_000;
/** Own CAs are renewed long before that. */
const SOON_MS = 7 * DAY_MS;

/** Whether the certificates that are trusted and served are valid, and for how long. */
export function checkCertificates(facts: ClusterFacts): Finding {
  const { certificates: secret, askedAt, version } = facts;
  const now = (version.ok ? version.value.date : undefined) ?? askedAt;
  const data = secret?.ok === true ? readRecord(secret.value, 'data') : {};
  const keys = [...AUTHORITY_KEYS, SERVING_KEY];
  const held = keys.flatMap((key) => readCertificates(decode(readText(data, key))));
  const known = held.length > 0 ? held : listBundles(facts).flatMap(({ certificates }) => certificates);
  const [first] = [...known].sort((a, b) => a.notAfter.getTime() - b.notAfter.getTime());
  if (first !== undefined) return judgeLifetime(first, now, facts);
  return secret?.ok === false
    ? buildUnknown(secret.error)
    : { verdict: 'unknown', sentence: 'No certificate was found that could be checked.' };
}

function judgeLifetime({ notBefore, notAfter }: CaCertificate, now: Date, facts: ClusterFacts): Finding {
  const left = notAfter.getTime() - now.getTime();
  if (notBefore > now)
    return {
      verdict: 'failed',
      sentence: `A certificate of the webhook is not valid before ${formatMinute(notBefore)}.`,
      remedy: 'Correct the clock of the cluster, or renew the certificate.',
    };
  if (left <= 0)
    return {
      ...renew(facts, `A certificate of the webhook ended on ${formatMinute(notAfter)}.`),
      verdict: 'failed',
    };
  return left < SOON_MS
    ? renew(facts, `A certificate of the webhook ends on ${formatMinute(notAfter)}.`)
    : buildOk(`The certificates are valid until ${formatMinute(notAfter)}.`);
}

/** `2026-01-31 12:00 UTC`. */
const formatMinute = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function renew({ installation }: ClusterFacts, sentence: string): Finding {
  const found = installation.ok ? installation.value : undefined;
  return {
    verdict: 'warning',
    sentence,
    ...(found === undefined
      ? {}
      : {
          command: formatKubectl(
            '-n',
            found.namespace,
            'rollout',
            'restart',
            `deployment/${getName(found.deployment)}`,
          ),
        }),
    remedy: 'If that does not renew the certificate, renew its Secret, for example with cert-manager.',
  };
}
