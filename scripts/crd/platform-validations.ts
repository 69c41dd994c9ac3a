import { BACKENDS, type Backend } from '../../src/core/domain.js';
import {
  ADDON_OF,
  DEFAULT_ADDONS,
  DEFAULT_COLLECTOR,
  PINNED_COLLECTORS,
} from '../../src/core/platform/defaults.js';
import {
  COMPARING,
  DROP_FROM,
  SELECTORS,
  type PlatformRuleName,
} from '../../src/core/rules/platform-rules.js';
import { RULE_MESSAGES } from '../../src/core/rules/platform-sentences.js';
import { VERSION } from '../../src/core/objects/text-forms.js';
import {
  formatCelList,
  formatCelText,
  buildMessage,
  type PlacedRule,
  type ValidationRule,
} from './validation-rule.js';

/** Whether a flag of the platform is on. */
const buildFlagExpression = (flag: string): string =>
  Object.hasOwn(DEFAULT_ADDONS, flag)
    ? `(!has(self.addons) || self.addons.?${flag}.orValue(false))`
    : `self.?addons.?${flag}.orValue(false)`;

const buildEnabledExpression = (backend: Backend): string => buildFlagExpression(ADDON_OF[backend]);
const ANY_ENABLED = `(${BACKENDS.map(buildEnabledExpression).join(' || ')})`;
const ENABLED_BY_NAME = `{${BACKENDS.map((name) => `${formatCelText(name)}: ${buildEnabledExpression(name)}`).join(', ')}}`;
// Concatenated of constants, as the API server must know beforehand how long the text can get.
const ENABLED = `(${BACKENDS.map((name) => `(${buildEnabledExpression(name)} ? ", ${name}" : "")`).join(' + ')}).substring(2)`;
const ADDON = `{${BACKENDS.map((name) => `${formatCelText(name)}: ${formatCelText(ADDON_OF[name])}`).join(', ')}}[self.backend]`;
const DEFAULT_ROUTE = `${buildFlagExpression('enable_opentelemetry_operator')} ? "collector" : "direct"`;
const IS_DIRECT = `self.?route.orValue(${DEFAULT_ROUTE}) == "direct"`;
const ASSUMED_VERSION = Object.entries(PINNED_COLLECTORS).reduceRight(
  (otherwise, [environment, version]) =>
    `self.?cluster.?environment.orValue("") == ${formatCelText(environment)} ? ${formatCelText(version)} : ${otherwise}`,
  formatCelText(DEFAULT_COLLECTOR.version),
);
const COLLECTOR_VERSION = `(self.?collector.?version.hasValue() ? self.collector.version : ${ASSUMED_VERSION})`;
const SUM = 'self.sampling.services.map(name, self.sampling.services[name]).sum()';

/** Versions of three numbers, of which the later is not older; what is none of them its own pattern refuses. */
function buildVersionExpression(version: string, from: string): string {
  const [major = '', minor = '', patch = ''] = from.split('.');
  const [x, y, z] = [0, 1, 2].map((index) => `int(v.split(".")[${index}])`);
  const isLater = `${x} > ${major} || (${x} == ${major} && (${y} > ${minor} || (${y} == ${minor} && ${z} >= ${patch})))`;
  return `[${version}].all(v, !v.matches(${formatCelText(VERSION.pattern.source)}) || ${isLater})`;
}

const SELECTOR_RULES: readonly ValidationRule[] = [
  {
    rule: `!(self.operator in ${formatCelList(COMPARING)}) || self.?values.orValue([]).size() > 0`,
    fieldPath: '.values',
    ...buildMessage(RULE_MESSAGES.noValues('{{self.operator}}')),
  },
  {
    rule: `self.operator in ${formatCelList(COMPARING)} || self.?values.orValue([]).size() == 0`,
    fieldPath: '.values',
    ...buildMessage(RULE_MESSAGES.values('{{self.operator}}')),
  },
];

const buildSpecRule = (rule: string, fieldPath: string, sentence: string): PlacedRule => ({
  at: 'spec',
  ...{ rule, fieldPath },
  ...buildMessage(sentence),
});

/**
 * The rules of `platform-rules.ts` for the API server, with the same sentences at the same places, so that
 * `kubectl apply` refuses what would be refused here. Most stand at `spec`, from where every field can be seen.
 */
export const PLATFORM_VALIDATIONS: Readonly<Record<PlatformRuleName, readonly PlacedRule[]>> = {
  enabledBackend: [buildSpecRule(ANY_ENABLED, '.addons', RULE_MESSAGES.enabledBackend)],
  primaryEnabled: [
    buildSpecRule(
      `!has(self.backend) || !${ANY_ENABLED} || ${ENABLED_BY_NAME}[self.backend]`,
      '.backend',
      RULE_MESSAGES.primaryEnabled('{{self.backend}}', `{{${ENABLED}}}`, `{{${ADDON}}}`),
    ),
  ],
  needsCollector: [
    buildSpecRule(
      `!has(self.sampling) || self.sampling.strategy == "probabilistic" || !(${IS_DIRECT})`,
      '.sampling.strategy',
      RULE_MESSAGES.needsCollector('{{self.sampling.strategy}}'),
    ),
  ],
  jaegerRemote: [
    buildSpecRule(
      `self.?sampling.?mode.orValue("") != "jaeger-remote" || has(self.sampling.endpoint) || ${buildEnabledExpression('jaeger')}`,
      '.sampling.mode',
      RULE_MESSAGES.jaegerRemote,
    ),
  ],
  remoteEndpoint: [
    buildSpecRule(
      '!self.?sampling.?endpoint.hasValue() || !self.sampling.endpoint.contains(",")',
      '.sampling.endpoint',
      RULE_MESSAGES.remoteEndpoint,
    ),
  ],
  tailDrop: [
    buildSpecRule(
      `!self.?sampling.?drop.hasValue() || ${buildVersionExpression(COLLECTOR_VERSION, DROP_FROM)}`,
      '.sampling.drop',
      RULE_MESSAGES.tailDrop(DROP_FROM, `{{${COLLECTOR_VERSION}}}`),
    ),
  ],
  shares: [
    buildSpecRule(
      `!self.?sampling.?services.hasValue() || ${SUM} < 100.0`,
      '.sampling.services',
      RULE_MESSAGES.shares,
    ),
  ],
  lonelyNone: [
    buildSpecRule(
      '!has(self.propagators) || self.propagators.size() < 2 || !("none" in self.propagators)',
      '.propagators',
      RULE_MESSAGES.lonelyNone,
    ),
  ],
  selectorValues: SELECTORS.flatMap((selector) =>
    SELECTOR_RULES.map((rule) => ({
      at: `spec.injection.rules[].${selector}.matchExpressions[]`,
      ...rule,
    })),
  ),
};
