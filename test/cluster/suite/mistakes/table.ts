import { INSTALLATION_MISTAKES } from './installation-mistakes.js';
import type { Mistake } from './mistake.js';
import { PLATFORM_MISTAKES } from './platform-mistakes.js';
import { POD_MISTAKES } from './pod-mistakes.js';
import { REQUEST_MISTAKES } from './request-mistakes.js';
import { TRACE_MISTAKES } from './trace-mistakes.js';

/** Every mistake that people make, as far as they are known. */
export const MISTAKES: readonly Mistake[] = [
  ...REQUEST_MISTAKES,
  ...POD_MISTAKES,
  ...PLATFORM_MISTAKES,
  ...TRACE_MISTAKES,
  ...INSTALLATION_MISTAKES,
];
