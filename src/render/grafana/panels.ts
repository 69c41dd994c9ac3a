import type { DataSourceRef, FieldConfigSource, Panel as PanelModel } from '@grafana/schema';

/** One query of a panel. */
export interface PanelQuery {
  readonly refId: string;
  readonly expr: string;
  /** What a line is called, by its labels. */
  readonly legend?: string;
  /** Over the whole time of the dashboard, as rows instead of lines. */
  readonly asTable?: true;
}

export type Transformation = NonNullable<PanelModel['transformations']>[number];
export type FieldOverride = FieldConfigSource['overrides'][number];

export interface Panel {
  readonly title: string;
  readonly type: 'nodeGraph' | 'timeseries' | 'table' | 'stat';
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly unit?: string;
  readonly queries: readonly PanelQuery[];
  readonly transformations?: readonly Transformation[];
  readonly overrides?: readonly FieldOverride[];
}

const GRID_WIDTH = 24;

/** Lays panels out in rows, left to right, and writes them as Grafana reads them. */
export function layOutPanels(panels: readonly Panel[], datasourceUid: string): PanelModel[] {
  const datasource = { type: 'prometheus', uid: datasourceUid };
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map((panel, index) => {
    if (x + panel.width > GRID_WIDTH) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const gridPos = { h: panel.height, w: panel.width, x, y };
    [x, rowHeight] = [x + panel.width, Math.max(rowHeight, panel.height)];
    return { id: index + 1, ...buildPanelFields(panel, datasource), gridPos };
  });
}

function buildPanelFields(panel: Panel, datasource: DataSourceRef): PanelModel {
  const { title, type, description, unit, queries, transformations, overrides = [] } = panel;
  return {
    title,
    type,
    description,
    datasource,
    targets: queries.map((query) => buildTarget(query, datasource)),
    fieldConfig: { defaults: unit === undefined ? {} : { unit }, overrides: [...overrides] },
    ...(transformations === undefined ? {} : { transformations: [...transformations] }),
  };
}

type Target = NonNullable<PanelModel['targets']>[number];

const buildTarget = ({ refId, expr, legend, asTable }: PanelQuery, datasource: DataSourceRef): Target => ({
  refId,
  datasource,
  expr,
  ...(legend === undefined ? {} : { legendFormat: legend }),
  ...(asTable === undefined ? { range: true } : { instant: true, range: false, format: 'table' }),
});

/** Sets one option of the fields of a name. */
export const buildOverride = (field: string, id: string, value: unknown): FieldOverride => ({
  matcher: { id: 'byName', options: field },
  properties: [{ id, value }],
});
