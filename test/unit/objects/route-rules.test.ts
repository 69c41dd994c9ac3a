import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../src/core/agents/agents.js';
import { LANGUAGES } from '../../../src/core/domain.js';
import { issuesWith, noticesWith } from './platform-reading.js';

const TEMPO = { enable_tempo: true };
const ZIPKIN = { enable_zipkin: true };
const OPERATOR = { enable_opentelemetry_operator: true };

/** Those whose agents can be given a tenant. */
const WITH_HEADERS = LANGUAGES.filter((language) => AGENTS[language].capabilities.access.includes('headers'));

const named = (languages: readonly string[]): object => ({
  injection: { rules: [{ languages: ['java'] }, { languages }] },
});

describe('a way that nobody can take is refused', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'an endpoint for a protocol that no agent sends to Zipkin',
      { addons: ZIPKIN, backends: { zipkin: { endpoint: 'http://z:4317' } }, ...named(['python']) },
      [
        'spec.backends.zipkin.endpoint: names the port of a protocol that no agent can send to zipkin; allowed: another port, or none; correct it',
      ],
    ],
    [
      'languages whose agents cannot send to Zipkin',
      { addons: ZIPKIN, ...named(['python', 'nodejs', 'go']), agents: { sdk: { enabled: true } } },
      [
        'spec.agents.sdk.enabled: is asked for, but its agent can send nothing that zipkin takes in; allowed: java, nodejs, dotnet; set spec.route: collector or remove the language',
        'spec.injection.rules[1].languages[0]: is asked for, but its agent can send nothing that zipkin takes in; allowed: java, nodejs, dotnet; set spec.route: collector or remove the language',
        'spec.injection.rules[1].languages[2]: is asked for, but its agent can send nothing that zipkin takes in; allowed: java, nodejs, dotnet; set spec.route: collector or remove the language',
      ],
    ],
    [
      'a language that does not speak gRPC, at a port of gRPC',
      { addons: TEMPO, backends: { tempo: { endpoint: 'http://t:4317' } }, ...named(['python']) },
      [
        'spec.injection.rules[1].languages[0]: is asked for, but its agent can send nothing that tempo takes in; allowed: java, nodejs, go, apache-httpd, nginx; set spec.route: collector or remove the language',
      ],
    ],
    [
      'the same at a Collector',
      { collector: { endpoint: 'http://c:4317' }, ...named(['dotnet']) },
      [
        'spec.injection.rules[1].languages[0]: is asked for, but its agent can send nothing that spec.collector.endpoint takes in; allowed: java, nodejs, go, apache-httpd, nginx; leave the port out of spec.collector.endpoint or remove the language',
      ],
    ],
    [
      'a module that cannot be given a tenant',
      {
        addons: TEMPO,
        backends: { tempo: { tenant: { namespace: true } } },
        agents: { nginx: { enabled: true } },
      },
      [
        `spec.agents.nginx.enabled: is asked for, but its agent can send nothing that tempo takes in; allowed: ${WITH_HEADERS.join(', ')}; set spec.route: collector or remove the language`,
      ],
    ],
    [
      'a chart of another backend',
      { addons: TEMPO, backends: { tempo: { chart: 'jaeger-4.0.0' } } },
      [
        'spec.backends.tempo.chart: is of the chart jaeger, which is not known; allowed: tempo, tempo-distributed; correct it, or name the version alone and the endpoint',
      ],
    ],
    [
      'a chart that is no version',
      { backends: { tempo: { chart: 'latest' } } },
      [
        'spec.backends.tempo.chart: is no version of a chart; allowed: a version as 1.24.4, or a chart and a version as tempo-distributed-1.61.3; correct it',
      ],
    ],
  ])('%s', (_, spec, expected) => {
    expect(issuesWith(spec)).toEqual(expected);
  });

  test.each<[string, object]>([
    [
      'a language that one of the backends can do with',
      { addons: { ...TEMPO, ...ZIPKIN }, ...named(['python']) },
    ],
    [
      'every language through the Collector',
      { addons: { ...ZIPKIN, ...OPERATOR }, ...named(['python', 'sdk']) },
    ],
    ['a language that is switched off', { addons: ZIPKIN, agents: { python: { enabled: false } } }],
    ['a version with its letter and what follows', { backends: { tempo: { chart: 'v1.24.4-rc.1' } } }],
  ])('%s is accepted', (_, spec) => {
    expect(issuesWith(spec)).toEqual([]);
  });
});

