import { describe, expect, test } from 'vitest';
import { describeForm, judgeForm, type Fit, type ValueForm } from '../../../../src/core/agents/value-form.js';

const WORD: ValueForm = { kind: 'word', words: ['grpc', 'http/protobuf'] };
const WORDS: ValueForm = { kind: 'words', words: ['otlp', 'console'], alone: ['none'], isUnique: true };
const RATIO: ValueForm = { kind: 'number', from: 0, to: 1, isWhole: false };
const SIZE: ValueForm = { kind: 'number', from: 1, to: 2 ** 31 - 1, isWhole: true };
const TIME: ValueForm = { kind: 'duration', from: 0, units: ['ms', 's', 'm'] };
const PAIRS: ValueForm = { kind: 'pairs', isDecoded: false };
const DECODED: ValueForm = { kind: 'pairs', isDecoded: true };
const DENSE: ValueForm = { kind: 'pairs', isDecoded: false, isDense: true };
const URL_FORM: ValueForm = { kind: 'url' };

describe('a value and its form', () => {
  test.each<[ValueForm, string, Fit]>([
    [WORD, 'grpc', 'fits'],
    [WORD, 'GRPC', 'unreadable'],
    [WORD, ' grpc', 'unreadable'],
    [WORD, 'grpc,http/protobuf', 'out-of-range'],
    [WORDS, 'otlp', 'fits'],
    [WORDS, 'otlp, console', 'fits'],
    [WORDS, 'otlp,,console', 'fits'],
    [WORDS, 'none', 'fits'],
    [WORDS, 'otlp,none', 'out-of-range'],
    [WORDS, 'otlp,otlp', 'out-of-range'],
    [WORDS, 'otlp,zipkin', 'out-of-range'],
    [WORDS, 'zipkin,jaeger', 'unreadable'],
    [RATIO, '0', 'fits'],
    [RATIO, '1', 'fits'],
    [RATIO, '.5', 'fits'],
    [RATIO, '1e-3', 'fits'],
    [RATIO, ' 0.5', 'fits'],
    [RATIO, '1.5', 'out-of-range'],
    [RATIO, '-0.1', 'out-of-range'],
    [RATIO, '10%', 'unreadable'],
    [RATIO, '0,5', 'unreadable'],
    [RATIO, 'NaN', 'unreadable'],
    [RATIO, '0x1', 'unreadable'],
    [SIZE, '512', 'fits'],
    [SIZE, '0', 'out-of-range'],
    [SIZE, '99999999999', 'out-of-range'],
    [SIZE, '1.5', 'unreadable'],
    [SIZE, ' 5', 'unreadable'],
    [TIME, '5000', 'fits'],
    [TIME, '5s', 'fits'],
    [TIME, '5 s', 'fits'],
    [TIME, '500ms', 'fits'],
    [TIME, '5h', 'unreadable'],
    [TIME, '1.5s', 'unreadable'],
    [TIME, '-1', 'out-of-range'],
    [TIME, 's', 'unreadable'],
    [PAIRS, 'a=b', 'fits'],
    [PAIRS, 'a=b,c=d,', 'fits'],
    [PAIRS, 'a=', 'fits'],
    [PAIRS, 'a=b=c', 'fits'],
    [PAIRS, 'a=%zz', 'fits'],
    [PAIRS, 'team: a', 'unreadable'],
    [PAIRS, '=b', 'unreadable'],
    [DENSE, 'a=b,c=d', 'fits'],
    [DENSE, 'a=b,c=d,', 'unreadable'],
    [DECODED, 'a=%zz', 'unreadable'],
    [DECODED, 'a=b%20c', 'fits'],
    [URL_FORM, 'http://gw:4318', 'fits'],
    [URL_FORM, 'HTTPS://gw.obs.svc', 'fits'],
    [URL_FORM, 'http://[::1]:4318/v1/traces', 'fits'],
    [URL_FORM, 'gw:4318', 'unreadable'],
    [URL_FORM, 'ftp://gw', 'out-of-range'],
    [URL_FORM, 'localhost:4318', 'unreadable'],
    [URL_FORM, 'http://', 'unreadable'],
    [URL_FORM, 'http://a b:4318', 'unreadable'],
    [URL_FORM, 'http://$(HOST_IP):4318', 'unreadable'],
    [URL_FORM, 'http://gw:99999', 'unreadable'],
    [URL_FORM, 'http://user:pass@gw:4318', 'fits'],
    [URL_FORM, 'http://a_b-c.d:4318/$x', 'fits'],
    [URL_FORM, 'http://${HOST_IP}:4318', 'out-of-range'],
    [URL_FORM, 'http://$HOST_IP:4318', 'out-of-range'],
    [URL_FORM, 'http://{{X}}:4318', 'out-of-range'],
    [URL_FORM, 'http:///gw:4318', 'out-of-range'],
  ])('%j: %s %s', (form, value, fit) => {
    expect(judgeForm(form, value)).toBe(fit);
  });

  test.each<[ValueForm, string]>([
    [WORD, 'grpc, http/protobuf'],
    [WORDS, 'otlp, console, separated by commas, or none by itself'],
    [RATIO, 'a number from 0 to 1'],
    [{ ...SIZE, to: Infinity }, 'a whole number from 1'],
    [TIME, 'a whole number of milliseconds from 0, or one with the unit ms, s, m'],
    [PAIRS, 'name=value, separated by commas'],
    [DENSE, 'name=value, separated by commas, without an empty entry'],
    [DECODED, 'name=value, separated by commas, with percent-encoded values'],
    [URL_FORM, 'a URL with http:// or https://'],
  ])('%j is described', (form, text) => {
    expect(describeForm(form)).toBe(text);
  });
});
