import type { InstrumentationList } from './instrumentation-list.js';
import type { TracingSwitch } from './tracing-switch.js';
import type { VariableRule } from './variable-rule.js';
import { type Exporter, type Propagator, type Protocol, SAMPLERS, type Sampler } from '../domain.js';

/** What is fixed for the agent of one language, in its pinned image. How it is injected is its recipe's. */
export interface Agent {
  /** Whether the language is on without a flag. */
  readonly isDefault: boolean;
  /** Ends of the annotation keys that name its containers; the first is the Operator's. */
  readonly containerNameKeys: readonly string[];
  /** Annotations of its own. */
  readonly hints: readonly AgentHint[];
  /** What is copied or run beside the program; undefined where the program brings all itself. */
  readonly files: AgentFiles | undefined;
  /** What a container needs for it; undefined where that is not known, or the agent is in no container of the pod's. */
  readonly memory: AgentMemory | undefined;
  /** What the program has to be that it is loaded into; undefined where it is not loaded into one. */
  readonly runtime?: AgentRuntime;
  readonly capabilities: Capabilities;
  /** The values that it accepts in variables that decide whether it starts and where it sends; without a rule, any value. */
  readonly variables: readonly VariableRule[];
  /** Variables by which a person switches its tracing off. */
  readonly switches: readonly TracingSwitch[];
  /** Its instrumentations, where variables name them; undefined where a program may bring others, or no list is read. */
  readonly instrumentations?: InstrumentationList;
  /** Whether its protocol follows an endpoint that names the port of gRPC; others stay as the Operator leaves them. */
  readonly isPortFollowed: boolean;
  /** Whether it can be put into an init container. */
  readonly isForInitContainers: boolean;
  /** Names of init containers by which the Operator knows its own work; ours bear the same, so it leaves our pods alone. */
  readonly markers: readonly string[];
  /** Whether every Operator has a flag `--enable-<language>-instrumentation`; one that lacks a flag does not start with it. */
  readonly hasOperatorFlag: boolean;
}

/** An annotation with which a pod or its namespace says what the agent of one language cannot see. */
export type AgentHint = ChoiceHint<string> | TextHint;

/** One of a few values, by which the files that fit the program are chosen. */
export interface ChoiceHint<Value extends string> {
  /** End of the annotation's key. */
  readonly key: string;
  readonly allowed: readonly [Value, ...(readonly Value[])];
  /** What holds without the annotation; undefined where it has to be given. */
  readonly fallback: Value | undefined;
}

/** Free text. */
export interface TextHint {
  readonly key: string;
  readonly meaning: string;
  readonly example: string;
}

/** The runtimes that an agent is made for, as far as a pod tells. */
export interface AgentRuntime {
  /** Variables without which a program does not load the agent. */
  readonly loadedBy: readonly string[];
  /** The image of the runtime in Docker's library, whose tags begin with its version, and the oldest that bears the agent. */
  readonly library?: { readonly name: string; readonly oldest: string };
  /** How files for musl are chosen, as Alpine Linux needs them; `never` where there are none, and programs do not start. */
  readonly musl?: { readonly hint: ChoiceHint<string>; readonly word: string } | 'never';
  /** Images whose program never loads the agent, by the last part of their path, and why. */
  readonly unreached?: { readonly images: readonly string[]; readonly why: string };
  /** Where this was read. */
  readonly source: string;
}

/** The default image, from `pins.ts`, and the resources that the OpenTelemetry Operator gives the container. */
export interface AgentFiles {
  readonly image: string;
  readonly requests: Readonly<Record<'cpu' | 'memory', string>>;
  /** Whether it is one file, which is copied in a moment with any CPU. */
  readonly isSingleFile?: boolean;
  /** Bytes that the files take in a pod; an upper bound, for ephemeral-storage limits. */
  readonly size: number;
  /** Architectures that the image is made for, as nodes are labelled with them; undefined where that is not known. */
  readonly architectures?: readonly string[];
  /** Older images the Operator does not replace by itself, since programs may have to change with them. */
  readonly lastBreak?: string;
}

/** The memory limit, in bytes, that a container needs with an agent in it. */
export interface AgentMemory {
  /** The lowest limit under which the smallest program runs; undefined where nobody has measured it. */
  readonly least: number | undefined;
  /** A limit below which little is left for the program. */
  readonly ample: number;
  /** What the agent adds to a program, and so to the needs of other agents in the container. */
  readonly share: number;
  /** Where this was measured or read. */
  readonly source: string;
}

/** What an agent can be given beside an address, so that a backend lets it in. */
export const ACCESS = ['headers', 'TLS'] as const;
export type AccessKind = (typeof ACCESS)[number];

/** The settings that the agent of a language supports, in its pinned image. */
export interface Capabilities {
  /** Where the agent reads its exporter from; `none` for one that only passes variables on. */
  readonly configuredBy: 'environment' | 'file' | 'unknown-sdk';
  readonly exporters: readonly Exporter[];
  /** OTLP protocols in order of preference. */
  readonly protocols: readonly Protocol[];
  readonly samplers: readonly Sampler[];
  readonly propagators: readonly Propagator[];
  readonly access: readonly AccessKind[];
  /** Where this was read. */
  readonly source: string;
}

export const MEBIBYTE = 2 ** 20;

/** https://github.com/open-telemetry/opentelemetry-operator/tree/main/.github/workflows */
const TWO_ARCHITECTURES = ['amd64', 'arm64'];
export const ARCHITECTURES = {
  two: TWO_ARCHITECTURES,
  four: [...TWO_ARCHITECTURES, 's390x', 'ppc64le'],
} as const;

export const BASIC_SAMPLERS: readonly Sampler[] = SAMPLERS.slice(0, 6);
export const BASIC_PROPAGATORS: readonly Propagator[] = ['tracecontext', 'baggage', 'b3', 'b3multi', 'none'];
