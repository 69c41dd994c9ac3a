import type { Operation } from '../../src/core/operation.js';
import { readEditable, writeEdited } from '../../src/yaml-edit/editable-yaml.js';
import { playOnto } from '../../src/yaml-edit/apply-operations.js';

/** The text after operations on its first object. */
export function edited(text: string, ...operations: readonly Operation[]): string {
  const yaml = readEditable(text, 'pod.yaml');
  if (!yaml.ok) throw new Error(JSON.stringify(yaml.error));
  const [object] = yaml.value.objects;
  if (object === undefined) throw new Error('no object');
  playOnto(object.document, object.path, operations);
  const written = writeEdited(yaml.value);
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  return written.value;
}
