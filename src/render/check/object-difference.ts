import { isRecord, type Fields } from '../../core/json.js';
import { parseInnerValue } from '../../config/inner-text.js';
import { parseQuantity } from '../../core/kubernetes/quantity.js';
import { compareTexts, type DifferenceLine } from '../../text/difference.js';
import { formatYaml } from '../yaml-text.js';
import { indexItems } from './item-matching.js';
import { redactSides } from './shown-sides.js';

/**
 * The lines in which an object that is there differs from the one that is rendered; none where it has all that is
 * rendered. What others add beside it, as the API server does, is no difference, except in a Collector's configuration,
 * where an addition changes what is done. Values that may be credentials are not shown.
 */
export function compareObjects(there: Fields, rendered: Fields): readonly DifferenceLine[] {
  const sides = redactSides(
    selectComparable(expandConfigMap(there), expandConfigMap(rendered)),
    expandConfigMap(rendered),
  );
  return compareTexts(formatYaml({ value: sides.there }), formatYaml({ value: sides.rendered }));
}

/** Keys below which additions count. */
const EXACT: readonly string[] = ['config', 'data', 'rules'];
/** Keys below which texts are quantities, which the API server stores in its own way: 1024Mi as 1Gi. */
const QUANTITIES: readonly string[] = ['limits', 'requests'];
/** What the Operator writes into a configuration by itself. */
const OPERATORS_OWN = 'telemetry';

/** The object without what the rendered one says nothing of, in its order. */
function selectComparable(there: unknown, rendered: unknown, isExact = false): unknown {
  if (Array.isArray(there) && Array.isArray(rendered)) return selectComparableItems(there, rendered, isExact);
  if (!isRecord(there) || !isRecord(rendered)) return there;
  const known = Object.keys(rendered).filter((key) => key in there);
  const added = isExact
    ? Object.keys(there).filter((key) => !(key in rendered) && key !== OPERATORS_OWN)
    : [];
  return Object.fromEntries(
    [...known, ...added].map((key) => {
      const value = selectComparable(there[key], rendered[key], isExact || EXACT.includes(key));
      const isAmount = !isExact && QUANTITIES.includes(key);
      return [key, isAmount ? alignQuantities(value, rendered[key]) : value];
    }),
  );
}

/** Quantities as the rendered object writes them, where they are equal. */
function alignQuantities(there: unknown, rendered: unknown): unknown {
  if (!isRecord(there) || !isRecord(rendered)) return there;
  return Object.fromEntries(
    Object.entries(there).map(([name, quantity]) => {
      const wanted = rendered[name];
      const amount = findQuantity(quantity);
      return [name, amount !== undefined && amount === findQuantity(wanted) ? wanted : quantity];
    }),
  );
}

const findQuantity = (value: unknown): number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? parseQuantity(value) : undefined;

/** Items by name, of which others may add some, or by place. */
function selectComparableItems(
  there: readonly unknown[],
  rendered: readonly unknown[],
  isExact: boolean,
): readonly unknown[] {
  const { isAdded, getPartner } = indexItems(rendered);
  return there
    .filter((item) => isExact || !isAdded(item))
    .map((item, index) => selectComparable(item, rendered[getPartner(item, index)], isExact));
}

/** A ConfigMap with the YAML and JSON in its texts as data, so that layout and comments are no difference. */
function expandConfigMap(object: Fields): Fields {
  if (object['kind'] !== 'ConfigMap' || !isRecord(object['data'])) return object;
  const data = Object.entries(object['data']).map(([key, text]) => [key, expandText(key, text)] as const);
  return { ...object, data: Object.fromEntries(data) };
}

function expandText(key: string, text: unknown): unknown {
  if (typeof text !== 'string' || !/\.(ya?ml|json)$/.test(key)) return text;
  return parseInnerValue(text) ?? text;
}
