import type { Injection } from '../src/core/outcome.js';
import type { StringMap } from '../src/core/kubernetes/pod.js';
import type { Agent } from './agent-folder.js';
import type { Admission } from './api-server.js';
import type { Span } from './otlp-spans.js';
import type { SubmittedPod } from './pod-of.js';
import type { StandIn } from './stand-ins.js';
import type { Check } from './verification.js';

/** What the demo has done, told as it happens; in this order, `admitted` and `started` once for each service. */
export type DemoStep =
  | { readonly kind: 'webhook'; readonly url: string; readonly contextFile: string }
  | {
      readonly kind: 'admitted';
      readonly service: string;
      readonly before: SubmittedPod;
      readonly admission: Admission;
      readonly injections: readonly Injection[];
    }
  | {
      /** The agent that runs, and the images in place of which it does. */
      readonly kind: 'agent';
      readonly agent: Agent;
      readonly images: readonly string[];
    }
  | {
      readonly kind: 'started';
      readonly service: string;
      readonly url: string;
      /** As the kubelet makes it, before the stand-ins. */
      readonly environment: StringMap;
      readonly standIns: readonly StandIn[];
    }
  | { readonly kind: 'traced'; readonly requests: readonly string[]; readonly trace: readonly Span[] }
  | { readonly kind: 'checked'; readonly checks: readonly Check[] }
  /** Only with `--serve`: the status page stays until the demo is interrupted. */
  | { readonly kind: 'serving'; readonly url: string };
