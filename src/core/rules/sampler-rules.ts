import type { Issue } from '../result.js';
import { cutName, quoteValue } from '../shown-text.js';
import type { InstrumentationSpec, SAMPLER_TYPES } from '../objects/instrumentation.js';

/** Rules for `spec.sampler` of an Instrumentation; https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration */

type SamplerSpec = InstrumentationSpec['sampler'];
type SamplerType = (typeof SAMPLER_TYPES)[number];

/** What a sampler does with its argument. */
const ARGUMENTS: Readonly<Record<SamplerType, 'ratio' | 'remote' | 'none'>> = {
  always_on: 'none',
  always_off: 'none',
  traceidratio: 'ratio',
  parentbased_always_on: 'none',
  parentbased_always_off: 'none',
  parentbased_traceidratio: 'ratio',
  jaeger_remote: 'remote',
  parentbased_jaeger_remote: 'remote',
  xray: 'none',
  probabilistic: 'ratio',
};

const TYPE = 'spec.sampler.type';
const ARGUMENT = 'spec.sampler.argument';

/** Refuses an argument that the sampler cannot read; an empty one is always accepted. */
export function checkSamplerArgument(sampler: SamplerSpec): readonly Issue[] {
  const { type, argument = '' } = sampler ?? {};
  if (type === undefined || argument === '') return [];
  if (ARGUMENTS[type] === 'ratio' && !isRatio(argument))
    return [
      { path: ARGUMENT, message: `is ${quoteValue(argument)}; allowed: a number from 0 to 1; correct it` },
    ];
  return ARGUMENTS[type] === 'remote' ? checkRemoteArgument(argument) : [];
}

/** Remarks on a sampler that works otherwise than it reads. */
export function listSamplerWarnings(sampler: SamplerSpec): readonly Issue[] {
  if (sampler === undefined) return [];
  const { type, argument = '' } = sampler;
  if (type === undefined)
    return [
      {
        path: TYPE,
        message: 'is not set; unless spec.env or the TracingPlatform sets one, agents keep every trace',
      },
    ];
  const warnings: Issue[] = [];
  if (type === 'probabilistic')
    warnings.push({
      path: TYPE,
      message: 'is probabilistic, which agents do not know; parentbased_traceidratio is used',
    });
  if (ARGUMENTS[type] === 'none' && argument !== '')
    warnings.push({ path: ARGUMENT, message: `has no effect with ${type}; remove it` });
  if (ARGUMENTS[type] === 'ratio' && argument === '')
    warnings.push({
      path: ARGUMENT,
      message: `is not set, so ${type} keeps every trace; set a number from 0 to 1`,
    });
  return warnings;
}

/** `endpoint=...,pollingIntervalMs=...,initialSamplingRate=...`; other keys are accepted. */
function checkRemoteArgument(argument: string): readonly Issue[] {
  return argument.split(',').flatMap((part) => {
    const [key = '', value, ...rest] = part.split('=');
    if (value === undefined || rest.length > 0)
      return [
        {
          path: ARGUMENT,
          message: `has ${quoteValue(part)}; allowed: key=value, comma-separated; correct it`,
        },
      ];
    const rule = REMOTE[key.trim()];
    if (rule === undefined || rule.holds(value.trim())) return [];
    return [
      {
        path: ARGUMENT,
        message: `has ${cutName(key.trim())} ${quoteValue(value)}; allowed: ${rule.allowed}; correct it`,
      },
    ];
  });
}

interface RemoteRule {
  readonly allowed: string;
  readonly holds: (value: string) => boolean;
}

const REMOTE: Readonly<Record<string, RemoteRule>> = {
  endpoint: { allowed: 'a URL', holds: (value) => value !== '' },
  pollingIntervalMs: { allowed: 'a whole number', holds: (value) => /^[+-]?\d+$/.test(value) },
  initialSamplingRate: { allowed: 'a number from 0 to 1', holds: (value) => isRatio(value) },
};

function isRatio(value: string): boolean {
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(value)) return false;
  return Number(value) >= 0 && Number(value) <= 1;
}
