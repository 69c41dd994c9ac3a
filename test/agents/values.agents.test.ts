import { afterAll, beforeAll, expect, test } from 'vitest';
import { AGENTS } from '../../src/core/agents/agents.js';
import { LEAVES_NAMES_OUT } from '../../src/core/agents/tracing-switch.js';
import { describeWithPods } from '../pods/prerequisites.js';
import { preparePrograms, startReceiver, type Programs, type Run } from './values/programs.js';
import { listSwitchSamples } from './values/switch-samples.js';
import { canTry, isSilent, listSamples, type Sample } from './values/samples.js';

/** What the table says of values, tried with the real agents. */

const LANGUAGES = ['java', 'nodejs', 'python'] as const;
const BASE = {
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
};
const TOGETHER = 2;

describeWithPods(
  'values of variables',
  { parts: ['java-agent', 'python-agent'], commands: ['java', 'javac', 'python3'] },
  () => {
    let programs: Programs;
    beforeAll(async () => {
      programs = await preparePrograms();
    }, 120_000);
    afterAll(() => programs.remove());

    const rules = LANGUAGES.flatMap((language) =>
      AGENTS[language].variables.map((rule) => [language, rule.variables.join(' '), rule] as const),
    );

    // The programs of Node.js and Python make their spans themselves, whatever is switched off beside them. Without a name
    // of their service spans come all the same.
    const switches = LANGUAGES.flatMap((language) =>
      AGENTS[language].switches
        .filter(({ effect }) => language === 'java' || !effect.includes('instrumentations'))
        .filter(({ effect }) => effect !== LEAVES_NAMES_OUT)
        .map((each) => [language, `${each.variables.join(' ')} ${each.effect}`, each] as const),
    );

    test.each(switches)(
      '%s: %s',
      async (language, _, each) => {
        const receiver = await startReceiver();
        const wrong: unknown[] = [];
        for (const { environment, isSending } of listSwitchSamples(AGENTS[language], each)) {
          const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
          const run = await programs.run(language, receiver, { ...BASE, ...endpoint, ...environment });
          if (run.hasExported !== isSending)
            wrong.push({ environment, isSending, output: run.output.slice(-400) });
        }
        receiver.close();
        expect(wrong).toEqual([]);
      },
      600_000,
    );

    test.each(rules)(
      '%s: %s',
      async (language, _, rule) => {
        const receivers = await Promise.all(Array.from({ length: TOGETHER }, startReceiver));
        const wrong: unknown[] = [];
        await Promise.all(
          receivers.map(async (receiver, index) => {
            const samples = listSamples(rule, receiver.url)
              .filter((_, at) => at % TOGETHER === index)
              .filter((sample) => canTry(language, sample));
            for (const sample of samples) {
              const environment = {
                ...BASE,
                OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
                ...sample.beside,
                [sample.variable]: sample.value,
              };
              const run = await programs.run(language, receiver, environment);
              if (!isAsTold(sample, run)) wrong.push({ ...sample, ...run, output: run.output.slice(-400) });
            }
          }),
        );
        for (const receiver of receivers) receiver.close();
        expect(wrong).toEqual([]);
      },
      600_000,
    );
  },
);

function isAsTold(sample: Sample, { hasStarted, hasExported }: Run): boolean {
  switch (sample.consequence) {
    case 'stops':
      return !hasStarted && !hasExported;
    case 'sends-nothing':
      return hasStarted && !hasExported;
    case 'ignored':
      return hasStarted && hasExported;
    case undefined:
      return hasStarted && hasExported === !isSilent(sample);
  }
}
