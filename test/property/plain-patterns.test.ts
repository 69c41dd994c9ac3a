import { expect, test } from 'vitest';
import fc from 'fast-check';
import { type HclToken, readTokens } from '../../src/config/hcl-tokens.js';
import { escapeReferences, listReferences } from '../../src/core/kubernetes/variable-reference.js';
import { hasOtherAgentOption } from '../../src/core/recipes/other-agent.js';
import { quantities } from '../../src/core/objects/kubernetes-types.js';
import { CHART, FILE } from '../../src/core/objects/text-forms.js';
import { parseQuantity } from '../../src/core/kubernetes/quantity.js';
import { parseChart } from '../../src/core/backends/charts.js';
import { parseEndpoint } from '../../src/core/backends/endpoint.js';
import { trimTrailingSlashes } from '../../src/core/text-ends.js';
import { expandReferences } from '../../demo/expansion.js';
import { translateText } from '../../demo/stand-ins.js';

/** What is done in linear time, and the short pattern that says the same but takes the square of it, or more. */
interface Row {
  readonly what: string;
  /** Texts are made of these, so that much of them is nearly what the pattern looks for. */
  readonly pieces: readonly string[];
  readonly linear: (text: string) => unknown;
  readonly plain: (text: string) => unknown;
}

const REFERENCE = /\$\$|\$\(([^)]*)\)/g;
const lookup = (name: string): string | undefined => (name === 'A' ? '<$(B)>' : undefined);

const AGENT =
  /(?:--require|-r|--import)[= ]\S*(?:opentelemetry|dd-trace|newrelic|elastic-apm|appdynamics|dynatrace|instana|splunk|signalfx|sentry|applicationinsights)/;

