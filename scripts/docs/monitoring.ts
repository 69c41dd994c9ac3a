import { WEBHOOK_ALERTS } from '../monitoring/alerts.js';
import { formatCode, formatTable } from './markdown.js';

/** The alerts about the webhook. Labels of a series, as in a sentence for a person, are names in the table. */
export const buildWebhookAlertTable = (): string =>
  formatTable(
    ['alert', 'severity', 'says', 'for', 'then'],
    WEBHOOK_ALERTS.map(({ name, severity, summary, holdsFor, description }) => [
      formatCode(name),
      severity,
      summary.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, '_$1_'),
      holdsFor,
      description,
    ]),
  );
