import { describe, expect, test } from 'vitest';
import { checkInstrumentation } from '../../../src/core/rules/instrumentation-rules.js';
import { SECTIONS } from '../../../src/core/objects/instrumentation-sections.js';
import { parseInstrumentation } from '../../../src/core/objects/parse-instrumentation.js';

/** A claim that a pod may have. */
const CLAIM = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };

/** A spec that gives neither errors nor warnings, to build on. */
const CLEAN = { exporter: { endpoint: 'http://otel-collector:4318' }, sampler: { type: 'always_on' } };

function judge(spec: object): { errors: readonly string[]; warnings: readonly string[] } {
  const result = parseInstrumentation({ metadata: { name: 'a' }, spec: { ...CLEAN, ...spec } });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { errors, warnings } = checkInstrumentation(result.value.instrumentation);
  const text = ({ path, message }: { path: string; message: string }): string => `${path}: ${message}`;
  return { errors: errors.map(text), warnings: warnings.map(text) };
}

const sampler = (type: string, argument: string): object => ({ sampler: { type, argument } });
const tls = (files: object, endpoint = 'https://c:4318'): object => ({ exporter: { endpoint, tls: files } });

test('a clean object has neither', () => {
  expect(judge({})).toEqual({ errors: [], warnings: [] });
});

describe('errors, as of the Operator', () => {
  test.each<[string, object, string]>([
    [
      'ratio that is no number',
      sampler('traceidratio', 'half'),
      'spec.sampler.argument: is "half"; allowed: a number from 0 to 1; correct it',
    ],
    [
      'ratio above 1',
      sampler('parentbased_traceidratio', '1.5'),
      'spec.sampler.argument: is "1.5"; allowed: a number from 0 to 1; correct it',
    ],
    [
      'ratio below 0',
      sampler('probabilistic', '-0.1'),
      'spec.sampler.argument: is "-0.1"; allowed: a number from 0 to 1; correct it',
    ],
    [
      'remote without =',
      sampler('jaeger_remote', 'http://jaeger'),
      'spec.sampler.argument: has "http://jaeger"; allowed: key=value, comma-separated; correct it',
    ],
    [
      'remote with two =',
      sampler('jaeger_remote', 'endpoint=a=b'),
      'spec.sampler.argument: has "endpoint=a=b"; allowed: key=value, comma-separated; correct it',
    ],
    [
      'remote without endpoint',
      sampler('jaeger_remote', 'endpoint='),
      'spec.sampler.argument: has endpoint ""; allowed: a URL; correct it',
    ],
    [
      'remote interval',
      sampler('parentbased_jaeger_remote', 'pollingIntervalMs=5s'),
      'spec.sampler.argument: has pollingIntervalMs "5s"; allowed: a whole number; correct it',
    ],
    [
      'remote rate',
      sampler('jaeger_remote', 'endpoint=x,initialSamplingRate=2'),
      'spec.sampler.argument: has initialSamplingRate "2"; allowed: a number from 0 to 1; correct it',
    ],
    ...SECTIONS.map((key): [string, object, string] => [
      `${key} with two volumes`,
      { [key]: { volumeClaimTemplate: CLAIM, volumeLimitSize: '1Gi' } },
      `spec.${key}.volumeLimitSize: is set together with volumeClaimTemplate; allowed: one of the two; remove volumeLimitSize`,
    ]),
  ])('%s', (_, spec, expected) => {
    expect(judge(spec).errors).toEqual([expected]);
  });

  test.each<[string, string]>([
    ['traceidratio', '0'],
    ['parentbased_traceidratio', '1e-3'],
    ['parentbased_traceidratio', ''],
    ['jaeger_remote', 'endpoint=http://j:14250,pollingIntervalMs=5000,initialSamplingRate=0.25,own=x'],
    ['jaeger_remote', ''],
    ['always_on', 'anything'],
    ['xray', 'endpoint'],
  ])('%s takes %j', (type, argument) => {
    expect(judge(sampler(type, argument)).errors).toEqual([]);
  });
});

