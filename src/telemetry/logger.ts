import { pino, stdTimeFunctions, type DestinationStream, type LogFn, type Logger } from 'pino';
import { sanitizeFields, sanitizeSentence } from './log-fields.js';
import type { LogLevel } from './log-level.js';

export type { Logger } from 'pino';

/**
 * Logs JSON lines to a stream: `level` and `time` (RFC 3339, UTC), the fields, and `msg`, a sentence. Every field and the
 * sentence are redacted, escaped and bounded here, whoever writes them; errors keep their causes.
 */
export function createLogger(level: LogLevel, stream: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        bindings: sanitizeFields,
        log: sanitizeFields,
      },
      // The fields are plain data by then; the serializer of pino would take one with a message for an error.
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod(args, method) {
          method.apply(this, sanitizeArguments(args));
        },
      },
    },
    stream,
  );
}

/** What is logged, with the sentence made fit; of an error without one pino would take the message as it is. */
function sanitizeArguments(args: Parameters<LogFn>): Parameters<LogFn> {
  const shown: readonly unknown[] = args.map((arg) =>
    typeof arg === 'string' ? sanitizeSentence(arg) : arg,
  );
  const whole = shown.length === 1 && typeof shown[0] !== 'string' ? [...shown, ''] : shown;
  return whole as Parameters<LogFn>;
}
