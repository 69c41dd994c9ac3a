import type { Fields } from '../core/json.js';
/** Helm values over those that a chart has. */
export interface ChartValues {
  readonly chart: string;
  readonly why: string;
  readonly values: Fields;
}
