import { run } from '../../test/cluster/machine/command.js';
import { PLATFORMS, type ImageBuild } from './image-builders.js';

/** https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly platform?: { readonly os: string; readonly architecture: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** https://github.com/opencontainers/image-spec/blob/main/config.md */
interface ImageConfiguration {
  readonly os: string;
  readonly architecture: string;
  readonly config: {
    readonly User?: string;
    readonly Entrypoint?: readonly string[];
    readonly Labels?: Readonly<Record<string, string>>;
  };
}

/** An image for several platforms, as it lies in an archive. */
interface ArchivedImage {
  /** Digest of the list of its platforms, by which a registry knows it. */
  readonly digest: string;
  readonly configurations: readonly ImageConfiguration[];
}

/** Reads an OCI archive with one image. Throws where there is none, or where it is not for several platforms. */
export function readImageArchive(archive: string): ArchivedImage {
  const read = (path: string): unknown => JSON.parse(run('tar', ['-xOf', archive, path]));
  const blob = ({ digest }: Descriptor): unknown => read(`blobs/${digest.replace(':', '/')}`);
  const [top, ...others] = (read('index.json') as { readonly manifests: readonly Descriptor[] }).manifests;
  if (top === undefined || others.length > 0 || !top.mediaType.endsWith('.image.index.v1+json'))
    throw new Error(`${archive} does not hold one image for several platforms.`);
  const platforms = (blob(top) as { readonly manifests: readonly Descriptor[] }).manifests.filter(
    ({ annotations }) => annotations?.['vnd.docker.reference.type'] === undefined,
  );
  const configurations = platforms.map(
    (each) => blob((blob(each) as { readonly config: Descriptor }).config) as ImageConfiguration,
  );
  return { digest: top.digest, configurations };
}

const LABEL = 'org.opencontainers.image.';

/** Gives a sentence for each way in which an image is not what was to be built. */
export function listImageFaults({ configurations }: ArchivedImage, build: ImageBuild): readonly string[] {
  const platforms = configurations.map(({ os, architecture }) => `${os}/${architecture}`).sort();
  const hasAll = JSON.stringify(platforms) === JSON.stringify([...PLATFORMS].sort());
  return [
    ...(hasAll ? [] : [`The image is for ${platforms.join(', ')} instead of ${PLATFORMS.join(', ')}.`]),
    ...configurations.flatMap((each) => faultsOf(each, build)),
  ];
}

function faultsOf({ architecture, config }: ImageConfiguration, build: ImageBuild): readonly string[] {
  const { version, revision, created, source } = build;
  const wanted = { version, revision, created, source };
  const labels = config.Labels ?? {};
  const said = ['title', 'description', 'licenses'].filter((name) => (labels[LABEL + name] ?? '') === '');
  const differing = Object.entries(wanted).filter(([name, value]) => labels[LABEL + name] !== value);
  const isRoot = !/^[1-9]\d*(:[1-9]\d*)?$/.test(config.User ?? '');
  return [
    ...said.map((name) => `${architecture}: there is no label ${LABEL}${name}.`),
    ...differing.map(
      ([name, value]) =>
        `${architecture}: the label ${LABEL}${name} is "${labels[LABEL + name] ?? ''}" instead of "${value}".`,
    ),
    ...(isRoot
      ? [`${architecture}: the user is "${config.User ?? ''}" instead of a number other than 0.`]
      : []),
  ];
}
