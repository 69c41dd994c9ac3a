import { expect, test } from 'vitest';
import { getInjectKey, OPERATOR_PREFIX } from '../../../../src/core/annotations.js';
import type { Language } from '../../../../src/core/domain.js';
import { admitInShop, podWith } from '../contexts.js';

/** What is said of the image of a container that asks for a language. */
function judgeImage(
  language: Language,
  image: string,
  { asked = {}, annotations = {}, platform = {} }: Around = {},
): string {
  const metadata = { annotations: { [getInjectKey(language)]: 'true', ...annotations } };
  const pod = podWith({ containers: [{ name: 'app', image }] }, metadata);
  const { findings } = admitInShop(pod, { asked, platform });
  return findings
    .filter(({ code }) => code === 'runtime-unsupported' || code === 'agent-doubtful')
    .map(({ code, message }) => `${code}: ${message}`)
    .join(' ');
}

interface Around {
  readonly asked?: object;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: object;
}

const OLD = 'runtime-unsupported: ';
const DOUBT = 'agent-doubtful: ';
const codeOf = (said: string): string => (said === '' ? '' : said.slice(0, said.indexOf(' ') + 1));

/** Tried with the agents: Node.js 14 and Python 3.9 fail, Node.js 16 and Python 3.10 do not. */
test.each<[Language, string, string]>([
  ['nodejs', 'node:14', OLD],
  ['nodejs', 'node:12.22.12-alpine', OLD],
  ['nodejs', 'docker.io/library/node:14-slim', OLD],
  ['nodejs', 'mirror.example/library/node:14', OLD],
  ['nodejs', 'node:14@sha256:0123456789abcdef0123456789abcdef', OLD],
  ['nodejs', 'node:16', ''],
  ['nodejs', 'node:22-alpine', ''],
  ['nodejs', 'node:lts', ''],
  ['nodejs', 'node', ''],
  // An image of somebody else: its tag is not the version of Node.js.
  ['nodejs', 'registry.example/node:1.2.0', ''],
  ['nodejs', 'shop/node:1.2.0', ''],
  ['nodejs', 'mylibrary/node:1', ''],
  ['nodejs', 'registry.example/shop:14', ''],
  ['nodejs', '', ''],
  ['python', 'python:3.9', OLD],
  ['python', 'python:3.8.18-slim', OLD],
  ['python', 'python:2.7', OLD],
  ['python', 'python:2', OLD],
  ['python', 'python:3.10', ''],
  ['python', 'python:3.13-slim', ''],
  ['python', 'python:3', ''],
  ['python', 'python:3-slim', ''],
  ['python', 'python:latest', ''],
  ['java', 'openjdk:7-jre', OLD],
  ['java', 'openjdk:8u342-jre', ''],
  ['java', 'openjdk:21', ''],
  ['ruby', 'ruby:3.2', OLD],
  ['ruby', 'ruby:3.3', ''],
  ['ruby', 'ruby:3', ''],
  ['ruby', 'ruby:3.4-alpine', OLD],
  ['ruby', 'registry.example/shop:1-alpine', DOUBT],
  ['php', 'php:8.3-fpm', ''],
  // The image is of another language.
  ['java', 'node:12', ''],
])('%s in %s: %s', (language, image, code) => {
  const annotations = { [`${OPERATOR_PREFIX}otel-php-api-version`]: '20230831' };
  expect(codeOf(judgeImage(language, image, { annotations, platform: ALL }))).toBe(code);
});

const ALL = { agents: { ruby: { enabled: true }, php: { enabled: true } } };

test('the sentence names the version, and the one from which on programs start', () => {
  expect(judgeImage('nodejs', 'node:14.21-alpine')).toBe(
    `${OLD}nodejs: the image "node:14.21-alpine" holds node 14.21, and programs start with the agent from 16 on.`,
  );
});

