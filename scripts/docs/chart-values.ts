import { isRecord } from '../../src/core/json.js';
import { listValues, type ChartValue } from '../chart/values.js';
import { formatCode, formatTable } from './markdown.js';
import { describeType } from './schema-type.js';

/** Every value of the Helm chart: path, what it may be, default and meaning. */
export const buildChartValueTable = (): string =>
  formatTable(
    ['value', 'allowed', 'default', 'meaning'],
    listValues().map((value) => [
      formatCode(value.path),
      describeValue(value),
      formatCode(JSON.stringify(value.schema['default'])),
      String(value.schema['description']),
    ]),
  );

/** A platform has a page of its own, and objects of Kubernetes are described there. */
function describeValue({ path, schema }: ChartValue): string {
  if (path === 'platform') return '[spec](tracing-platform.md) or `null`';
  const { type, properties } = schema;
  return type === 'object' && !isRecord(properties) ? 'object' : describeType(schema);
}
