/**
 * How deep maps and lists of a YAML or JSON text may be inside each other. The parser calls itself for each level, and
 * Node.js does not survive it where the stack ends while it compiles a pattern. Definitions of resources have some 60.
 */
export const MOST_TEXT_LEVELS = 500;
