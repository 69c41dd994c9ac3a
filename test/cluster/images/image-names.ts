import { AGENT_DEFAULTS } from '../../../src/core/plan/agent-image.js';

/** Names under which the cluster has the images that are shipped elsewhere from a registry. */
export const imageNames = (): { readonly webhook: string; readonly agent: string } => ({
  webhook: 'doka-tracing:0.1.0',
  agent: AGENT_DEFAULTS.nodejs.image,
});
