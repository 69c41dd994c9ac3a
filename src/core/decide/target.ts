import type { Language } from '../domain.js';
import type { ContainerRef } from '../kubernetes/pod.js';
import type { Instrumentation } from '../objects/instrumentation.js';

/** One language to be injected into one container, and what it is configured by. */
export interface Target {
  readonly language: Language;
  readonly container: ContainerRef;
  readonly instrumentation: Instrumentation | undefined;
}
