import type { BuilderName } from './options.js';

/** The architectures of the image. */
export const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;

interface Mount {
  readonly from: string;
  readonly to: string;
  readonly mode: 'ro' | 'rw';
}

/** What an image is built from, and what it says about itself. */
export interface ImageBuild {
  readonly version: string;
  /** The commit. */
  readonly revision: string;
  /** When that was made, as RFC 3339; two builds of one commit say the same. */
  readonly created: string;
  readonly source: string;
  /** The OCI archive that is written: https://github.com/opencontainers/image-spec/blob/main/image-layout.md */
  readonly archive: string;
  /** An image that takes the place of another, by its name in FROM. */
  readonly replacement?: { readonly from: string; readonly by: string };
  /** What of this machine the build is given: how npm finds its registry, and what it has fetched before. */
  readonly mounts: readonly Mount[];
  /** Platform of this machine. */
  readonly buildPlatform: string;
}

type Command = readonly [string, ...string[]];

/** The commands that build the image of a folder, for every platform, as each builder wants them. */
export const IMAGE_BUILDERS: Readonly<Record<BuilderName, (build: ImageBuild) => readonly Command[]>> = {
  buildx: (build) => [
    [
      ...(['docker', 'buildx', 'build'] as const),
      ...[`--platform=${PLATFORMS.join(',')}`, '--provenance=mode=max', '--sbom=true'],
      ...buildArguments(build),
      `--output=type=oci,dest=${build.archive},rewrite-timestamp=true`,
      '.',
    ],
  ],
  buildah: (build) => [
    [
      ...(['buildah', 'build', '--pull=false'] as const),
      `--platform=${PLATFORMS.join(',')}`,
      ...buildArguments(build),
      // Older versions do not know it by themselves.
      `--build-arg=BUILDPLATFORM=${build.buildPlatform}`,
      ...(build.replacement === undefined
        ? []
        : [`--build-context=${build.replacement.from}=container-image://${build.replacement.by}`]),
      ...build.mounts.map(({ from, to, mode }) => `--volume=${from}:${to}:${mode}`),
      ...[`--timestamp=${Date.parse(build.created) / 1000}`, `--manifest=${manifestOf(build)}`, '.'],
    ],
    ['buildah', 'manifest', 'push', '--all', manifestOf(build), `oci-archive:${build.archive}`],
    ['buildah', 'manifest', 'rm', manifestOf(build)],
  ],
};

const manifestOf = ({ revision }: ImageBuild): string => `localhost/doka-tracing-release:${revision}`;

const buildArguments = ({ version, revision, created, source }: ImageBuild): readonly string[] =>
  Object.entries({ VERSION: version, REVISION: revision, CREATED: created, SOURCE: source }).map(
    ([name, value]) => `--build-arg=${name}=${value}`,
  );
