import { OPERATOR, RELEASE_0_162, type Pin } from './pins.js';

/** The image of an agent. */
export interface ImagePin extends Pin {
  readonly image: string;
  /** When the project writes its tag. */
  readonly tag: TagRule;
  /** What a reader should know about the choice. */
  readonly note?: string;
}

/** When a tag is written: by a rule for revisions, with a tag of the repository, or nobody says. */
type TagRule = keyof typeof TAG_RULES;

const GO_AGENT = 'https://github.com/open-telemetry/opentelemetry-go-instrumentation';

/** What is known of tags, and where it was read; an image that must not change is named by its digest. */
export const TAG_RULES = {
  // The rule is checked for changes of the image's files alone, while the workflow runs for its own changes, too.
  revision: {
    says: 'immutable by the rule of its project, not by its registry: a change of the workflow alone builds it again from the same files',
    sources: [
      `${OPERATOR}/blob/main/autoinstrumentation/README.md#image-tagging`,
      `${OPERATOR}/blob/main/.github/workflows/publish-autoinstrumentation-java.yaml`,
    ],
  },
  repository: {
    says: 'written when the tag of the repository is pushed',
    sources: [`${GO_AGENT}/blob/main/.github/workflows/release.yaml`],
  },
  unknown: { says: 'nothing was found that says when it is written', sources: [] },
} as const satisfies Readonly<Record<string, { readonly says: string; readonly sources: readonly string[] }>>;

const RELEASE_0_160 = `${OPERATOR}/blob/v0.160.0/versions.txt`;

/**
 * An image that the Operator's project publishes. A tag with a revision is not meant to change, while the one without it
 * moves to each new revision. https://github.com/open-telemetry/opentelemetry-operator/pull/5484
 */
function pinOperatorImage(
  name: string,
  { revision, ...pin }: Omit<ImagePin, 'image' | 'tag'> & Revised,
): ImagePin {
  const tag = `${pin.version}-${revision.toString()}`;
  return {
    image: `ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-${name}:${tag}`,
    tag: 'revision',
    ...pin,
  };
}

interface Revised {
  /** The number of times that the image was made from this version of the agent. */
  readonly revision: number;
}

/** The images of agents; the web servers share one. */
export const AGENT_IMAGES = {
  java: pinOperatorImage('java', {
    version: '2.32.0',
    revision: 1,
    source: 'https://hub.docker.com/r/otel/autoinstrumentation-java/tags',
    date: '2026-11-30',
    note: 'the newest whose image was seen; the agent itself is at 2.33.1',
  }),
  nodejs: pinOperatorImage('nodejs', {
    version: '0.78.0',
    revision: 1,
    source: RELEASE_0_162,
    date: '2026-11-30',
    note: 'the last before 0.79.0, which renames attributes; a later one is a choice',
  }),
  php: {
    image: 'ghcr.io/opentelemetry-php/autoinstrumentation-php:1.4.0',
    tag: 'unknown',
    version: '1.4.0',
    source: `${OPERATOR}/pull/5220`,
    date: '2026-11-30',
  },
  python: pinOperatorImage('python', {
    version: '0.66b0',
    revision: 1,
    source: RELEASE_0_160,
    date: '2026-11-30',
  }),
  ruby: {
    image: 'ghcr.io/open-telemetry/opentelemetry-ruby-instrumentation/autoinstrumentation-ruby:0.1.0',
    tag: 'unknown',
    version: '0.1.0',
    source: `${OPERATOR}/pull/5562`,
    date: '2026-11-30',
  },
  dotnet: pinOperatorImage('dotnet', {
    version: '1.17.0',
    revision: 1,
    source: RELEASE_0_160,
    date: '2026-11-30',
  }),
  go: {
    image: 'ghcr.io/open-telemetry/opentelemetry-go-instrumentation/autoinstrumentation-go:v0.24.0',
    tag: 'repository',
    version: '0.24.0',
    source: `${GO_AGENT}/releases/tag/v0.24.0`,
    date: '2026-11-30',
  },
  webServer: pinOperatorImage('apache-httpd', {
    version: '1.0.4',
    revision: 1,
    source: RELEASE_0_160,
    date: '2026-11-30',
  }),
} as const satisfies Readonly<Record<string, ImagePin>>;