describe('warnings', () => {
  test.each<[string, object, string]>([
    [
      'no sampler',
      { sampler: { argument: '0.5' } },
      'spec.sampler.type: is not set; unless spec.env or the TracingPlatform sets one, agents keep every trace',
    ],
    [
      'probabilistic',
      sampler('probabilistic', '0.1'),
      'spec.sampler.type: is probabilistic, which agents do not know; parentbased_traceidratio is used',
    ],
    [
      'argument without effect',
      sampler('always_off', '0.1'),
      'spec.sampler.argument: has no effect with always_off; remove it',
    ],
    [
      'ratio without argument',
      sampler('traceidratio', ''),
      'spec.sampler.argument: is not set, so traceidratio keeps every trace; set a number from 0 to 1',
    ],
    [
      'tls over http',
      tls({ ca_file: '/ca' }, 'http://c:4318'),
      'spec.exporter.endpoint: is not https://, so spec.exporter.tls has no effect',
    ],
    [
      'https without tls',
      { exporter: { endpoint: 'https://c' } },
      'spec.exporter.endpoint: is https:// without spec.exporter.tls; agents trust only their own CAs',
    ],
    [
      'certificate alone',
      tls({ cert_file: '/c' }),
      'spec.exporter.tls.cert_file: is set without key_file; set both',
    ],
    ['key alone', tls({ key_file: '/k' }), 'spec.exporter.tls.key_file: is set without cert_file; set both'],
    [
      'ca from nowhere',
      tls({ ca_file: 'ca.crt' }),
      'spec.exporter.tls.ca_file: is a key, but neither configMapName nor secretName is set; set one of them or write an absolute path',
    ],
    [
      'tls without files',
      tls({ secretName: 's' }),
      'spec.exporter.tls: names no file, so agents use none; name ca_file, or cert_file and key_file',
    ],
    [
      'endpoint without scheme',
      { exporter: { endpoint: 'otel:4317' } },
      'spec.exporter.endpoint: is not a base URL; allowed: http:// or https://, a host, and optionally a port and a path; correct it',
    ],
    [
      'endpoint with signal path',
      { exporter: { endpoint: 'http://otel:4318/v1/traces' } },
      'spec.exporter.endpoint: ends in /v1/traces, which agents append to it; remove that',
    ],
    [
      'propagator twice',
      { propagators: ['b3', 'baggage', 'b3'] },
      'spec.propagators[2]: is b3 again; remove it',
    ],
    [
      'none beside others',
      { propagators: ['none', 'b3'] },
      'spec.propagators: has none together with others; remove it or the others',
    ],
    [
      'what is ignored',
      { imagePullPolicy: 'Sometimes' },
      'spec.imagePullPolicy: is "Sometimes"; allowed: Always, IfNotPresent, Never; use one of them',
    ],
    [
      'relative folder of Apache',
      { apacheHttpd: { configPath: 'conf' } },
      'spec.apacheHttpd.configPath: is "conf", so the language is skipped; allowed: an absolute path below "/", without ".." and not of /dev, /proc or /sys; correct it',
    ],
    [
      'file of Nginx in no folder of its own',
      { nginx: { configFile: '/proc/nginx.conf' } },
      'spec.nginx.configFile: is "/proc/nginx.conf", so the language is skipped; allowed: a file in an absolute path below "/", without ".." and not of /dev, /proc or /sys; correct it',
    ],
    [
      'deprecated size',
      { java: { volumeLimitSize: '1Gi' } },
      'spec.java.volumeLimitSize: is deprecated; use volumeClaimTemplate',
    ],
    [
      'claim without effect',
      { go: { volumeClaimTemplate: CLAIM } },
      'spec.go.volumeClaimTemplate: has no effect for this language; remove it',
    ],
    [
      'attribute from elsewhere',
      { nginx: { attrs: [{ name: 'A', valueFrom: {} }] } },
      'spec.nginx.attrs[0].valueFrom: has no effect; only name and value are used',
    ],
    [
      'an image of Java that the Operator leaves as it is',
      { java: { image: 'ghcr.io/o/autoinstrumentation-java:1.33.6' } },
      'spec.java.image: is version 1.33.6, which the OpenTelemetry Operator does not upgrade, since 2.0.0 breaks with it; upgrade it by hand',
    ],
    [
      'an image of .NET that the Operator leaves as it is',
      { dotnet: { image: 'mirror.example:5000/autoinstrumentation-dotnet:v1.2.0-3' } },
      'spec.dotnet.image: is version 1.2.0, which the OpenTelemetry Operator does not upgrade, since 1.3.0 breaks with it; upgrade it by hand',
    ],
    [
      'Apache version',
      { apacheHttpd: { version: '2.5' } },
      'spec.apacheHttpd.version: is "2.5", for which there is no module, so 2.4 is used; allowed: 2.2, 2.4; use one of them',
    ],
  ])('%s', (_, spec, expected) => {
    expect(judge(spec)).toEqual({ errors: [], warnings: [expected] });
  });

  test.each([
    ['Java of the version itself', { java: { image: 'o/autoinstrumentation-java:2.0.0' } }],
    ['Java without a tag', { java: { image: 'o/autoinstrumentation-java' } }],
    [
      '.NET with a later minor version of two digits',
      { dotnet: { image: 'o/autoinstrumentation-dotnet:1.15.0' } },
    ],
    ['a language that never broke', { python: { image: 'o/autoinstrumentation-python:0.1.0' } }],
    // The Operator upgrades the first of these two to its own, which is older than 0.79.0, and leaves the second.
    ['Node.js before the renamed attributes', { nodejs: { image: 'o/autoinstrumentation-nodejs:0.77.0-1' } }],
    ['Node.js with them', { nodejs: { image: 'o/autoinstrumentation-nodejs:0.81.2-1' } }],
  ])('no warning for %s', (_, spec) => {
    expect(judge(spec)).toEqual({ errors: [], warnings: [] });
  });

  test('client files without their Secret are two warnings', () => {
    const { warnings } = judge(tls({ configMapName: 'c', cert_file: 'tls.crt', key_file: 'tls.key' }));
    expect(warnings).toEqual(
      ['cert_file', 'key_file'].map(
        (key) =>
          `spec.exporter.tls.${key}: is a key, but secretName is not set; set it or write an absolute path`,
      ),
    );
  });

  test.each<[string, object]>([
    [
      'complete TLS',
      tls({ secretName: 's', configMapName: 'c', ca_file: 'ca', cert_file: 'crt', key_file: 'key' }),
    ],
    ['an endpoint on the node', { exporter: { endpoint: 'http://$(OTEL_NODE_IP):4317' } }],
    ['a file of Nginx without its folder', { nginx: { configFile: 'nginx.conf' } }],
    ['an image by digest', { java: { image: `ghcr.io/a/b@sha256:${'0'.repeat(64)}` } }],
  ])('none for %s', (_, spec) => {
    expect(judge(spec)).toEqual({ errors: [], warnings: [] });
  });
});
