import fc from 'fast-check';

/** Stands in everything that the user wrote and that is only read, so that no operation may carry it. */
export const USERS = '§';

/** Integers that JavaScript cannot hold, but the API server can. */
export const BIG_INTEGERS = ['9007199254740993', '-9007199254740995', '9223372036854775807'] as const;

/** A big integer; it is a marked text until the JSON text of the pod is made. */
export const bigInteger: fc.Arbitrary<string> = fc
  .constantFrom(...BIG_INTEGERS)
  .map((digits) => `@${digits}@`);

/** JSON text in which each marked text is the integer that it stands for; a key that looks like one stays a key. */
export const withBigIntegers = (text: string): string => text.replaceAll(/"@(-?\d+)@"(?!:)/g, '$1');

/** A value that is there in so many of a hundred cases, and otherwise undefined, which JSON leaves out. */
export const chance = <T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(undefined) }, { weight: percent, arbitrary });

/** The same, and null in two of a hundred cases. */
export const nullable = <T>(
  percent: number,
  arbitrary: fc.Arbitrary<T>,
): fc.Arbitrary<T | null | undefined> =>
  fc.oneof(
    { weight: 98, arbitrary: chance(percent, arbitrary) },
    { weight: 2, arbitrary: fc.constant(null) },
  );

const ODD_TEXTS = [
  '',
  ' ',
  '$(',
  '$$(A)',
  '$(A)',
  '$(B) $(LATER)',
  '$$$(A)',
  '$(OTEL_RESOURCE_ATTRIBUTES)',
  '$(OTEL_NODE_IP)',
  'a,b=c',
  '"quoted" and \\ and \'',
  '日本語 ü 🦊',
  '\ud800',
  'x\udc00y',
  '__proto__',
  'constructor',
  '%2C%',
  '\u0000\u0007\n\t',
  ':;,=',
  'true',
  'x'.repeat(300),
];

/** Halves of characters, which stand for nothing alone. */
const SURROGATES = { first: 0xd800, count: 0x800 };

/**
 * Any character of Unicode. It is what fast-check calls `binary`, draw by draw; that one keeps a table of all million
 * characters for the way back, and each file of tests would fill it anew.
 */
const character: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - SURROGATES.count }).map(
  (index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count),
  (text) => {
    const point = typeof text === 'string' ? text.codePointAt(0) : undefined;
    if (point === undefined || String.fromCodePoint(point) !== text) throw new Error('This is no character.');
    return point < SURROGATES.first ? point : point - SURROGATES.count;
  },
);

/** Text of any characters. */
export const anyText = (limits: { readonly maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ unit: character, ...limits });

/** Text of every kind that JSON can carry. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: anyText({ maxLength: 8 }) },
);

/** Odd text that bears the user's mark. */
export const usersText: fc.Arbitrary<string> = oddText.map((text) => `${USERS}${text}`);

const ODD_KEYS = ['__proto__', 'constructor', 'toString', 'a/b', 'c~d', 'é', ' ', 'x.example/y', 'length'];

/** A key of an object, those that JavaScript treats in its own way among them. */
export const oddKey: fc.Arbitrary<string> = fc.constantFrom(...ODD_KEYS);

/** What a field of a newer Kubernetes version may hold. */
const unknownValue: fc.Arbitrary<unknown> = fc.oneof(
  bigInteger,
  usersText,
  fc.constantFrom(true, null, 0, 1.5, [], {}),
  fc.record({ xBig: bigInteger, xText: usersText, xList: fc.array(bigInteger, { maxLength: 2 }) }),
);

/** Adds, in some cases, fields that no Kubernetes version knows. */
export function withUnknown(arbitrary: fc.Arbitrary<object>): fc.Arbitrary<object> {
  const unknown = chance(
    15,
    fc.record({ key: fc.constantFrom('xFuture', 'zoneHint', '__proto__'), value: unknownValue }),
  );
  return fc.tuple(arbitrary, unknown).map(([value, field]) => {
    if (field === undefined) return value;
    return Object.defineProperty({ ...value }, field.key, { value: field.value, enumerable: true });
  });
}