test('of an agent from another image or of another version nothing is known', () => {
  const older = 'ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-nodejs:0.41.1';
  expect(judgeImage('nodejs', 'node:14', { asked: { nodejs: { image: older } } })).toBe('');
  expect(judgeImage('nodejs', 'node:14', { asked: { nodejs: { image: 'registry.example/agent:1' } } })).toBe(
    '',
  );
  const registry = { agents: { registry: 'registry.example/otel' } };
  expect(codeOf(judgeImage('nodejs', 'node:14', { platform: registry }))).toBe(OLD);
});

test.each<[Language, string, Readonly<Record<string, string>>, string]>([
  ['python', 'python:3.12-alpine', {}, DOUBT],
  ['python', 'registry.example/shop:1.4-alpine3.20', {}, DOUBT],
  ['python', 'python:3.12-alpine', { 'otel-python-platform': 'glibc' }, DOUBT],
  ['python', 'python:3.12-alpine', { 'otel-python-platform': 'musl' }, ''],
  ['python', 'python:3.12-slim', {}, ''],
  ['python', 'registry.example/alpine/shop:1', {}, ''],
  ['dotnet', 'mcr.microsoft.com/dotnet/aspnet:8.0-alpine', {}, DOUBT],
  [
    'dotnet',
    'mcr.microsoft.com/dotnet/aspnet:8.0-alpine',
    { 'otel-dotnet-auto-runtime': 'linux-musl-x64' },
    '',
  ],
  ['dotnet', 'mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled', {}, ''],
  ['php', 'php:8.3-fpm-alpine', {}, DOUBT],
  ['php', 'php:8.3-fpm-alpine', { 'otel-php-platform': 'musl' }, ''],
  // Their agents have nothing that is linked to a C library.
  ['java', 'eclipse-temurin:21-alpine', {}, ''],
  ['nodejs', 'node:22-alpine', {}, ''],
])('%s in %s with %j: %s', (language, image, hints, code) => {
  const entries = Object.entries({ 'otel-php-api-version': '20230831', ...hints });
  const annotations = Object.fromEntries(entries.map(([key, value]) => [OPERATOR_PREFIX + key, value]));
  expect(codeOf(judgeImage(language, image, { annotations, platform: ALL }))).toBe(code);
});

test.each<[Language, string, string]>([
  ['python', 'registry.example/agents/python-musl:1', ''],
  ['ruby', 'registry.example/agents/ruby-musl:1', ''],
  ['python', 'ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-python:0.50b0', DOUBT],
  ['python', 'mirror.example/open-telemetry/opentelemetry-operator/autoinstrumentation-python:0.50b0', DOUBT],
])('on Alpine Linux, %s with the agent %s: %s', (language, image, code) => {
  const asked = { [language]: { image } };
  expect(codeOf(judgeImage(language, 'shop:1-alpine', { asked, platform: ALL }))).toBe(code);
});

test('what to set for Alpine Linux is said', () => {
  expect(judgeImage('python', 'shop:1-alpine')).toBe(
    `${DOUBT}python: the image "shop:1-alpine" has a tag for Alpine Linux, and the agent is made for glibc; set instrumentation.opentelemetry.io/otel-python-platform: musl.`,
  );
});

test.each<[Language, string, string]>([
  ['java', 'docker.elastic.co/elasticsearch/elasticsearch:8.14.0', DOUBT],
  ['java', 'elasticsearch:8.14.0', DOUBT],
  ['java', 'opensearchproject/opensearch:2', DOUBT],
  ['java', 'docker.elastic.co/logstash/logstash:8.14.0', DOUBT],
  ['java', 'docker.elastic.co/apm/apm-server:8.14.0', ''],
  ['java', 'registry.example/elasticsearch/indexer:1', ''],
  ['nodejs', 'oven/bun:1', DOUBT],
  ['nodejs', 'registry.example/bundler:1', ''],
  ['nodejs', 'denoland/deno:2.5', ''],
  ['python', 'elasticsearch:8.14.0', ''],
])('%s in %s: %s', (language, image, code) => {
  expect(codeOf(judgeImage(language, image))).toBe(code);
});
