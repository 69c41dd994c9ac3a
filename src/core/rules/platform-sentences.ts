import { BACKENDS } from '../domain.js';
import { ADDON_OF } from '../platform/defaults.js';

/** What each rule of a TracingPlatform says; the webhook fills in values, the API server expressions for them. */
export const RULE_MESSAGES = {
  enabledBackend: `enables no tracing backend; allowed: ${BACKENDS.map((backend) => ADDON_OF[backend]).join(', ')}; set one of them to true`,
  primaryEnabled: (backend: string, enabled: string, addon: string) =>
    `is ${backend}, which is not enabled; allowed: ${enabled}; set spec.addons.${addon}: true or name an enabled one`,
  needsCollector: (strategy: string) =>
    `is ${strategy}, which the Collector does, but the route is direct; allowed: probabilistic; set spec.route: collector or use probabilistic`,
  jaegerRemote:
    'is jaeger-remote, but there is no Jaeger to ask; allowed: collector; set spec.addons.enable_jaeger: true or name spec.sampling.endpoint',
  remoteEndpoint: 'has a comma; allowed: a URL without; correct it',
  tailDrop: (from: string, version: string) =>
    `needs Collector ${from} or later, and spec.collector.version is ${version}; raise that version or remove drop`,
  shares:
    'takes the whole rate and leaves nothing for other services; allowed: less than 100 together; lower a share',
  lonelyNone: 'has none together with others; allowed: none alone; remove it or the others',
  noValues: (operator: string) => `is empty, but ${operator} compares with values; add at least one`,
  values: (operator: string) => `has values, but ${operator} takes none; remove them`,
} as const;
