import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import jsonPatch from 'fast-json-patch';
import { parse, parseAllDocuments } from 'yaml';

/** A Kubernetes object of a manifest. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
  readonly [field: string]: unknown;
}

/** The fields of a kustomization that ours have. */
export interface Kustomization {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly patches?: readonly {
    readonly target: { readonly kind: string; readonly name: string };
    readonly patch: string;
  }[];
  readonly images?: readonly unknown[];
}

/** Root of the manifests. */
export const MANIFESTS = fileURLToPath(new URL('../../manifests/', import.meta.url));

const FIELDS = ['apiVersion', 'kind', 'resources', 'components', 'patches', 'images'];

/** Reads the kustomization of a folder. Throws for a field that is not rendered here; `images` are passed over. */
export function kustomizationOf(folder: string): Kustomization {
  const read = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as Kustomization;
  const others = Object.keys(read).filter((field) => !FIELDS.includes(field));
  if (others.length > 0) throw new Error(`${folder} has ${others.join(', ')}, which is not rendered here`);
  return read;
}

/**
 * Renders a folder, with further components, as `kubectl kustomize` does, but for the order: its resources, then the
 * components and patches over them. Knows patches of RFC 6902 and whole deletions, which is what ours are.
 */
export function rendered(folder: string, components: readonly string[] = []): readonly Manifest[] {
  const kustomization = kustomizationOf(folder);
  const own = (kustomization.resources ?? []).flatMap((path) => manifestsIn(resolve(folder, path)));
  const parts = [...(kustomization.components ?? []).map((path) => resolve(folder, path)), ...components];
  const whole = parts.reduce(withComponent, own);
  return patched(whole, kustomization);
}

function withComponent(manifests: readonly Manifest[], folder: string): readonly Manifest[] {
  const kustomization = kustomizationOf(folder);
  const added = (kustomization.resources ?? []).flatMap((path) => manifestsIn(resolve(folder, path)));
  return patched([...manifests, ...added], kustomization);
}

const manifestsIn = (path: string): readonly Manifest[] =>
  existsSync(join(path, 'kustomization.yaml')) ? rendered(path) : objectsOf(path);

/** The objects of each file. Definitions are long, and a dozen installations have the same; patches are applied to copies. */
const OBJECTS = new Map<string, readonly Manifest[]>();

function objectsOf(path: string): readonly Manifest[] {
  const objects = OBJECTS.get(path) ?? parseAllDocuments(readFileSync(path, 'utf8')).map(toManifest);
  OBJECTS.set(path, objects);
  return objects;
}

const toManifest = (document: { readonly toJS: () => unknown }): Manifest => document.toJS() as Manifest;

function patched(manifests: readonly Manifest[], { patches = [] }: Kustomization): readonly Manifest[] {
  return patches.reduce((whole, { target, patch }) => {
    const isTarget = ({ kind, metadata }: Manifest): boolean =>
      new RegExp(`^(${target.kind})$`).test(kind) && metadata.name === target.name;
    if (!whole.some(isTarget)) throw new Error(`a patch finds no ${target.kind} ${target.name}`);
    const change = parse(patch) as unknown;
    if (!Array.isArray(change)) return whole.filter((each) => !(isTarget(each) && isDeletion(change)));
    return whole.map((each) =>
      isTarget(each)
        ? jsonPatch.applyPatch(each, change as jsonPatch.Operation[], true, false).newDocument
        : each,
    );
  }, manifests);
}

function isDeletion(patch: unknown): boolean {
  if ((patch as { readonly $patch?: unknown }).$patch === 'delete') return true;
  throw new Error('a patch is neither a list of operations nor a deletion');
}

/** The one object of a kind, with a name where there are several. Throws where there is none or more than one. */
export function only(manifests: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = manifests.filter(
    (each) => each.kind === kind && (name === undefined || each.metadata.name === name),
  );
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${kind} ${name ?? ''}`);
  return first;
}
