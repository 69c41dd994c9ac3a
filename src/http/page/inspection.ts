import type { Injection } from '../../core/outcome.js';
import type { Issue } from '../../core/result.js';
import type { DifferenceLine } from '../../text/difference.js';
import type { GivenUpReview } from '../judgement.js';
import type { Hop } from './route-view.js';

/** What the inspector has to say of a form, as plain data that a thread can give. Texts in it are redacted and cut. */
export type Inspection = InspectedManifest | RefusedManifest;

export interface InspectedManifest {
  readonly kind: 'inspected';
  readonly objects: readonly InspectedObject[];
  /** What is changed in each object. */
  readonly differences: readonly InspectedDifference[];
  /** Sentences about objects that are not looked into, and about what is left out here. */
  readonly notes: readonly string[];
}

/** Text that is no manifest, or too large. */
interface RefusedManifest {
  readonly kind: 'refused';
  readonly issues: readonly Issue[];
}

/** A pod or a pod template. */
export interface InspectedObject {
  /** Kind, namespace, name and place. */
  readonly title: string;
  readonly status: string;
  /** What is done, in some words. */
  readonly verdict: string;
  readonly reasons: readonly InspectedReason[];
  readonly injections: readonly InspectedInjection[];
}

interface InspectedReason {
  readonly code: string;
  readonly kind: string;
  readonly text: string;
  readonly remedy: string;
}

export interface InspectedInjection {
  readonly injection: Injection;
  /** How its traces go; empty where its settings name no address. */
  readonly route: readonly Hop[];
}

export interface InspectedDifference {
  readonly name: string;
  readonly lines: readonly DifferenceLine[];
}

/** How an inspection ended: with its result, or given up where it took too much. */
export type InspectionEnd = Inspection | GivenUpReview;

/** Inspects the body of a form in bounded time and memory, and calls back once. The memory of `bytes` is taken over. */
export type Inspector = (bytes: Buffer, done: (end: InspectionEnd) => void) => void;
