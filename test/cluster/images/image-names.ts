import { nodejsAgent } from '../../../src/core/agents/nodejs.js';

/** Names under which the cluster has the images that are shipped elsewhere from a registry. */
export const imageNames = (): { readonly webhook: string; readonly agent: string } => ({
  webhook: 'doka-tracing:0.1.0',
  agent: nodejsAgent.files?.image ?? '',
});
