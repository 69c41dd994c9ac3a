import { pino, stdSerializers, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './log-level.js';
import { redactDeep } from './redaction.js';

export type { Logger } from 'pino';

/**
 * Logs JSON lines to a stream: `level` and `time` (RFC 3339, UTC), the fields, and `msg`, a sentence. Fields are redacted
 * by name, errors keep their causes.
 */
export function createLogger(level: LogLevel, stream: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redactDeep(fields) as Record<string, unknown>,
      },
      serializers: { err: (error: Error) => redactDeep(stdSerializers.err(error)) },
    },
    stream,
  );
}
