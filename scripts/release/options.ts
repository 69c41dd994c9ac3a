import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../src/core/result.js';

const BUILDERS = ['buildx', 'buildah'] as const;
export type BuilderName = (typeof BUILDERS)[number];

export interface ReleaseOptions {
  readonly isDryRun: boolean;
  readonly isPushed: boolean;
  /** Full name of the image, without a tag. */
  readonly image: string;
  /** Address of the repository; empty where a dry run was not told. */
  readonly source: string;
  /** The folder that is made, and gets the files. */
  readonly out: string;
  readonly builder: BuilderName;
  /** An image in the store of buildah that takes the place of the base image. */
  readonly baseImage?: string;
  readonly kubectl: string;
  readonly helm: string;
}

export const USAGE = `Usage: npm run release -- --image NAME --source URL [--push] [options]
       npm run release -- --dry-run [options]
  --image NAME       full name of the image, as registry.example/doka-tracing
  --source URL       address of the repository, for the labels of the image
  --push             copies the image, and the chart, to the registry
  --dry-run          makes every file and publishes nothing; what would stop a release is only said
  --out FOLDER       where the files go; it must not be there (default release)
  --builder B        buildx, which adds provenance and SBOM to the image, or buildah (default buildx)
  --base-image NAME  an image that buildah has, in the place of the base image; only in a dry run
  --kubectl PROGRAM  default kubectl
  --helm PROGRAM     default helm
  -h, --help         this text
`;

/** Reads the arguments of a release; `help` when it is asked for. Refuses, with one sentence, what it cannot use. */
export function readOptions(args: readonly string[]): Result<ReleaseOptions | 'help', string> {
  try {
    const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true });
    if (values.help) return ok('help');
    const problem = findProblem(values);
    if (problem !== undefined) return err(problem);
    const { image = 'doka-tracing', source = '', out, kubectl, helm, 'base-image': baseImage } = values;
    return ok({
      ...{ isDryRun: values['dry-run'], isPushed: values.push, image, source, out, kubectl, helm },
      builder: BUILDERS.find((name) => name === values.builder) ?? 'buildx',
      ...(baseImage === undefined ? {} : { baseImage }),
    });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

const FLAGS = {
  image: { type: 'string' },
  source: { type: 'string' },
  push: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  out: { type: 'string', default: 'release' },
  builder: { type: 'string', default: 'buildx' },
  'base-image': { type: 'string' },
  kubectl: { type: 'string', default: 'kubectl' },
  helm: { type: 'string', default: 'helm' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

interface Values {
  readonly image?: string | undefined;
  readonly source?: string | undefined;
  readonly push: boolean;
  readonly 'dry-run': boolean;
  readonly builder: string;
  readonly 'base-image'?: string | undefined;
}

/** What cannot be meant, each with its sentence. */
const PROBLEMS: readonly (readonly [(values: Values) => boolean, string])[] = [
  [
    ({ builder }) => !BUILDERS.some((name) => name === builder),
    `--builder is not known; give ${BUILDERS.join(' or ')}.`,
  ],
  [(values) => values['dry-run'] && values.push, '--dry-run publishes nothing; leave out --push.'],
  [
    (values) => !values['dry-run'] && (values.image === undefined || values.source === undefined),
    'A release needs --image and --source, which are written into what it makes; to try it, give --dry-run.',
  ],
  [
    (values) => values['base-image'] !== undefined && !values['dry-run'],
    '--base-image is for a dry run: a release is built on the image that the Dockerfile names.',
  ],
  [
    (values) => values['base-image'] !== undefined && values.builder !== 'buildah',
    '--base-image needs --builder buildah.',
  ],
  [
    ({ image = '' }) => /[:@](?!.*\/)/.test(image),
    '--image is the name without a tag or digest; the version becomes its tag.',
  ],
];

const findProblem = (values: Values): string | undefined =>
  PROBLEMS.find(([applies]) => applies(values))?.[1];