const ENDPOINTS = [
  /^(https?):\/\/()(\$\([^)]*\)|\[[^\]]*\]|[^/:?#@]+)(?::(\d{1,5}))?([/?#].*)?$/i,
  /^(https?):\/\/([^/?#]*@(?![^/?#]*@))(\$\([^)]*\)|\[[^\]]*\]|[^/:?#@]+)(?::(\d{1,5}))?([/?#].*)?$/i,
];

function plainEndpoint(text: string): unknown {
  const match = ENDPOINTS.map((pattern) => pattern.exec(text.trim())).find((each) => each !== null);
  if (match === undefined) return undefined;
  const [, scheme, userinfo, host, port, path = ''] = match;
  return { scheme, userinfo, host, port: port === undefined ? undefined : Number(port), path };
}

const HCL =
  /(?:#|\/\/)[^\n]*|\/\*[^]*?\*\/|<<-?(\w+)\n[^]*?\n[ \t]*\1\b|"(?<quoted>(?:\\.|[^"\\\n])*)"|(?<name>[A-Za-z_][\w-]*)|[{}()[\]=:,\n]/g;

const plainTokens = (text: string): unknown =>
  [...text.matchAll(HCL)].flatMap(({ 0: mark, groups, index }): readonly HclToken[] => {
    const word = groups?.['quoted'] ?? groups?.['name'];
    if (word !== undefined) return [{ index, word }];
    return mark.length === 1 && mark !== '#' ? [{ index, mark }] : [];
  });

const STAND_INS = ['/a', '/a/b', 'b/', '/b/a/'].map((inThePod, index) => ({
  inThePod,
  here: `<${index}>`,
  standsFor: '',
}));

const QUANTITY = /^[+]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/;
const AMOUNT = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]{0,2})$/;
const CHART_FORM = /^(?:[a-z][a-z0-9-]*-)?v?[0-9]+(?:\.[0-9]+)*(?:[-+][0-9A-Za-z.+-]+)?$/;
const FILE_FORM = /^(?:\/[-._A-Za-z0-9]+)*\/?[-._A-Za-z0-9]+$/;

function plainChart(text: string): unknown {
  const [, name, version] = /^(?:([a-z][a-z0-9-]*?)-)?(v?[0-9].*)$/.exec(text) ?? [];
  return { name, version: version ?? text };
}

const ROWS: readonly Row[] = [
  {
    what: 'slashes at the end of a text',
    pieces: ['/', '/', 'a', '\n', ' '],
    linear: trimTrailingSlashes,
    plain: (text) => text.replace(/\/+$/, ''),
  },
  {
    what: 'the variables that a value refers to',
    pieces: ['$', '(', ')', 'A', 'B', '\n', '$(A)'],
    linear: listReferences,
    plain: (text) => [...text.matchAll(REFERENCE)].flatMap(([, name]) => (name === undefined ? [] : [name])),
  },
  {
    what: 'text that the kubelet must write as it is',
    pieces: ['$', '(', ')', 'A', '$$'],
    linear: escapeReferences,
    plain: (text) => text.replaceAll(/\$+(?=\()|\${2,}/g, (signs) => signs + signs),
  },
  {
    what: 'what the kubelet makes of a value',
    pieces: ['$', '(', ')', 'A', 'B', '\n', '$(A)'],
    linear: (text) => expandReferences(text, lookup),
    plain: (text) =>
      text.replace(REFERENCE, (match, name?: string) => (name === undefined ? '$' : (lookup(name) ?? match))),
  },
  {
    what: 'another agent in options of Node.js',
    pieces: [
      '--require',
      '-r',
      '--import',
      '=',
      ' ',
      '\t',
      '\u00a0',
      'x',
      '-',
      'sentry',
      '@opentelemetry/api',
    ],
    linear: hasOtherAgentOption,
    plain: (text) => AGENT.test(text),
  },
  {
    what: 'the parts of an endpoint',
    pieces: [
      'http',
      'HTTPS',
      '://',
      ':',
      '/',
      '?',
      '#',
      '@',
      '$(',
      ')',
      '[',
      ']',
      'a',
      '1',
      '4317',
      ' ',
      '\n',
    ],
    linear: (text) => [parseEndpoint(text), parseEndpoint(`http://${text}`)],
    plain: (text) => [plainEndpoint(text), plainEndpoint(`http://${text}`)],
  },
  {
    what: 'the words and marks of HCL',
    pieces: ['/', '*', '#', '<<', '-', 'E', 'EO', '\n', '"', '\\', ' ', '{', '}', '=', '1', '\r', '\u2028'],
    linear: (text) => [...readTokens(text)],
    plain: plainTokens,
  },
  {
    what: 'texts that mean something else on another machine',
    pieces: ['/', 'a', 'b', '/a/b', 'c'],
    linear: (text) => translateText(text, STAND_INS),
    plain: (text) =>
      text.replaceAll(
        /\/b\/a\/|\/a\/b|\/a|b\//g,
        (match) => STAND_INS.find(({ inThePod }) => inThePod === match)?.here ?? '',
      ),
  },
  {
    what: 'a quantity',
    pieces: ['1', '.', 'e', 'E', '+', '-', 'Ki', 'm', '0'],
    linear: (text) => quantities.safeParse({ cpu: text }).success,
    plain: (text) => QUANTITY.test(text),
  },
  {
    what: 'the amount of a quantity',
    pieces: ['1', '.', 'e', 'E', '+', '-', 'Ki', 'm', '0'],
    linear: parseQuantity,
    plain: (text) => (AMOUNT.test(text) ? parseQuantity(text) : undefined),
  },
  {
    what: 'the version of a chart',
    pieces: ['a', 'v', 'w', '-', '0', '12', '.', '+', 'A'],
    linear: (text) => CHART.pattern.test(text),
    plain: (text) => CHART_FORM.test(text),
  },
  {
    what: 'the parts of a chart',
    pieces: ['a', 'v', '-', '0', '12', '.', '+', 'A'],
    linear: parseChart,
    plain: plainChart,
  },
  {
    what: 'a file of certificates',
    pieces: ['/', 'a', '.', '-', ' '],
    linear: (text) => FILE.pattern.test(text),
    plain: (text) => FILE_FORM.test(text),
  },
];

const SEED = Number(process.env['PROPERTY_SEED'] ?? 20261);

test.each(ROWS)('$what is what the short pattern says', ({ pieces, linear, plain }) => {
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 16 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      expect(linear(text)).toEqual(plain(text));
    }),
    { seed: SEED, numRuns: 3000 },
  );
});
