import { collectorService } from '../../core/backends/backends.js';

/** What the Collectors behind the first ones are called. */
export const secondTierName = (name: string): string => `${name}-traces`;

/** The headless Service through which the first tier finds every instance of the second. */
export const headlessService = (tier: string): string => `${collectorService(tier)}-headless`;
