import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AGENT_IMAGES } from '../../../../src/core/agent-images.js';
import { AGENTS } from '../../../../src/core/agents/agents.js';
import type { Language } from '../../../../src/core/domain.js';
import { judged, messagesOf, read } from './judged.js';

const OFF = 'tracing-switched-off';
const IGNORED = 'user-setting-ignored';
const ON = 'OTEL_NODE_ENABLED_INSTRUMENTATIONS';
const WITHOUT = 'OTEL_NODE_DISABLED_INSTRUMENTATIONS';

/** The lists were tried with the agent: with those of `OFF` it loads no instrumentation. */
describe('names of instrumentations', () => {
  test.each<[Language, string, string]>([
    ['nodejs', `${ON}=http`, ''],
    ['nodejs', `${ON}= http , express `, ''],
    ['nodejs', `${ON}=socket.io,fs,host-metrics`, ''],
    ['nodejs', `${ON}=http,`, ''],
    ['nodejs', `${ON}=`, ''],
    ['nodejs', `${ON}=expres`, OFF],
    ['nodejs', `${ON}=expres,koaa`, OFF],
    ['nodejs', `${ON}=HTTP`, OFF],
    ['nodejs', `${ON}=@opentelemetry/instrumentation-http`, OFF],
    ['nodejs', `${ON}=instrumentation-http`, OFF],
    ['nodejs', `${ON}="http"`, OFF],
    ['nodejs', `${ON}=http express`, OFF],
    ['nodejs', `${ON}=http;express`, OFF],
    ['nodejs', `${ON}= `, OFF],
    ['nodejs', `${ON}=,`, OFF],
    ['nodejs', `${ON}=none`, OFF],
    ['nodejs', `${ON}=none,expres`, OFF],
    ['nodejs', `${ON}=http,expres`, IGNORED],
    ['nodejs', `${ON}=none,http`, IGNORED],
    ['nodejs', `${WITHOUT}=fs,dns`, ''],
    ['nodejs', `${WITHOUT}=`, ''],
    ['nodejs', `${WITHOUT}=,`, ''],
    ['nodejs', `${WITHOUT}=filesystem`, IGNORED],
    ['nodejs', `${WITHOUT}=fs,all`, IGNORED],
    ['nodejs', `${ON}=expres ; ${WITHOUT}=filesystem`, `${OFF} ${IGNORED}`],
    ['nodejs', `${ON}=http ; ${WITHOUT}=http`, OFF],
    ['nodejs', `${ON}=http,express ; ${WITHOUT}= express ,http,fs`, OFF],
    ['nodejs', `${ON}=http,express ; ${WITHOUT}=express`, ''],
    ['nodejs', `${WITHOUT}=${AGENTS.nodejs.instrumentations?.names.join(',') ?? ''}`, OFF],
    ['nodejs', `${WITHOUT}=${AGENTS.nodejs.instrumentations?.names.slice(1).join(',') ?? ''}`, ''],
    // Programs bring instrumentations of their own.
    ['python', 'OTEL_PYTHON_DISABLED_INSTRUMENTATIONS=flaskk', ''],
    ['php', 'OTEL_PHP_DISABLED_INSTRUMENTATIONS=slimm', ''],
    ['java', `${ON}=expres`, ''],
    ['sdk', `${ON}=expres`, ''],
  ])('%s: %s: %s', (language, text, codes) => {
    expect(judged(language, read(text))).toBe(codes);
  });

  const NAMES = 'allowed: amqplib, aws-lambda, aws-sdk,';
  test.each<[string, string]>([
    [
      `${ON}=expres`,
      `nodejs: app sets ${ON}="expres", which names no instrumentation of the agent, so that all are off; probably meant: express.`,
    ],
    [
      `${ON}=http,expres,KOA`,
      `nodejs: app sets ${ON}="http,expres,KOA", of which the agent does not know "expres", "KOA"; probably meant: express, koa.`,
    ],
    [`${ON}=@opentelemetry/instrumentation-http,instrumentation-pg`, 'probably meant: http, pg.'],
    [`${WITHOUT}=expres,web`, NAMES],
    [`${ON}=go`, NAMES],
    [`${ON}= `, NAMES],
    [`${ON}=http,${'x'.repeat(100_000)}`, NAMES],
    [`${ON}=http,expres,a,b,c,d,e`, 'does not know "expres", "a", "b", "c", "d" and 1 more; allowed: '],
  ])('row %#', (text, words) => {
    expect(messagesOf('nodejs', read(text))).toContain(words);
  });
});

describe('the Instrumentation’s names', () => {
  test.each([
    ['expres', OFF],
    ['http,expres', 'instrumentation-value-unsupported'],
    ['http', ''],
  ])('%s: %s', (value, codes) => {
    const env = [{ name: ON, value }];
    expect(judged('nodejs', [], { asked: { env } })).toBe(codes);
    expect(judged('nodejs', [], { asked: { nodejs: { env } } })).toBe(codes);
    expect(judged('nodejs', read(`${ON}=http`), { asked: { env } })).toBe('');
  });
});

const { image, version } = AGENT_IMAGES.nodejs;
const [PATH = ''] = image.replace(/^[^/]*\//, '').split(':');

test.each([
  [image, OFF],
  [`registry.example:5000/${PATH}:${version}`, OFF],
  [`registry.example/${PATH}:999.0.0`, ''],
  [`registry.example/${PATH}:0.40.0`, ''],
  [`registry.example/${PATH}`, ''],
  [`registry.example/shop/autoinstrumentation-nodejs:${version}`, ''],
  ['registry.example/vendor-nodejs:latest', ''],
])('an agent of the image %s: %s', (asked, codes) => {
  const env = read(`${ON}=expres ; ${WITHOUT}=fs`);
  expect(judged('nodejs', env, { asked: { nodejs: { image: asked } } })).toBe(codes);
  expect(judged('nodejs', env, { platform: { agents: { nodejs: { image: asked } } } })).toBe(codes);
});

test('the names are those of the agent that the tests have', () => {
  const file = 'node_modules/@opentelemetry/auto-instrumentations-node/build/src/utils.js';
  const names = [...readFileSync(file, 'utf8').matchAll(/^ {4}'@opentelemetry\/instrumentation-(.+)': /gm)];
  expect(AGENTS.nodejs.instrumentations?.names).toEqual(names.map(([, name]) => name));
});
