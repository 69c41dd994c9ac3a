import { POD_REASONS } from './pod.js';
import { REQUEST_REASONS } from './request.js';
import { SETTING_REASONS } from './settings.js';

/**
 * Every reason that can be given, with its sentence. The code is the same in the pod's annotation, logs, metrics,
 * `explain` and docs/reasons.md, and is stable.
 */
export const REASONS = { ...POD_REASONS, ...REQUEST_REASONS, ...SETTING_REASONS } as const;