describe('a way that is not open to all has a notice', () => {
  const LEFT_OUT =
    'whose agents can send nothing that zipkin takes in; set spec.route: collector to take them along';

  test.each<[string, object, readonly string[]]>([
    ['all through the Collector', { addons: { ...ZIPKIN, ...OPERATOR } }, []],
    [
      'directly to Zipkin',
      { addons: ZIPKIN },
      [`spec.addons: leaves out pods that ask for python, apache-httpd, sdk, ${LEFT_OUT}`],
    ],
    [
      'directly to Zipkin, as the platform says, without languages that are off',
      {
        addons: ZIPKIN,
        route: 'direct',
        agents: { python: { enabled: false }, 'apache-httpd': { enabled: false } },
      },
      [`spec.route: leaves out pods that ask for sdk, ${LEFT_OUT}`],
    ],
    [
      'through a Collector that takes gRPC alone',
      { collector: { endpoint: 'http://c:4317' } },
      [
        'spec.collector.endpoint: leaves out pods that ask for python, dotnet, sdk, whose agents can send nothing that spec.collector.endpoint takes in; leave the port out of spec.collector.endpoint to take them along',
      ],
    ],
    [
      'through a Collector behind a proxy for HTTP',
      { collector: { endpoint: 'https://c' } },
      [
        'spec.collector.endpoint: leaves out pods that ask for apache-httpd, whose agents can send nothing that spec.collector.endpoint takes in; leave out spec.collector.endpoint to take them along',
      ],
    ],
    ['through a Collector that takes both', { collector: { endpoint: 'http://c' } }, []],
    ['directly to Tempo', { addons: TEMPO }, []],
    [
      'directly to one of several backends',
      { addons: { ...TEMPO, enable_jaeger: true, ...ZIPKIN } },
      [
        'spec.addons: enables no Collector, so agents send to tempo alone, and only pods that pick jaeger or zipkin by the annotation tracing.dokaseca.io/backend send there; set enable_opentelemetry_operator: true to send to all, or name another backend in spec.backend',
      ],
    ],
    [
      'directly to one of several backends by the route that is written',
      { addons: { ...TEMPO, enable_jaeger: true, ...OPERATOR }, route: 'direct', backend: 'jaeger' },
      [
        'spec.route: is direct, so agents send to jaeger alone, and only pods that pick tempo by the annotation tracing.dokaseca.io/backend send there; set it to collector to send to all, or name another backend in spec.backend',
      ],
    ],
    [
      'through the Collector to several backends',
      { addons: { ...TEMPO, enable_jaeger: true, ...OPERATOR } },
      [],
    ],
    [
      'Jaeger’s sampling by the chart that closes its port',
      {
        addons: { enable_jaeger: true, ...OPERATOR },
        sampling: { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.1 },
      },
      [
        'spec.sampling.mode: needs port 5779 of Jaeger’s Service, which its chart opens only by jaeger.service.extraPorts; add it there, or name spec.sampling.endpoint',
      ],
    ],
    [
      'and where the endpoint is written out',
      {
        addons: { enable_jaeger: true, ...OPERATOR },
        sampling: { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.1, endpoint: 'http://j:5779' },
      },
      [],
    ],
    [
      'an address of the node where there is a gateway alone',
      { collector: { nodeAddress: 'service' } },
      [
        'spec.collector.nodeAddress: has no effect with the topology gateway; remove it or choose another topology',
      ],
    ],
    ['and where there is one on each node', { collector: { nodeAddress: 'service', topology: 'agent' } }, []],
  ])('%s', (_, spec, expected) => {
    expect(noticesWith(spec)).toEqual(expected);
  });

  const PORT = 'spec.sampling.mode: needs port 5779 of Jaeger’s Service, which its chart';
  const CLOSED = [`${PORT} cannot open before 4.4.3; take a newer chart, or name spec.sampling.endpoint`];

  test.each<[string, readonly string[]]>([
    ['3.4.0', []],
    ['4.0.0', []],
    ['4.1.5', []],
    ['4.2.0', CLOSED],
    ['4.4.2', CLOSED],
    [
      '4.4.3',
      [`${PORT} opens only by jaeger.service.extraPorts; add it there, or name spec.sampling.endpoint`],
    ],
  ])('the port of Jaeger’s sampling by its chart %s', (chart, expected) => {
    const addons = { enable_jaeger: true, ...OPERATOR };
    const sampling = { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.1 };
    expect(noticesWith({ addons, sampling, backends: { jaeger: { chart } } })).toEqual(expected);
  });
});
