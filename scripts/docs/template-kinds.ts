import { TEMPLATE_KINDS, type TemplateKind } from '../../src/workload/template-kinds.js';
import { formatPattern } from '../../src/workload/template-path.js';
import { formatCode, formatCodes, formatTable } from './markdown.js';

/** The kinds that `inject` looks into, those of one group and place in one row. */
export function buildTemplateKindTable(): string {
  const rows = new Map<
    string,
    { readonly group: string; readonly kinds: string[]; readonly places: string }
  >();
  for (const known of TEMPLATE_KINDS) {
    const group = known.group === '' || known.group === undefined ? '–' : formatCode(known.group);
    const places = describePlaces(known);
    const row = rows.get(`${group} ${places}`);
    if (row === undefined) rows.set(`${group} ${places}`, { group, kinds: [known.kind], places });
    else row.kinds.push(known.kind);
  }
  return formatTable(
    ['API group', 'kinds', 'pod templates'],
    [...rows.values()].map(({ group, kinds, places }) => [group, formatCodes(kinds), places]),
  );
}

function describePlaces({ form, templates }: TemplateKind): string {
  if (form === 'argo')
    return templates
      .map(
        (at) =>
          `${formatCode(formatPattern([...at, 'templates', '*']))} with a container, script or containerSet`,
      )
      .join(', ');
  return templates
    .map((pattern) => (pattern.length === 0 ? 'itself' : formatCode(formatPattern(pattern))))
    .join(', ');
}
