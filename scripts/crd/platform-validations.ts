import { BACKENDS, type Backend } from '../../src/core/domain.js';
import { ADDON_OF, DEFAULT_ADDONS, DEFAULT_COLLECTOR } from '../../src/core/platform/defaults.js';
import { COMPARING, DROP_FROM, SELECTORS, type PlatformRule } from '../../src/core/rules/platform-rules.js';
import { SAYS } from '../../src/core/rules/platform-sentences.js';
import { VERSION } from '../../src/core/objects/text-forms.js';
import { celList, celText, told, type PlacedRule, type ValidationRule } from './validation-rule.js';

/** Whether a flag of the platform is on. */
const isOn = (flag: string): string =>
  Object.hasOwn(DEFAULT_ADDONS, flag)
    ? `(!has(self.addons) || self.addons.?${flag}.orValue(false))`
    : `self.?addons.?${flag}.orValue(false)`;

const isEnabled = (backend: Backend): string => isOn(ADDON_OF[backend]);
const ANY_ENABLED = `(${BACKENDS.map(isEnabled).join(' || ')})`;
const ENABLED_BY_NAME = `{${BACKENDS.map((name) => `${celText(name)}: ${isEnabled(name)}`).join(', ')}}`;
// Concatenated of constants, as the API server must know beforehand how long the text can get.
const ENABLED = `(${BACKENDS.map((name) => `(${isEnabled(name)} ? ", ${name}" : "")`).join(' + ')}).substring(2)`;
const ADDON = `{${BACKENDS.map((name) => `${celText(name)}: ${celText(ADDON_OF[name])}`).join(', ')}}[self.backend]`;
const DEFAULT_ROUTE = `${isOn('enable_opentelemetry_operator')} ? "collector" : "direct"`;
const IS_DIRECT = `self.?route.orValue(${DEFAULT_ROUTE}) == "direct"`;
const COLLECTOR_VERSION = `(self.?collector.?version.hasValue() ? self.collector.version : ${celText(DEFAULT_COLLECTOR.version)})`;
const SUM = 'self.sampling.services.map(name, self.sampling.services[name]).sum()';

/** Versions of three numbers, of which the later is not older; what is none of them its own pattern refuses. */
function isFrom(version: string, from: string): string {
  const [major = '', minor = '', patch = ''] = from.split('.');
  const [x, y, z] = [0, 1, 2].map((index) => `int(v.split(".")[${index}])`);
  const isLater = `${x} > ${major} || (${x} == ${major} && (${y} > ${minor} || (${y} == ${minor} && ${z} >= ${patch})))`;
  return `[${version}].all(v, !v.matches(${celText(VERSION.pattern.source)}) || ${isLater})`;
}

const SELECTOR_RULES: readonly ValidationRule[] = [
  {
    rule: `!(self.operator in ${celList(COMPARING)}) || self.?values.orValue([]).size() > 0`,
    fieldPath: '.values',
    ...told(SAYS.noValues('{{self.operator}}')),
  },
  {
    rule: `self.operator in ${celList(COMPARING)} || self.?values.orValue([]).size() == 0`,
    fieldPath: '.values',
    ...told(SAYS.values('{{self.operator}}')),
  },
];

const inSpec = (rule: string, fieldPath: string, sentence: string): PlacedRule => ({
  at: 'spec',
  ...{ rule, fieldPath },
  ...told(sentence),
});

/**
 * The rules of `platform-rules.ts` for the API server, with the same sentences at the same places, so that
 * `kubectl apply` refuses what would be refused here. Most stand at `spec`, from where every field can be seen.
 */
export const PLATFORM_VALIDATIONS: Readonly<Record<PlatformRule, readonly PlacedRule[]>> = {
  enabledBackend: [inSpec(ANY_ENABLED, '.addons', SAYS.enabledBackend)],
  primaryEnabled: [
    inSpec(
      `!has(self.backend) || !${ANY_ENABLED} || ${ENABLED_BY_NAME}[self.backend]`,
      '.backend',
      SAYS.primaryEnabled('{{self.backend}}', `{{${ENABLED}}}`, `{{${ADDON}}}`),
    ),
  ],
  needsCollector: [
    inSpec(
      `!has(self.sampling) || self.sampling.strategy == "probabilistic" || !(${IS_DIRECT})`,
      '.sampling.strategy',
      SAYS.needsCollector('{{self.sampling.strategy}}'),
    ),
  ],
  jaegerRemote: [
    inSpec(
      `self.?sampling.?mode.orValue("") != "jaeger-remote" || has(self.sampling.endpoint) || ${isEnabled('jaeger')}`,
      '.sampling.mode',
      SAYS.jaegerRemote,
    ),
  ],
  remoteEndpoint: [
    inSpec(
      '!self.?sampling.?endpoint.hasValue() || !self.sampling.endpoint.contains(",")',
      '.sampling.endpoint',
      SAYS.remoteEndpoint,
    ),
  ],
  tailDrop: [
    inSpec(
      `!self.?sampling.?drop.hasValue() || ${isFrom(COLLECTOR_VERSION, DROP_FROM)}`,
      '.sampling.drop',
      SAYS.tailDrop(DROP_FROM, `{{${COLLECTOR_VERSION}}}`),
    ),
  ],
  shares: [
    inSpec(`!self.?sampling.?services.hasValue() || ${SUM} < 100.0`, '.sampling.services', SAYS.shares),
  ],
  lonelyNone: [
    inSpec(
      '!has(self.propagators) || self.propagators.size() < 2 || !("none" in self.propagators)',
      '.propagators',
      SAYS.lonelyNone,
    ),
  ],
  selectorValues: SELECTORS.flatMap((selector) =>
    SELECTOR_RULES.map((rule) => ({
      at: `spec.injection.rules[].${selector}.matchExpressions[]`,
      ...rule,
    })),
  ),
};
