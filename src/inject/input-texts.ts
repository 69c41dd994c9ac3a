import { basename } from 'node:path';
import { isMap, isScalar, visit, type Document, type Pair } from 'yaml';
import type { FileText } from '../config/context.js';
import { removeMark } from '../config/document-stream.js';
import { parseDocuments } from '../config/documents.js';
import type { Issue } from '../core/result.js';
import { KUBERNETES_YAML } from '../yaml-edit/kubernetes-yaml.js';
import { TEMPLATE_KINDS } from '../workload/template-kinds.js';

/** The texts of one `-f`, by what they are. */
export interface InputTexts {
  /** What is read as objects, or refused as none. */
  readonly objects: readonly FileText[];
  /** What is said of files that are passed over; undefined where none is. */
  readonly note: string | undefined;
  /** A line for each text that has to be rendered first. */
  readonly unrendered: readonly Issue[];
}

/**
 * Tells texts of objects from others: templates that are no YAML before they are rendered, and, in a `folder`, files that
 * hold no object and were never meant to, as the values of a chart. A file that is named itself is read as objects.
 */
export function sortInputTexts(texts: readonly FileText[], folder: string | undefined): InputTexts {
  const isPlain = ({ text }: FileText): boolean => folder === undefined && !text.includes('{{');
  const sorted = texts.map((each) => ({ each, ...(isPlain(each) ? OBJECTS : classifyText(each)) }));
  const of = (kind: TextKind): readonly FileText[] =>
    sorted.filter((item) => item.kind === kind).map(({ each }) => each);
  const others = folder === undefined ? [] : of('no-objects');
  return {
    objects: texts.filter((each) => !others.includes(each) && !of('template').includes(each)),
    note: folder === undefined || others.length === 0 ? undefined : describeOthers(others, folder),
    unrendered: sorted.flatMap(({ kind, place = '' }) =>
      kind === 'template' ? [{ path: place, message: UNRENDERED }] : [],
    ),
  };
}

const UNRENDERED =
  'is a template with {{ … }}, as in a Helm chart, and not a manifest; render it first: helm template NAME CHART | doka-tracing inject -f -';

type TextKind = 'objects' | 'no-objects' | 'template';

interface ClassifiedText {
  readonly kind: TextKind;
  readonly place?: string;
}

const OBJECTS: ClassifiedText = { kind: 'objects' };

function classifyText(input: FileText): ClassifiedText {
  const { file, text } = input;
  const parsed = parseDocuments(text, file, KUBERNETES_YAML);
  if (!parsed.ok) return classifyBrokenText(input);
  const { documents, place } = parsed.value;
  const offset = documents.map(findActionOffset).find((found) => found !== undefined);
  if (offset !== undefined) return { kind: 'template', place: place(offset) };
  const filled = documents.filter(({ contents }) => !isEmpty(contents));
  return { kind: filled.length > 0 && filled.every(isNoObject) ? 'no-objects' : 'objects' };
}

/** Text that is no YAML: a template if it were YAML without its actions, or has those of a chart where YAML has values. */
function classifyBrokenText({ file, text: received }: FileText): ClassifiedText {
  const text = removeMark(received);
  const action = UNQUOTED_ACTION.exec(text);
  const rest = text
    .split('\n')
    .filter((line) => !line.includes('{{'))
    .join('\n');
  const isTemplate = HELM_ACTION.test(text) || parseDocuments(rest, file, KUBERNETES_YAML).ok;
  if (action !== null && isTemplate)
    return {
      kind: 'template',
      place: formatPlace(file, text, action.index + action[0].length - '{{'.length),
    };
  return { kind: /\bkind["']?[ \t]*:/.test(text) ? 'objects' : 'no-objects' };
}

/** `{{` where YAML has a value, or a line begins. */
const UNQUOTED_ACTION = /^[ \t-]*\{\{|:[ \t]+\{\{/m;
/** What only charts have between the braces. https://helm.sh/docs/chart_template_guide/builtin_objects/ */
const HELM_ACTION = /\{\{-? ?(?:\.(?:Values|Release|Chart|Capabilities)\b|include ")/;

const formatPlace = (file: string, text: string, offset: number): string => {
  const before = text.slice(0, offset).split('\n');
  return `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
};

/** Where a document has an action of a template: as a value, which YAML takes for a map in a map, or in the text of a pod. */
function findActionOffset(document: Document): number | undefined {
  const isWorkload = isMap(document.contents) && isWorkloadKind(document.contents.get('kind'));
  let found: number | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isMap(key) || key.flow !== true) return undefined;
      found = Math.max((key.range?.[0] ?? 0) - 1, 0);
      return visit.BREAK;
    },
    Scalar: (_, { value, range }) => {
      if (!isWorkload || typeof value !== 'string' || !HELM_ACTION.test(value)) return undefined;
      found = range?.[0];
      return visit.BREAK;
    },
  });
  return found;
}

const WORKLOADS: ReadonlySet<unknown> = new Set(TEMPLATE_KINDS.map(({ kind }) => kind));
const isWorkloadKind = (kind: unknown): boolean => WORKLOADS.has(kind);

const isEmpty = (contents: unknown): boolean =>
  contents === null || (isScalar(contents) && contents.value === null);

/**
 * A document without a kind, one that only kustomize reads, or values of a chart that happen to have a kind: those name
 * neither a version nor a name. A kind in other letters or of another type is a mistake, which is reported later.
 */
function isNoObject({ contents }: Document): boolean {
  if (!isMap(contents)) return true;
  const apiVersion = contents.get('apiVersion');
  if (typeof apiVersion === 'string' && apiVersion.startsWith('kustomize.config.k8s.io/')) return true;
  return !contents.items.some(isKind) || (apiVersion === undefined && !contents.has('metadata'));
}

const isKind = ({ key, value }: Pair): boolean =>
  isScalar(key) &&
  String(key.value).toLowerCase() === 'kind' &&
  !(isScalar(value) && ['', null].includes(value.value as string | null));

/** How a folder that is the source of manifests is rendered, by a file that is in it. */
const RENDERED: readonly (readonly [name: RegExp, what: string, by: string])[] = [
  [/^Chart\.ya?ml$/, 'a Helm chart', 'helm template NAME'],
  [/^kustomization\.ya?ml$/, 'a kustomization', 'kubectl kustomize'],
];

function describeOthers(others: readonly FileText[], folder: string): string {
  const names = others.map(({ file }) => basename(file));
  const rendered = RENDERED.filter(([name]) => names.some((each) => name.test(each)));
  const hints = rendered.map(([, what, by]) => ` It is ${what}: ${by} ${folder} | doka-tracing inject -f -`);
  const are = names.length === 1 ? 'holds no Kubernetes object and is' : 'hold no Kubernetes object and are';
  return `${folder}: ${names.join(', ')} ${are} passed over.${hints.join('')}`;
}
