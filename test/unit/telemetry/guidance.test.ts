import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import ts from 'typescript';
import { redactSentence } from '../../../src/telemetry/redaction.js';

const SOURCE = fileURLToPath(new URL('../../../src', import.meta.url));
/** Folders whose sentences are told to people after they were redacted. */
const FOLDERS = ['config', 'core', 'inject', 'yaml-edit'];

/** Every text of several words that stands in a source file, with something harmless where a value comes in. */
function listSentences(path: string): readonly string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
    if (ts.isTemplateExpression(node))
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('shop'));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.filter((text) => text.includes(' '));
}

test.each(FOLDERS)('the words of src/%s are told as they are', (folder) => {
  const files = readdirSync(join(SOURCE, folder), { recursive: true, encoding: 'utf8' });
  const sentences = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => listSentences(join(SOURCE, folder, file)));
  expect(sentences.length).toBeGreaterThan(10);
  expect(sentences.map(redactSentence)).toEqual(sentences);
});
