import type { IncomingMessage } from 'node:http';
import { err, ok, type Result } from '../core/result.js';
import { LARGEST_ANSWER } from './bounds.js';

/** Why the body of an answer could not be read. */
export interface BodyFailure {
  readonly kind: 'broken' | 'too-large';
  readonly message: string;
}

/** The body of an answer. Refuses, with why, one that breaks off or is too large. */
export async function readBytes(
  response: IncomingMessage,
  largest: number,
): Promise<Result<Buffer, BodyFailure>> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > largest)
        return err({ kind: 'too-large', message: `the answer is larger than ${largest} bytes` });
      chunks.push(chunk);
    }
    return ok(Buffer.concat(chunks));
  } catch (error) {
    return err({ kind: 'broken', message: describeBreak(error) });
  }
}

/** The body of an answer as text. Refuses, with why, one that breaks off or is too large. */
export async function readText(
  response: IncomingMessage,
  largest = LARGEST_ANSWER,
): Promise<Result<string, string>> {
  const bytes = await readBytes(response, largest);
  return bytes.ok ? ok(bytes.value.toString('utf8')) : err(bytes.error.message);
}

/**
 * Calls back with each line of an answer as it comes; a chunk may end inside a line or a character. Resolves at the end,
 * and refuses, with why, an answer that breaks off or has a line that is too long.
 */
export async function readLines(
  response: IncomingMessage,
  onLine: (line: string) => void,
  longest = LARGEST_ANSWER,
): Promise<Result<void, string>> {
  const lines = createLineReader(onLine);
  response.setEncoding('utf8');
  try {
    for await (const chunk of response as AsyncIterable<string>)
      if (lines.take(chunk) > longest) return err(`a line is longer than ${longest} characters`);
    return lines.take('') === 0 ? ok(undefined) : err('the answer ended inside a line');
  } catch (error) {
    return err(describeBreak(error));
  }
}

/** Cuts text into lines; `take` tells how much of a line is still waiting for its end. */
function createLineReader(onLine: (line: string) => void): { readonly take: (text: string) => number } {
  let rest = '';
  return {
    take: (text) => {
      rest += text;
      if (!text.includes('\n')) return rest.length;
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') onLine(line);
      return rest.length;
    },
  };
}

const describeBreak = (error: unknown): string =>
  `the answer broke off: ${error instanceof Error ? error.message : String(error)}`;
