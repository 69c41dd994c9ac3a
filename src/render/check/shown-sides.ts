import { isRecord } from '../../core/json.js';
import { redactDeep } from '../../telemetry/credential-places.js';
import { indexItems } from './item-matching.js';

/** What is there and what is rendered, as a person may see them. */
export interface RedactedSides {
  readonly there: unknown;
  readonly rendered: unknown;
}

/**
 * Both sides without values that may be credentials. No two that differ look the same: where all that differs is
 * hidden, they are only said to differ.
 */
export function redactSides(there: unknown, rendered: unknown): RedactedSides {
  const [is, wanted] = [buildSide(there), buildSide(rendered)];
  return {
    there: markHiddenDifferences(is, wanted, '[redacted: as it is there]'),
    rendered: markHiddenDifferences(wanted, is, '[redacted: as rendered]'),
  };
}

/** A value, and the same with its credentials hidden. */
interface Side {
  readonly raw: unknown;
  readonly shown: unknown;
}

const buildSide = (raw: unknown): Side => ({ raw, shown: redactDeep(raw) });

function markHiddenDifferences(own: Side, other: Side, hidden: string): unknown {
  const { raw, shown } = own;
  if (Array.isArray(raw)) {
    const { getPartner } = indexItems(Array.isArray(other.raw) ? other.raw : []);
    return raw.map((item, index) =>
      markHiddenDifferences(getChildSide(own, index), getChildSide(other, getPartner(item, index)), hidden),
    );
  }
  if (isRecord(raw))
    return Object.fromEntries(
      Object.keys(raw).map((key) => [
        key,
        markHiddenDifferences(getChildSide(own, key), getChildSide(other, key), hidden),
      ]),
    );
  return shown === other.shown && raw !== other.raw ? hidden : shown;
}

const getChildSide = ({ raw, shown }: Side, key: string | number): Side => ({
  raw: getChild(raw, key),
  shown: getChild(shown, key),
});

function getChild(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return value[Number(key)] as unknown;
  return isRecord(value) ? value[key] : undefined;
}
