import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  visit,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import type { ObjectNode } from '../config/documents.js';
import {
  classifyField,
  isHidden,
  redactAt,
  type Holder,
  type ValuePlace,
} from '../telemetry/credential-places.js';
import type { EditableYaml } from '../yaml-edit/editable-yaml.js';
import { applySplices, type Splice } from '../config/splice.js';
import { getLineEnd, getLineStart } from '../yaml-edit/line-offsets.js';

/** The text of one object as a person may see it: what may be a credential by its place is redacted. */
export function redactObjectSource({ source }: EditableYaml, { node, document }: ObjectNode): string {
  const [start = 0, end = 0] = node.range ?? [];
  const reading: RedactionState = { source, document, redactions: new Map(), hiddenAnchors: new Set() };
  redactNode(node, 'shown', reading);
  if (reading.hiddenAnchors.size > 0) redactAnchoredScalars(node, reading);
  return applySplices(
    source,
    [...reading.redactions.values()],
    getLineStart(source, start),
    getLineEnd(source, end),
  );
}

interface RedactionState {
  readonly source: string;
  readonly document: Document;
  readonly redactions: Map<Node, Splice>;
  /** The values of aliases at places of credentials. */
  readonly hiddenAnchors: Set<string>;
}

function redactNode(node: unknown, place: ValuePlace, reading: RedactionState, previous?: unknown): void {
  if (isScalar(node)) redactScalar(node, place, reading, previous);
  else if (isAlias(node)) {
    if (isHidden(place)) reading.hiddenAnchors.add(node.source);
  } else if (isSeq(node))
    node.items.forEach((item, index) => {
      redactNode(item, place, reading, getScalarValue(node.items[index - 1]));
    });
  else if (isMap(node)) {
    const holder = readHolder(node, reading.document);
    for (const item of node.items)
      if (isFieldPair(item))
        redactNode(item.value, classifyField(place, String(item.key.value), holder), reading);
  }
}

const isFieldPair = (item: unknown): item is Pair<Scalar> => isPair(item) && isScalar(item.key);

const getScalarValue = (node: unknown): unknown => (isScalar(node) ? node.value : undefined);

function readHolder(map: YAMLMap, document: Document): Holder {
  const [kind, name, key] = ['kind', 'name', 'key'].map((field) => {
    const value = map.get(field, true);
    return getScalarValue(isAlias(value) ? value.resolve(document) : value);
  });
  return { kind, name, key, isPair: map.has('value') && (name !== undefined || key !== undefined) };
}

function redactScalar(
  node: Scalar,
  place: ValuePlace,
  { source, redactions }: RedactionState,
  previous?: unknown,
): void {
  const [start = 0, end = 0] = node.range ?? [];
  const text = readScalarText(node.value, place);
  if (text === undefined || start === end) return;
  const shown = redactAt(place, text, previous);
  if (shown === text) return;
  const lineBreak = source[end - 1] === '\n' ? '\n' : '';
  redactions.set(node, { start, end, text: JSON.stringify(shown) + lineBreak });
}

/** What is looked at: texts, and numbers where they may be credentials. */
function readScalarText(value: unknown, place: ValuePlace): string | undefined {
  if (typeof value === 'string') return value;
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  return isNumber && isHidden(place) ? value.toString() : undefined;
}

/** A text that has an anchor is a credential where one of its aliases is. */
function redactAnchoredScalars(node: Node, reading: RedactionState): void {
  visit(node, {
    Scalar: (_, scalar) => {
      if (scalar.anchor !== undefined && reading.hiddenAnchors.has(scalar.anchor))
        redactScalar(scalar, 'hidden', reading);
    },
  });
}
