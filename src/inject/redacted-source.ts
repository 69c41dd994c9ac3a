import { isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import type { ObjectNode } from '../config/documents.js';
import { isSensitive, redact, REDACTED } from '../telemetry/redaction.js';
import type { EditableYaml } from './editable-yaml.js';
import { lineEnd, lineStart, spliced, type Splice } from './splice.js';

/** The text of one object as a person may see it: every value is redacted by the names on the way to it. */
export function redactedSource({ source }: EditableYaml, { node, kind }: ObjectNode): string {
  const [start = 0, end = 0] = node.range ?? [];
  const name = kind === 'Secret' ? kind : '';
  return spliced(source, redactions(node, name, source), lineStart(source, start), lineEnd(source, end));
}

/** `name` holds the names on the way as far as they matter, as `redactDeep` has it for plain data. */
function redactions(node: unknown, name: string, source: string): readonly Splice[] {
  if (isScalar(node)) return redaction(node, name, source);
  if (isSeq(node)) return node.items.flatMap((item) => redactions(item, name, source));
  if (!isMap(node)) return [];
  const owner = isSensitive(name) ? name : '';
  const pair: unknown = node.get('name');
  return node.items.flatMap((item) => {
    if (!isPair(item) || !isScalar(item.key)) return [];
    const key = String(item.key.value);
    const own = key === 'value' && typeof pair === 'string' ? pair : '';
    return redactions(item.value, `${owner} ${own} ${key}`, source);
  });
}

/** What kubectl apply leaves behind: the whole object as one text. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function redaction(
  node: Node & { readonly value: unknown },
  name: string,
  source: string,
): readonly Splice[] {
  const [start = 0, end = 0] = node.range ?? [];
  if (typeof node.value !== 'string') return [];
  const shown = name.endsWith(LAST_APPLIED) ? REDACTED : redact(name, node.value);
  if (shown === node.value) return [];
  const lineBreak = source[end - 1] === '\n' ? '\n' : '';
  return [{ start, end, text: JSON.stringify(shown) + lineBreak }];
}
