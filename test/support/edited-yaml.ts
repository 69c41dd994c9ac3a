import type { Operation } from '../../src/core/operation.js';
import { readEditableYaml, formatEditedYaml } from '../../src/yaml-edit/editable-yaml.js';
import { applyOperations } from '../../src/yaml-edit/apply-operations.js';

/** The text after operations on its first object. */
export function edited(text: string, ...operations: readonly Operation[]): string {
  const yaml = readEditableYaml(text, 'pod.yaml');
  if (!yaml.ok) throw new Error(JSON.stringify(yaml.error));
  const [object] = yaml.value.objects;
  if (object === undefined) throw new Error('no object');
  applyOperations(object.document, object.path, operations);
  const written = formatEditedYaml(yaml.value);
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  return written.value;
}
