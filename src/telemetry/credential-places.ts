import { MESSAGE } from '../core/annotations.js';
import { LONGEST } from '../core/bounds.js';
import { MOST_KNOWN } from './bounds.js';
import { isCredentialField, isCredentialName, isHeadersField } from './credential-words.js';
import { REDACTED, redactSentence, redactText } from './redaction.js';

/**
 * What a place in an object says about the values there. `shown`: nothing. `own`: the field is called like a credential, so
 * that a text or a list of texts is one, and an object refers to one. `headers`: whatever is no name may be one. `hidden`:
 * every value is one. `plain`: none is,
 * whatever it is called. `sentence`: it is one of ours.
 */
export type ValuePlace = 'shown' | 'own' | 'headers' | 'hidden' | 'plain' | 'sentence';

/** The parts of an object that say what its values are. */
export interface Holder {
  readonly kind?: unknown;
  readonly name?: unknown;
  readonly key?: unknown;
  readonly isPair: boolean;
}

/** Fields that hold nothing but credentials: those of a Secret, and of a datasource of Grafana. */
const OF_SECRETS = ['data', 'stringData'];
const SECURE = 'secureJsonData';
/** Labels, and what is compared with those of nodes and pods: keys and values that everybody may read. */
const PLAIN = ['labels', 'matchLabels', 'matchExpressions', 'nodeSelector', 'tolerations'];
/** What kubectl apply leaves behind: the whole object as one text. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The place of a field of an object. The items of a list are where the list is. */
export function classifyField(above: ValuePlace, key: string, holder: Holder): ValuePlace {
  if (above === 'plain') return 'plain';
  if (above === 'hidden' || isCredentialData(key, holder)) return 'hidden';
  if (above === 'headers') return classifyHeader(key, holder);
  if (PLAIN.includes(key)) return 'plain';
  if (key === MESSAGE) return 'sentence';
  return key === 'value' ? classifyValue(above, holder) : classifyByName(key);
}

/** What the fields of log lines are called is asked for again and again. */
const known = new Map<string, ValuePlace>();

function classifyByName(key: string): ValuePlace {
  const before = known.get(key);
  if (before !== undefined) return before;
  const place = isHeadersField(key) ? 'headers' : isCredentialField(key) ? 'own' : 'shown';
  if (known.size < MOST_KNOWN && key.length <= LONGEST.name) known.set(key, place);
  return place;
}

const isCredentialData = (key: string, { kind }: Holder): boolean =>
  key === SECURE || key === LAST_APPLIED || (kind === 'Secret' && OF_SECRETS.includes(key));

/** Headers are pairs of a name and a value, or fields that are called like the headers. */
function classifyHeader(key: string, { isPair }: Holder): ValuePlace {
  if (isPair && (key === 'name' || key === 'key')) return 'shown';
  return isReference(key) ? 'shown' : 'headers';
}

/** `secretKeyRef`, `valueFrom` and such only say where a value is. */
const isReference = (key: string): boolean => key.endsWith('Ref') || key.endsWith('From');

/** A value beside its name, as variables have one. */
function classifyValue(above: ValuePlace, { name, key, isPair }: Holder): ValuePlace {
  const called = typeof name === 'string' ? name : key;
  const isCredential = isPair && typeof called === 'string' && isCredentialName(called);
  return above === 'own' || isCredential ? 'own' : 'shown';
}

/** Tells whether the values at a place are not shown. */
export const isHidden = (place: ValuePlace): boolean =>
  place === 'own' || place === 'headers' || place === 'hidden';

/** The value of a place as a person may see it; `previous` is the item before it in a list. */
export function redactAt(place: ValuePlace, text: string, previous?: unknown): string {
  if (isHidden(place) || isOptionValue(previous, text)) return REDACTED;
  return place === 'sentence' ? redactSentence(text) : redactText(text);
}

/** Tells whether an item of a list is the value of the option before it, as in `[--password, …]`. */
const isOptionValue = (previous: unknown, text: string): boolean =>
  typeof previous === 'string' &&
  /^--?[A-Za-z][\w.-]*$/.test(previous) &&
  !text.startsWith('-') &&
  isCredentialName(previous);

/** What plain data tells about the values in it. */
export const readHolder = (value: object): Holder => {
  const { kind, name, key } = value as Readonly<Record<string, unknown>>;
  return { kind, name, key, isPair: 'value' in value && (name !== undefined || key !== undefined) };
};

/** A copy of plain data, of any depth that its reader lets through, without what may be a credential by its place. */
export function redactDeep(value: unknown, place: ValuePlace = 'shown', previous?: unknown): unknown {
  if (typeof value === 'string') return redactAt(place, value, previous);
  if (typeof value === 'number' || typeof value === 'bigint') return isHidden(place) ? REDACTED : value;
  if (Array.isArray(value))
    return value.map((item, index) => redactDeep(item, place, index === 0 ? undefined : value[index - 1]));
  if (typeof value !== 'object' || value === null) return value;
  const holder = readHolder(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redactDeep(inner, classifyField(place, key, holder))]),
  );
}
