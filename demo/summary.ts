import { MESSAGE, REASON, STATUS } from '../src/core/annotations.js';
import { redact } from '../src/telemetry/redaction.js';
import type { Span } from './otlp-spans.js';
import type { DemoStep } from './step.js';
import { getServiceName, buildSpanTree } from './trace.js';

type StepByKind<Kind extends DemoStep['kind']> = Extract<DemoStep, { kind: Kind }>;

/** The result of the demo for a program: plain data, secrets not shown, times in milliseconds. */
export function buildSummary(steps: readonly DemoStep[], error?: string): Readonly<Record<string, unknown>> {
  const of = <Kind extends DemoStep['kind']>(kind: Kind): readonly StepByKind<Kind>[] =>
    steps.filter((step): step is StepByKind<Kind> => step.kind === kind);
  const checks = of('checked').flatMap((step) => step.checks);
  const [traced] = of('traced');
  const [agent] = of('agent');
  return {
    ok: error === undefined && checks.length > 0 && checks.every(({ holds }) => holds),
    ...(error !== undefined && { error }),
    pods: of('admitted').map(buildPodSummary),
    ...(agent !== undefined && { agent: { ...agent.agent, images: agent.images } }),
    services: of('started').map(({ service, url, environment, standIns }) => ({
      name: service,
      url,
      environment: Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, redact(name, value)]),
      ),
      standIns,
    })),
    ...(traced !== undefined && { requests: traced.requests, trace: buildTraceSummary(traced.trace) }),
    checks,
  };
}

function buildPodSummary({ service, admission, injections }: StepByKind<'admitted'>): unknown {
  const { annotations = {} } = admission.pod.metadata;
  return {
    service,
    status: annotations[STATUS],
    reasons: annotations[REASON]?.split(',') ?? [],
    message: annotations[MESSAGE],
    warnings: admission.warnings,
    operations: admission.operations.length,
    settings: injections.flatMap(({ language, container, settings }) =>
      settings.map(({ name, value, origin }) => ({
        language,
        container,
        name,
        value: redact(name, value),
        origin,
      })),
    ),
  };
}

function buildTraceSummary(trace: readonly Span[]): unknown {
  const tree = buildSpanTree(trace);
  const start = tree[0]?.span.startNs ?? 0n;
  return {
    traceId: trace[0]?.traceId,
    spans: tree.map(({ span, depth }) => ({
      service: getServiceName(span),
      name: span.name,
      kind: span.kind,
      depth,
      spanId: span.spanId,
      parentSpanId: span.parentSpanId,
      startMs: Number(span.startNs - start) / 1e6,
      durationMs: Number(span.endNs - span.startNs) / 1e6,
      resource: span.resource,
    })),
  };
}
