import { createRequire } from 'node:module';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { isRecord } from '../core/json.js';

/** What is used of `@cdktf/hcl2json`. Its own types would bring those of a browser into the whole program. */
interface HclParser {
  readonly parse: (file: string, text: string) => Promise<unknown>;
}

const require = createRequire(import.meta.url);

/**
 * Parses HCL into plain data with HashiCorp's own parser. Blocks become lists of maps under their labels, and what has
 * to be evaluated stays text, as `${var.name}`. Refuses what is not HCL, naming each place. The parser is WebAssembly
 * of 6 MB, so it is loaded by the first call; no other module names it (docs/adr/0007-hcl-by-its-own-parser.md).
 */
export async function parseHcl(
  text: string,
  file: string,
): Promise<Result<Readonly<Record<string, unknown>>>> {
  const { parse } = require('@cdktf/hcl2json') as HclParser;
  try {
    const data = await parse(INPUT, text);
    return ok(isRecord(data) ? data : {});
  } catch (error) {
    return err(parseSyntaxIssues(error instanceof Error ? error.message : String(error), file));
  }
}

/** How the text is called to the parser, which puts it before every place; a user's name could look like a place. */
const INPUT = 'input.tf';
const PLACE = /input\.tf:(\d+),(\d+)-(?:\d+,)?\d+: /g;

/** The parser's diagnostics, which come as one text: `parse config: [input.tf:2,17-3,1: Summary; Detail ...]`. */
function parseSyntaxIssues(message: string, file: string): readonly Issue[] {
  const places = [...message.matchAll(PLACE)];
  if (places.length === 0) return [{ path: file, message: `is not HCL: ${message}` }];
  return places.map((place, index) => {
    const [whole, line = '', column = ''] = place;
    const says = message.slice(place.index + whole.length, places[index + 1]?.index).trimEnd();
    return {
      path: `${file}:${line}:${column}`,
      message: `is not HCL: ${trimClosingBracket(says).replaceAll(INPUT, file)}`,
    };
  });
}

/** Without the bracket that closes the list of diagnostics. */
const trimClosingBracket = (text: string): string => (text.endsWith(']') ? text.slice(0, -1) : text);
