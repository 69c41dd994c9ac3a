import fc from 'fast-check';

/** Texts that cost the square of their length, or more, whoever reads them with a careless expression. */

/** What is repeated: the delimiters of all that the webhook looks for in a text, and what a terminal would obey. */
export const PUMPS = [
  ...[
    '$(',
    '$$(',
    '$(A)',
    '$',
    '-r=',
    '--require=',
    '-javaagent:',
    '/',
    '//',
    '/.',
    '1',
    '0.',
    ' ',
    '\t',
    ',',
    ', ',
    'a ',
    'java ',
    'python ',
    'node -r ',
  ],
  ...[
    '=',
    'a=',
    'a=,',
    ':',
    '{',
    '[',
    '(',
    '"',
    "'",
    '\\',
    '%',
    '%2',
    '@',
    ';',
    '-',
    '.',
    '__proto__',
    'é',
    '🦊',
  ],
  ...['\ud800', '\u0000', '\u001b[2J', '\n', '\r\n', '\u2028', 'https://', 'http://a:b@', 'password='],
] as const;

/** What ends a text so that an expression that has read all of it fails. */
export const ENDINGS = ['', 'x', '!', ')', ' ', '\n', '$(B)'] as const;

/** A pump repeated to at least so many characters, and an ending. */
export const pumped = (pump: string, ending: string, length: number): string =>
  `${pump.repeat(Math.ceil(length / pump.length))}${ending}`;

/** Any hostile text, of up to a thousand characters. */
export const hostileText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...PUMPS), fc.constantFrom(...ENDINGS), fc.constantFrom(1, 40, 400, 1000))
  .map(([pump, ending, length]) => pumped(pump, ending, length));
