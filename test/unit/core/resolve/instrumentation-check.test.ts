import { expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import { checkInstrumentations } from '../../../../src/core/resolve/instrumentation-check.js';
import { containerContextWith } from '../contexts.js';
import { read } from './judged.js';

/** The codes that the variables of an Instrumentation get, beside those of a container. */
function judgedOf(language: Language, asked: string, own: string, platform: object | undefined): string {
  const context = containerContextWith({
    languages: [language],
    env: read(own),
    asked: { env: read(asked) },
    ...(platform === undefined ? {} : { platform }),
  });
  const { findings } = checkInstrumentations(context.targets, context, context.backend);
  return findings.map(({ code }) => code).join(' ');
}

const QUEUE = 'OTEL_BSP_MAX_QUEUE_SIZE=256';

test.each<[Language, string, string, boolean]>([
  ['python', QUEUE, '', true],
  ['php', QUEUE, '', true],
  ['ruby', QUEUE, '', true],
  ['dotnet', QUEUE, '', true],
  ['java', QUEUE, '', false],
  ['nodejs', QUEUE, '', false],
  ['python', `${QUEUE} ; OTEL_BSP_MAX_EXPORT_BATCH_SIZE=64`, '', false],
  ['python', QUEUE, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE=64', false],
  ['python', QUEUE, QUEUE, false],
  ['python', 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE=4096', '', true],
  ['python', 'OTEL_CONFIG_FILE=/c.yaml', '', true],
  ['nodejs', 'OTEL_CONFIG_FILE=/c.yaml', '', true],
  ['java', 'OTEL_CONFIG_FILE=/c.yaml', '', false],
])('%s: %s beside %s: told %s', (language, asked, own, isTold) => {
  const codes = [{}, undefined].map((platform) => judgedOf(language, asked, own, platform));
  expect(codes).toEqual(
    isTold ? ['instrumentation-value-ignored', 'instrumentation-value-unsupported'] : ['', ''],
  );
});
