import { formatCollectorService } from '../../core/platform/addresses.js';

/** What the Collectors behind the first ones are called. */
export const formatSecondTierName = (name: string): string => `${name}-traces`;

/** The headless Service through which the first tier finds every instance of the second. */
export const formatHeadlessServiceName = (tier: string): string => `${formatCollectorService(tier)}-headless`;
