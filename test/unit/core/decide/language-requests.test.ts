import { describe, expect, test } from 'vitest';
import { listLanguageRequests } from '../../../../src/core/decide/language-requests.js';
import { LANGUAGES } from '../../../../src/core/domain.js';
import type { ObjectMeta, StringMap } from '../../../../src/core/kubernetes/pod.js';
import { platformWith } from '../contexts.js';

const key = (language: string): string => `instrumentation.opentelemetry.io/inject-${language}`;
const asking = (...languages: readonly string[]): StringMap =>
  Object.fromEntries(languages.map((language) => [key(language), 'true']));

interface Row {
  readonly pod?: Pick<ObjectMeta, 'annotations' | 'labels'>;
  readonly annotations?: StringMap;
  readonly labels?: StringMap;
  readonly rules?: readonly object[];
}

function requests({ pod = {}, annotations = {}, labels = {}, rules }: Row): readonly string[] {
  const platform = rules === undefined ? undefined : platformWith({ injection: { rules } });
  return listLanguageRequests(pod, { annotations, labels }, platform).map(
    ({ language, value, origin, containers }) =>
      `${language} ${value} ${origin}${containers === undefined ? '' : ` in ${containers.join(',')}`}`,
  );
}

describe('annotations', () => {
  test.each<[string, Row, readonly string[]]>([
    ['silence', {}, []],
    ['one of the pod', { pod: { annotations: asking('java') } }, ['java true pod']],
    ['one of the namespace', { annotations: asking('java') }, ['java true namespace']],
    [
      'all, in the order of injection',
      {
        pod: {
          annotations: asking(...LANGUAGES.toReversed()),
        },
      },
      LANGUAGES.map((each) => `${each} true pod`),
    ],
    ['false', { pod: { annotations: { [key('java')]: 'false' } } }, []],
    ['false in another case', { pod: { annotations: { [key('java')]: 'False' } } }, []],
    [
      'false on the pod against the namespace',
      { pod: { annotations: { [key('java')]: 'false' } }, annotations: asking('java') },
      [],
    ],
    ['an empty value', { pod: { annotations: { [key('java')]: '' } } }, []],
    [
      'one of the pod beside one of the namespace',
      { pod: { annotations: asking('java') }, annotations: asking('sdk') },
      ['java true pod', 'sdk true namespace'],
    ],
    ['a name', { pod: { annotations: { [key('python')]: 'other/mine' } } }, ['python other/mine pod']],
    ['a language that is not known', { pod: { annotations: { [key('cobol')]: 'true' } } }, []],
  ])('%s', (_, row, expected) => {
    expect(requests(row)).toEqual(expected);
  });
});

describe('rules', () => {
  const java = { languages: ['java'] };
  const shop = {
    namespaceSelector: { matchLabels: { team: 'shop' } },
    languages: ['nodejs'],
    containers: ['app', 'web'],
  };
  test.each<[string, Row, readonly string[]]>([
    ['apply to a silent pod', { rules: [java] }, ['java true rule']],
    ['name containers', { rules: [shop], labels: { team: 'shop' } }, ['nodejs true rule in app,web']],
    ['pass by another namespace', { rules: [shop], labels: { team: 'other' } }, []],
    [
      'the first match wins',
      { rules: [shop, java], labels: { team: 'shop' } },
      ['nodejs true rule in app,web'],
    ],
    ['the next one where the first does not match', { rules: [shop, java] }, ['java true rule']],
    [
      'select pods',
      { rules: [{ podSelector: { matchLabels: { a: 'b' } }, ...java }], pod: { labels: { a: 'b' } } },
      ['java true rule'],
    ],
    ['select no pod without labels', { rules: [{ podSelector: { matchLabels: { a: 'b' } }, ...java }] }, []],
    [
      'need both selectors',
      { rules: [{ ...shop, podSelector: { matchLabels: { a: 'b' } } }], labels: { team: 'shop' } },
      [],
    ],
    [
      'in the order of injection',
      { rules: [{ languages: ['sdk', 'java'] }] },
      ['java true rule', 'sdk true rule'],
    ],
    ['do not add to an annotation', { rules: [java], pod: { annotations: asking('sdk') } }, ['sdk true pod']],
    ['do not beat false on the pod', { rules: [java], pod: { annotations: { [key('java')]: 'false' } } }, []],
    [
      'do not beat false for another language',
      { rules: [java], pod: { annotations: { [key('sdk')]: 'false' } } },
      [],
    ],
    ['do not beat false on the namespace', { rules: [java], annotations: { [key('java')]: 'false' } }, []],
    [
      'apply beside an empty annotation',
      { rules: [java], pod: { annotations: { [key('java')]: '' } } },
      ['java true rule'],
    ],
  ])('%s', (_, row, expected) => {
    expect(requests(row)).toEqual(expected);
  });
});
