import { ANSWER } from './answer.js';
import { CONNECTION } from './connection.js';
import type { DiagnosisRow } from './row.js';
import { STORE } from './store.js';

/** Everything that can be wrong on the way of a trace, by its code. */
export const DIAGNOSES = { ...CONNECTION, ...ANSWER, ...STORE } as const satisfies Readonly<
  Record<string, DiagnosisRow>
>;

export type DiagnosisCode = keyof typeof DIAGNOSES;

/** Why a trace did not arrive. */
export interface Diagnosis {
  readonly code: DiagnosisCode;
  readonly says: string;
  /** What the other side said, or what else was found out; sentences without credentials. */
  readonly seen: readonly string[];
  readonly remedy: string;
}

/** Makes a diagnosis from its row and what was seen. */
export const buildDiagnosis = (code: DiagnosisCode, ...seen: readonly string[]): Diagnosis => ({
  code,
  says: DIAGNOSES[code].summary,
  seen: seen.filter((each) => each !== ''),
  remedy: DIAGNOSES[code].remedy,
});
