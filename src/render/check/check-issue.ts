import type { Path } from '../../core/objects/paths.js';
import { redactUrl } from '../../core/backends/endpoint.js';
import { redactText } from '../../telemetry/redaction.js';
import type { RenderSettings } from '../settings.js';
import type { CheckedConfig } from './collector-config.js';

/** Something that is known to be wrong, at a path of what is looked at, with the remedy in the sentence. */
export interface CheckIssue {
  readonly path: Path;
  readonly message: string;
}

/** An address as a fault may name it: without the credentials that files of others may hold. */
export const redactAddress = (text: string): string => redactUrl(redactText(text));

/** Finds one kind of fault in a Collector's configuration. */
export type ConfigRule = (found: CheckedConfig, settings: RenderSettings) => readonly CheckIssue[];
