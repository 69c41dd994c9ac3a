import { expect, test } from 'vitest';
import fc from 'fast-check';
import { resolveLanguages } from '../../../src/config/languages.js';
import { readEmbeddedContext, injectText, type InjectedText } from '../../../src/inject/manifests.js';
import { formatObjectsJson } from '../../../src/inject/output.js';
import { commentedYaml, type Commented } from '../../support/commented-yaml.js';
import { drawsOf } from '../../support/draws.js';
import { TRACED_CONTEXT, TRACED_TEXTS } from '../../support/traced-manifests.js';

const CONTEXT = readEmbeddedContext([{ file: 'context.yaml', text: TRACED_CONTEXT }], {
  languages: resolveLanguages({}),
  namespace: 'shop',
});

function inject(text: string): InjectedText {
  if (!CONTEXT.ok) throw new Error(JSON.stringify(CONTEXT.error));
  const result = injectText({ file: 'app.yaml', text }, CONTEXT.value.snapshot, 'shop');
  if (!result.ok) throw new Error(`${JSON.stringify(result.error)}\n${text}`);
  return result.value;
}

/** The objects of an injected text as fast-json-patch makes them, without the YAML editor. */
const patchedOf = (injected: InjectedText): string => jsonOf(formatObjectsJson([injected]));

/** The objects that a text holds. */
const objectsOf = (before: string): string =>
  jsonOf(formatObjectsJson([{ file: 'app.yaml', before, documents: [], decisions: [] }]));

function jsonOf(json: ReturnType<typeof formatObjectsJson>): string {
  if (!json.ok) throw new Error(JSON.stringify(json.error));
  return json.value;
}

/** Comments that a text does not have exactly once. */
const misplacedIn = (text: string, comments: readonly string[]): readonly string[] =>
  comments.filter((comment) => text.split(comment).length !== 2);

const COMMENTED: fc.Arbitrary<Commented> = fc
  .record({ seed: fc.nat(), every: fc.constantFrom(2, 5, 20), which: fc.nat(TRACED_TEXTS.length - 1) })
  .map(({ seed, every, which }) => {
    const isChosen = drawsOf(seed + 1);
    return commentedYaml(TRACED_TEXTS[which] ?? [], drawsOf(seed), () => isChosen(every) === 0);
  });

test('every comment is there once, the objects are those of the patch, and nothing is done twice', () => {
  fc.assert(
    fc.property(COMMENTED, ({ text, comments }) => {
      const injected = inject(text);
      const { after, decisions } = injected;
      expect(decisions.some(({ operations }) => operations.length > 0)).toBe(true);
      expect(misplacedIn(after, comments)).toEqual([]);
      expect(JSON.parse(objectsOf(after))).toEqual(JSON.parse(patchedOf(injected)));
      expect(inject(after).after).toBe(after);
    }),
    { seed: 20_260, numRuns: 80, endOnFailure: true },
  );
});
