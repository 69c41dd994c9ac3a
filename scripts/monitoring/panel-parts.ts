import type { FieldOverride } from '../../src/render/grafana/panels.js';

/** What panels of the webhook are made of. */

const WINDOW = '$__rate_interval';

export const rate = (series: string): string => `rate(${series}[${WINDOW}])`;
export const increase = (series: string): string => `increase(${series}[${WINDOW}])`;

/** Draws a red line at a value from which on others are too high. */
export const drawLine = (value: number): FieldOverride => ({
  matcher: { id: 'byType', options: 'number' },
  properties: [
    {
      id: 'thresholds',
      value: {
        mode: 'absolute',
        steps: [
          { color: 'transparent', value: null },
          { color: 'red', value },
        ],
      },
    },
    { id: 'custom.thresholdsStyle', value: { mode: 'line' } },
  ],
});

export const small = { type: 'stat', width: 6, height: 4 } as const;
export const third = { type: 'timeseries', width: 8, height: 7 } as const;
export const half = { type: 'timeseries', width: 12, height: 8 } as const;
