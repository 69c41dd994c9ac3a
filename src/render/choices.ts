/** What a command line chooses of rendering; read before anything that renders is loaded. */

/** What can be rendered, in the order in which all of it is. */
export const PARTS = [
  'platform',
  'collector',
  'monitoring',
  'datasources',
  'dashboard',
  'instrumentation',
  'values',
  'access',
  'images',
] as const;
export type Part = (typeof PARTS)[number];

/** Parts that a person reads; the others are objects for the cluster. */
export const FOR_PERSONS: readonly Part[] = ['values', 'access', 'images'];

/** As what the Collector is rendered: objects of Kubernetes alone, or one that the OpenTelemetry Operator makes them of. */
export const FORMS = ['plain', 'operator'] as const;
export type CollectorForm = (typeof FORMS)[number];
