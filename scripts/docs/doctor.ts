import { CHECKS } from '../../src/doctor/checks/index.js';
import { formatCode, formatTable } from './markdown.js';

/** Every check of a cluster: its name, its question, and what is read for it. */
export const buildCheckTable = (): string =>
  formatTable(
    ['check', 'asks', 'reads'],
    Object.entries(CHECKS).map(([name, { asks, reads }]) => [formatCode(name), asks, reads]),
  );
