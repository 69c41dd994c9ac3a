import { readPackageVersion } from '../../../src/text/package-version.js';
import { nodejsAgent } from '../../../src/core/agents/nodejs.js';

/** Names under which the cluster has the images that are shipped elsewhere from a registry. */
export const imageNames = (): { readonly webhook: string; readonly agent: string } => ({
  webhook: `doka-tracing:${readPackageVersion()}`,
  agent: nodejsAgent.files?.image ?? '',
});
