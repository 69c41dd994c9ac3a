import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, stringify } from 'yaml';
import { run } from '../../test/cluster/machine/command.js';

/** The files by which a release is installed, each made of an overlay. */
export const INSTALL_FILES: Readonly<Record<string, string>> = {
  'install.yaml': 'cluster-wide',
  'install-opt-in.yaml': 'opt-in',
};

/** An image as kustomize writes it into manifests. */
interface ImageReference {
  readonly name: string;
  readonly tag: string;
  readonly digest: string;
}

/**
 * Renders an overlay to one text for `kubectl apply -f`, with definitions before the rest, and with the image by tag and
 * digest. `scratch` is a folder of the same file system that this may make and remove.
 */
export function renderInstallation(
  overlay: string,
  image: ImageReference,
  { kubectl, scratch }: { readonly kubectl: string; readonly scratch: string },
): string {
  mkdirSync(scratch, { recursive: true });
  try {
    const kustomization = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [relative(scratch, join('manifests', 'overlays', overlay))],
      images: [{ name: 'doka-tracing', newName: image.name, newTag: image.tag, digest: image.digest }],
    };
    writeFileSync(join(scratch, 'kustomization.yaml'), stringify(kustomization));
    return putDefinitionsFirst(run(kubectl, ['kustomize', scratch]));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const SEPARATOR = '\n---\n';

/** Puts the CustomResourceDefinitions of several documents before the others, and changes no document. */
export function putDefinitionsFirst(text: string): string {
  const documents = text.trimEnd().split(SEPARATOR);
  const isDefinition = (document: string): boolean =>
    (parse(document) as { readonly kind?: string }).kind === 'CustomResourceDefinition';
  return `${[
    ...documents.filter(isDefinition),
    ...documents.filter((document) => !isDefinition(document)),
  ].join(SEPARATOR)}\n`;
}
