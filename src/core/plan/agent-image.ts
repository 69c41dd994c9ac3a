import type { Target } from '../decide/target.js';
import type { Language, Setting } from '../domain.js';
import type { Platform } from '../platform/platform.js';
import type { PodSpec, Quantities } from '../kubernetes/pod.js';
import { findLanguageSection } from '../resolve/asked.js';
import { trimTrailingSlashes } from '../text-ends.js';
import type { WantedResources } from './init-resources.js';
import { isSetByAll } from '../kubernetes/pod-resources.js';

const OPERATOR_IMAGES = 'ghcr.io/open-telemetry/opentelemetry-operator';

interface AgentDefaults {
  readonly image: string;
  readonly requests: Readonly<Record<'cpu' | 'memory', string>>;
  /** Bytes that the agent's files take; an upper bound, for ephemeral-storage limits. */
  readonly size: number;
}

const MEBIBYTE = 2 ** 20;
const webServer: AgentDefaults = {
  image: `${OPERATOR_IMAGES}/autoinstrumentation-apache-httpd:1.0.4`,
  requests: { cpu: '1m', memory: '128Mi' },
  size: 200 * MEBIBYTE,
};

/** The agent images of the OpenTelemetry Operator 0.158, with the resources that it gives their containers. */
export const AGENT_DEFAULTS: Readonly<Record<Exclude<Language, 'sdk'>, AgentDefaults>> = {
  java: {
    image: `${OPERATOR_IMAGES}/autoinstrumentation-java:2.30.0`,
    requests: { cpu: '50m', memory: '64Mi' },
    size: 32 * MEBIBYTE,
  },
  nodejs: {
    image: `${OPERATOR_IMAGES}/autoinstrumentation-nodejs:0.78.0`,
    requests: { cpu: '50m', memory: '128Mi' },
    size: 128 * MEBIBYTE,
  },
  python: {
    image: `${OPERATOR_IMAGES}/autoinstrumentation-python:0.64b0`,
    requests: { cpu: '50m', memory: '64Mi' },
    size: 128 * MEBIBYTE,
  },
  dotnet: {
    image: `${OPERATOR_IMAGES}/autoinstrumentation-dotnet:1.16.0`,
    requests: { cpu: '50m', memory: '128Mi' },
    size: 200 * MEBIBYTE,
  },
  go: {
    image: 'ghcr.io/open-telemetry/opentelemetry-go-instrumentation/autoinstrumentation-go:v0.24.0',
    requests: { cpu: '50m', memory: '64Mi' },
    size: 0,
  },
  'apache-httpd': webServer,
  nginx: webServer,
};

/** Limits of every added container, where neither Instrumentation nor pod say otherwise. */
const LIMITS = { cpu: '500m', memory: '256Mi' };

/** The image of a language's agent: the Instrumentation's, the platform's, or the default one, moved to the platform's registry. */
export function resolveAgentImage(target: Target, platform: Platform | undefined): Setting<string> {
  const { language } = target;
  if (language === 'sdk') return { value: '', origin: 'default' };
  const ofInstrumentation = findLanguageSection(target)?.image ?? '';
  if (ofInstrumentation !== '') return { value: ofInstrumentation, origin: 'instrumentation' };
  const ofPlatform = platform?.agents.languages[language]?.image;
  if (ofPlatform !== undefined) return { value: ofPlatform, origin: 'platform' };
  const { image } = AGENT_DEFAULTS[language];
  const registry = platform?.agents.registry;
  if (registry === undefined) return { value: image, origin: 'default' };
  return {
    value: `${trimTrailingSlashes(registry)}/${image.slice(image.lastIndexOf('/') + 1)}`,
    origin: 'platform',
  };
}

/** The resources that a language's container should have in a pod, and what of them the Instrumentation wrote. */
export function resolveAgentResources(target: Target, spec: PodSpec): WantedResources {
  const { language } = target;
  if (language === 'sdk') return { resources: {}, written: {} };
  const section = findLanguageSection(target);
  const written = section?.resources ?? section?.resourceRequirements ?? {};
  return {
    resources: {
      limits: addDemandedDefaults(written.limits, LIMITS, isSetByAll(spec, 'limits')),
      requests: addDemandedDefaults(
        written.requests,
        AGENT_DEFAULTS[language].requests,
        isSetByAll(spec, 'requests'),
      ),
    },
    written,
  };
}

/** What is written is left as it is, but for resources that a ResourceQuota may demand of every container. */
function addDemandedDefaults(
  written: Quantities | undefined,
  defaults: Quantities,
  isDemanded: (resource: string) => boolean,
): Quantities {
  if (written === undefined) return defaults;
  const added = Object.entries(defaults).filter(([name]) => isDemanded(name));
  return { ...Object.fromEntries(added), ...written };
}
