import { readPlatformInput } from '../../src/config/platform-input.js';
import type { PlatformReading } from '../../src/core/rules/parse-platform.js';

/** The platform's choice of a text that enables a backend; throws for any other text. */
export async function readChoice(text: string, file: string): Promise<PlatformReading> {
  const read = await readPlatformInput(text, { file });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  if ('isOff' in read.value) throw new Error(`${file} enables no backend`);
  return read.value;
}
