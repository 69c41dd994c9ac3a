import { MESSAGE, REASON, STATUS } from '../src/core/annotations.js';
import { redact } from '../src/telemetry/redaction.js';
import type { Span } from './otlp-spans.js';
import type { Step } from './step.js';
import { serviceOf, treeOf } from './trace.js';

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** The result of the demo for a program: plain data, secrets not shown, times in milliseconds. */
export function summaryOf(steps: readonly Step[], error?: string): Readonly<Record<string, unknown>> {
  const of = <Kind extends Step['kind']>(kind: Kind): readonly StepOf<Kind>[] =>
    steps.filter((step): step is StepOf<Kind> => step.kind === kind);
  const checks = of('checked').flatMap((step) => step.checks);
  const [traced] = of('traced');
  const [agent] = of('agent');
  return {
    ok: error === undefined && checks.length > 0 && checks.every(({ holds }) => holds),
    ...(error !== undefined && { error }),
    pods: of('admitted').map(podSummary),
    ...(agent !== undefined && { agent: { ...agent.agent, images: agent.images } }),
    services: of('started').map(({ service, url, environment, standIns }) => ({
      name: service,
      url,
      environment: Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, redact(name, value)]),
      ),
      standIns,
    })),
    ...(traced !== undefined && { requests: traced.requests, trace: traceSummary(traced.trace) }),
    checks,
  };
}

function podSummary({ service, admission, injections }: StepOf<'admitted'>): unknown {
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

function traceSummary(trace: readonly Span[]): unknown {
  const tree = treeOf(trace);
  const start = tree[0]?.span.startNs ?? 0n;
  return {
    traceId: trace[0]?.traceId,
    spans: tree.map(({ span, depth }) => ({
      service: serviceOf(span),
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
