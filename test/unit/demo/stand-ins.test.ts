import { expect, test } from 'vitest';
import { translateText, translateEnvironment, type StandIn } from '../../../demo/stand-ins.js';

const STAND_INS: readonly StandIn[] = [
  { inThePod: '/agent/', here: '/here/agent/', standsFor: 'the volume' },
  { inThePod: 'http://collector:4318', here: 'http://127.0.0.1:1', standsFor: 'DNS' },
];

test('every occurrence is replaced, in all values, and names stay', () => {
  const environment = {
    A: '--require /agent/x.js /agent/y',
    'http://collector:4318': 'http://collector:4318/v1',
    B: '',
  };
  expect(translateEnvironment(environment, STAND_INS)).toEqual({
    A: '--require /here/agent/x.js /here/agent/y',
    'http://collector:4318': 'http://127.0.0.1:1/v1',
    B: '',
  });
});

test('without stand-ins nothing changes', () => {
  expect(translateText('/agent/', [])).toBe('/agent/');
});
