import { OPERATOR, RELEASE_0_162, type Pin } from './pins.js';

/** The image of an agent. */
export interface ImagePin extends Pin {
  readonly image: string;
  /** What a reader should know about the choice. */
  readonly note?: string;
}

const RELEASE_0_160 = `${OPERATOR}/blob/v0.160.0/versions.txt`;

/**
 * An image that the Operator's project publishes. A tag with a revision is never written again, while the one without it
 * moves to each new revision. https://github.com/open-telemetry/opentelemetry-operator/pull/5484
 */
function pinOperatorImage(name: string, { revision, ...pin }: Omit<ImagePin, 'image'> & Revised): ImagePin {
  const tag = `${pin.version}-${revision.toString()}`;
  return {
    image: `ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-${name}:${tag}`,
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
    version: '0.24.0',
    source: 'https://github.com/open-telemetry/opentelemetry-go-instrumentation/releases/tag/v0.24.0',
    date: '2026-11-30',
  },
  webServer: pinOperatorImage('apache-httpd', {
    version: '1.0.4',
    revision: 1,
    source: RELEASE_0_160,
    date: '2026-11-30',
  }),
} as const satisfies Readonly<Record<string, ImagePin>>;
