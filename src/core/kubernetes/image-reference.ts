import { trimTrailingSlashes } from '../text-ends.js';

/** What the reference of an image says. */
export interface ImageReference {
  /** Host of the registry, with its port; undefined where none is written. */
  readonly registry: string | undefined;
  /** All between registry and tag. */
  readonly path: string;
  /** Last part of the path, as `autoinstrumentation-java`. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/**
 * `[domain[:port]/]path[:tag][@digest]`; https://github.com/distribution/reference. Other than `IMAGE` of
 * text-forms.ts, which is for what a person writes, it takes any separators in a path and no IPv6 host: here only parts
 * are taken out of what a pod has.
 */
const REFERENCE =
  /^(?:([A-Za-z0-9.-]+(?::\d+)?)\/)?([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@([A-Za-z0-9+._-]+:[0-9a-fA-F]{32,}))?$/;
const LONGEST = 512;

/** Takes the reference of an image apart; undefined where it is none. */
export function parseImageReference(image: string): ImageReference | undefined {
  if (image.length > LONGEST) return undefined;
  const [, first, rest, tag, digest] = REFERENCE.exec(image) ?? [];
  if (rest === undefined) return undefined;
  // Without a dot or a port the first part is one of the path. https://pkg.go.dev/github.com/distribution/reference
  const isRegistry = first !== undefined && (/[.:]/.test(first) || first === 'localhost');
  const registry = isRegistry ? first : undefined;
  const path = first === undefined || isRegistry ? rest : `${first}/${rest}`;
  return { registry, path, name: path.slice(path.lastIndexOf('/') + 1), tag, digest };
}

/** Where an image is below a registry that has copies: the last part of its path stays, with tag and digest. */
export const moveImage = (image: string, registry: string): string =>
  `${trimTrailingSlashes(registry)}/${image.slice(image.lastIndexOf('/') + 1)}`;

/** A version in front of a tag, as in `1.16.0`, `v1.16` and `1.16.0-2`. */
const VERSION_TAG = /^v?(\d+\.\d+(?:\.\d+)?)(?:-|$)/;

/** The version that the tag of an image tells; undefined where it tells none. */
export const findImageVersion = (image: string): string | undefined =>
  VERSION_TAG.exec(parseImageReference(image)?.tag ?? '')?.[1];

/** https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/images/types.go */
const PULL_FAILURES: readonly string[] = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ImageInspectError',
  'ErrImageNeverPull',
  'InvalidImageName',
  'RegistryUnavailable',
  'SignatureValidationFailed',
];

/** Tells whether a container waits, by the reason that the kubelet gives, for an image that cannot be pulled. */
export const isPullFailure = (reason: string): boolean => PULL_FAILURES.includes(reason);
