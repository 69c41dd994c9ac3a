import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A regular expression that stands in a source file. */
export interface SourcePattern {
  /** `file:line`. */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

/** The patterns that were judged and found safe, as text. */
export const JUDGED = new URL('judged-patterns.json', import.meta.url);

export interface ListedPattern extends SourcePattern {
  /** As it is written: `/source/flags`. */
  readonly shown: string;
}

/** Lists the patterns of `src`, each once, with a place below `src`. */
export function listPatterns(): readonly ListedPattern[] {
  const all = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readPatterns(join(SOURCE, file)))
    .map((each) => ({
      ...each,
      place: relative(SOURCE, each.place),
      shown: `/${each.source}/${each.flags}`,
    }));
  return [...new Map(all.map((each) => [each.shown, each])).values()];
}

/** Methods that make a pattern of text that they are given. */
const TAKE_TEXT: readonly string[] = ['match', 'matchAll', 'search'];

/**
 * The regular expressions of a TypeScript file: literals, and those that `RegExp` makes of texts and constants of the
 * same file. Throws on any other, since nobody could judge it.
 */
export function readPatterns(path: string): readonly SourcePattern[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const constants = readConstants(file);
  const found: SourcePattern[] = [];
  const visit = (node: ts.Node): void => {
    const pattern = patternAt(node, constants);
    if (pattern !== undefined) found.push({ ...pattern, place: placeOf(node, file) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

type Constants = ReadonlyMap<string, string>;

const placeOf = (node: ts.Node, file: ts.SourceFile): string =>
  `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;

function patternAt(node: ts.Node, constants: Constants): Omit<SourcePattern, 'place'> | undefined {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  return ts.isNewExpression(node) || ts.isCallExpression(node) ? calledPattern(node, constants) : undefined;
}

function calledPattern(
  node: ts.NewExpression | ts.CallExpression,
  constants: Constants,
): Omit<SourcePattern, 'place'> | undefined {
  const [first, second] = node.arguments ?? [];
  if (isName(node.expression, 'RegExp'))
    return { source: textOf(first, constants), flags: second === undefined ? '' : textOf(second, constants) };
  const isOfText = ts.isPropertyAccessExpression(node.expression) && first !== undefined && isText(first);
  return isOfText && TAKE_TEXT.includes(node.expression.name.text)
    ? { source: textOf(first, constants), flags: '' }
    : undefined;
}

const isName = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

const isText = (node: ts.Node): boolean => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

/** The constants of a file that hold text, by name; each may refer to those above it. */
function readConstants(file: ts.SourceFile): Constants {
  const constants = new Map<string, string>();
  const declarations = file.statements.filter(ts.isVariableStatement);
  for (const { name, initializer } of declarations.flatMap((each) => each.declarationList.declarations)) {
    const text = initializer === undefined ? undefined : foldText(initializer, constants);
    if (ts.isIdentifier(name) && text !== undefined) constants.set(name.text, text);
  }
  return constants;
}

function textOf(node: ts.Node | undefined, constants: Constants): string {
  const text = node === undefined ? undefined : foldText(node, constants);
  if (text !== undefined) return text;
  const place = node === undefined ? 'no text' : `${placeOf(node, node.getSourceFile())} ${node.getText()}`;
  throw new Error(`a pattern cannot be judged, as its text is not known before it runs: ${place}`);
}

/** The text of an expression; undefined where it is known at run time only. */
function foldText(node: ts.Node, constants: Constants): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return constants.get(node.text);
  if (ts.isTemplateExpression(node)) return foldTemplate(node, constants, ({ text }) => text);
  if (!ts.isTaggedTemplateExpression(node) || node.tag.getText() !== 'String.raw') return undefined;
  const { template } = node;
  return ts.isTemplateExpression(template)
    ? foldTemplate(template, constants, ({ rawText, text }) => rawText ?? text)
    : (template.rawText ?? template.text);
}

function foldTemplate(
  { head, templateSpans }: ts.TemplateExpression,
  constants: Constants,
  read: (part: ts.TemplateLiteralLikeNode) => string,
): string | undefined {
  const parts = templateSpans.map(({ expression, literal }) => {
    const text = foldText(expression, constants);
    return text === undefined ? undefined : text + read(literal);
  });
  return parts.every((part) => part !== undefined) ? read(head) + parts.join('') : undefined;
}
