import type { ReasonCode } from '../reasons.js';

/** Why languages cannot export from one container. */
export interface ExportFinding {
  readonly code: ReasonCode;
  readonly message: string;
}
