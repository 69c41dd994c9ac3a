import { parseAllDocuments } from 'yaml';
import type { PartName } from '../../parts/catalog.js';
import { bringImage } from './images.js';

/** The parts that stand for images of a registry, by the name of the image. */
const PARTS: Readonly<Record<string, PartName>> = {
  'otel/opentelemetry-collector-k8s': 'collector',
  'otel/opentelemetry-collector-contrib': 'collector',
  'jaegertracing/jaeger': 'jaeger',
};

/** Parts of an object that are looked at here. */
interface Workload {
  readonly spec?: {
    readonly template?: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
  };
}

/** Gives the cluster the images that the workloads of a manifest name. Throws for one that no part stands for, and where there is none. */
export async function bringImagesOf(manifest: string): Promise<void> {
  const images = parseAllDocuments(manifest)
    .map((document) => document.toJS() as Workload | null)
    .flatMap((object) => object?.spec?.template?.spec.containers ?? [])
    .map(({ image }) => image);
  if (images.length === 0) throw new Error(`No workload is in this manifest:\n${manifest}`);
  for (const image of new Set(images)) {
    const part = PARTS[image.slice(0, image.lastIndexOf(':'))];
    if (part === undefined) throw new Error(`No part of the tests stands for the image ${image}.`);
    await bringImage(image, part);
  }
}
