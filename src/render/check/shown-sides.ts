import { redactDeep } from '../../telemetry/places.js';
import { isRecord } from './collector-config.js';
import { partnerAt } from './partners.js';

/** What is there and what is rendered, as a person may see them. */
export interface ShownSides {
  readonly there: unknown;
  readonly rendered: unknown;
}

/**
 * Both sides without values that may be credentials. No two that differ look the same: where all that differs is
 * hidden, it is told that it differs.
 */
export function shownSides(there: unknown, rendered: unknown): ShownSides {
  const [is, wanted] = [sideOf(there), sideOf(rendered)];
  return {
    there: told(is, wanted, '[redacted: as it is there]'),
    rendered: told(wanted, is, '[redacted: as rendered]'),
  };
}

/** A value, and the same with its credentials hidden. */
interface Side {
  readonly raw: unknown;
  readonly shown: unknown;
}

const sideOf = (raw: unknown): Side => ({ raw, shown: redactDeep(raw) });

function told(own: Side, other: Side, hidden: string): unknown {
  const { raw, shown } = own;
  if (Array.isArray(raw))
    return raw.map((item, index) => told(at(own, index), at(other, partnerIn(other, item, index)), hidden));
  if (isRecord(raw))
    return Object.fromEntries(
      Object.keys(raw).map((key) => [key, told(at(own, key), at(other, key), hidden)]),
    );
  return shown === other.shown && raw !== other.raw ? hidden : shown;
}

const at = ({ raw, shown }: Side, key: string | number): Side => ({
  raw: childOf(raw, key),
  shown: childOf(shown, key),
});

function childOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)] as unknown;
  return isRecord(value) ? value[key] : undefined;
}

const partnerIn = ({ raw }: Side, item: unknown, index: number): number =>
  Array.isArray(raw) ? partnerAt(item, raw, index) : index;
