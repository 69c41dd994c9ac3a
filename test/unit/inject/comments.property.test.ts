import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import jsonPatch, { type Operation as JsonPatchOperation } from 'fast-json-patch';
import { resolveLanguages } from '../../../src/config/languages.js';
import { formatPointer, type Operation } from '../../../src/core/operation.js';
import { readEditableYaml } from '../../../src/yaml-edit/editable-yaml.js';
import { readEmbeddedContext, injectText, type InjectedText } from '../../../src/inject/manifests.js';
import { formatJson } from '../../../src/yaml-edit/json-text.js';
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

function dataOf(text: string): unknown[] {
  const yaml = readEditableYaml(text, 'app.yaml');
  if (!yaml.ok) throw new Error(`${JSON.stringify(yaml.error)}\n${text}`);
  return yaml.value.documents.map((document) => JSON.parse(formatJson(document.toJS())) as unknown);
}

/** The documents of a text after the operations that were decided for their workloads. */
function patched({ before, decisions }: InjectedText): unknown[] {
  const yaml = readEditableYaml(before, 'app.yaml');
  const documents = dataOf(before);
  if (!yaml.ok) return documents;
  const workloads = yaml.value.objects.filter(({ kind }) => kind !== 'ConfigMap');
  return decisions.reduce((all, { operations, workload }, index) => {
    const object = workloads[index];
    const at = yaml.value.documents.findIndex((document) => document === object?.document);
    const base = formatPointer(...(object?.path ?? []), ...workload.template);
    return all.with(at, played(all[at], base, operations));
  }, documents);
}

function played(document: unknown, base: string, operations: readonly Operation[]): unknown {
  const moved = operations.map((each) => ({
    ...structuredClone(each),
    path: base + each.path,
    ...('from' in each ? { from: base + each.from } : {}),
  }));
  return jsonPatch.applyPatch(structuredClone(document), moved as JsonPatchOperation[]).newDocument;
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
      expect(dataOf(after)).toEqual(patched(injected));
      expect(inject(after).after).toBe(after);
    }),
    { seed: 20_260, numRuns: 80, endOnFailure: true },
  );
});
