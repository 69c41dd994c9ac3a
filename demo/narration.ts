import { relative } from 'node:path';
import type { Colors } from 'picocolors/types.js';
import { MESSAGE, REASON, STATUS } from '../src/core/annotations.js';
import { assertNever } from '../src/core/domain.js';
import { redact } from '../src/telemetry/redaction.js';
import { formatDifferenceLine } from '../src/text/difference.js';
import { formatTable } from '../src/text/table.js';
import { line, paint, type PaintedText, type TerminalText } from '../src/text/terminal-text.js';
import { comparePods } from './pod-difference.js';
import { IMAGE_VARIABLES } from './service-process.js';
import type { DemoStep } from './step.js';
import { getServiceName, buildSpanTree } from './trace.js';
import { drawWaterfall } from './waterfall.js';

export interface NarrationStyle {
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly columns: number;
}

type StepByKind<Kind extends DemoStep['kind']> = Extract<DemoStep, { kind: Kind }>;

/** The lines that tell a person of one step. */
export function formatStep(step: DemoStep, style: NarrationStyle): readonly TerminalText[] {
  switch (step.kind) {
    case 'webhook':
      return formatWebhookStep(step, style);
    case 'admitted':
      return formatAdmittedStep(step, style);
    case 'agent':
      return formatAgentStep(step, style);
    case 'started':
      return formatStartedStep(step, style);
    case 'traced':
      return formatTracedStep(step, style);
    case 'checked':
      return formatCheckedStep(step, style);
    case 'serving':
      return formatServingStep(step, style);
    default:
      return assertNever(step);
  }
}

const formatTitle = (text: string, { colors }: NarrationStyle): readonly TerminalText[] => [
  line``,
  line`${paint(colors.bold, text)}`,
  line``,
];

function formatWebhookStep(
  { url, contextFile }: StepByKind<'webhook'>,
  { colors }: NarrationStyle,
): readonly TerminalText[] {
  return [
    line`${paint(colors.bold, 'The webhook is up')}`,
    line``,
    line`${url}/mutate, with a certificate of an authority made for this run`,
    line`reads ${relative('', contextFile)}`,
  ];
}

function formatAdmittedStep(step: StepByKind<'admitted'>, style: NarrationStyle): readonly TerminalText[] {
  const { before, admission, injections } = step;
  const { annotations = {} } = admission.pod.metadata;
  const settings = injections.flatMap((injection) =>
    injection.settings.map(({ name, value, origin }) => [name, origin, redact(name, value)]),
  );
  return [
    ...formatTitle(`Pod ${before.metadata.generateName}…, created and changed`, style),
    ...comparePods(before, admission.pod).map((each) => formatDifferenceLine(each, style.colors)),
    line``,
    line`status  ${annotations[STATUS] ?? 'unchanged'}`,
    line`reason  ${annotations[REASON] ?? ''}`,
    line`        ${annotations[MESSAGE] ?? ''}`,
    ...admission.warnings.map((warning) => line`warning ${warning}`),
    ...(settings.length === 0
      ? []
      : [line``, ...formatTable(['setting', 'from', 'value'], settings, style.colors)]),
  ];
}

const formatAgentStep = (
  { agent, images }: StepByKind<'agent'>,
  { colors }: NarrationStyle,
): readonly TerminalText[] => [
  line``,
  line`${paint(colors.bold, 'agent:')} ${agent.package} ${agent.version} from npm, in place of the image's ${images.join(', ')}`,
];

function formatStartedStep(
  { service, url, environment, standIns }: StepByKind<'started'>,
  style: NarrationStyle,
): readonly TerminalText[] {
  const rows = standIns.map(({ inThePod, here, standsFor }) => [inThePod, here, standsFor]);
  const count = Object.keys(environment).length;
  return [
    ...formatTitle(`${service} runs on ${url}`, style),
    line`with the ${count} variables that the kubelet makes of its pod, and ${IMAGE_VARIABLES[0]}, which an image would set`,
    line``,
    ...formatTable(['in the pod', 'here', 'stands for'], rows, style.colors),
  ];
}

function formatTracedStep(
  { requests, trace }: StepByKind<'traced'>,
  style: NarrationStyle,
): readonly TerminalText[] {
  const services = [...new Set(buildSpanTree(trace).map(({ span }) => getServiceName(span)))];
  const paints = [style.colors.cyan, style.colors.magenta, style.colors.yellow];
  const ofService = (service: string, text: string): PaintedText =>
    paint(paints[services.indexOf(service) % paints.length] ?? String, text);
  const places = services.map((service) => {
    const resource = trace.find((span) => getServiceName(span) === service)?.resource ?? {};
    const shown = ['k8s.deployment.name', 'k8s.pod.name', 'k8s.node.name'] as const;
    const facts = shown.map((key) => `  ${key}=${String(resource[key] ?? '')}`).join('');
    return line`${ofService(service, service)}${facts}`;
  });
  return [
    ...formatTitle(`The trace of GET ${requests.at(-1) ?? ''}`, style),
    ...drawWaterfall(trace, { columns: style.columns, paint: ofService }),
    line``,
    ...places,
  ];
}

function formatCheckedStep(
  { checks }: StepByKind<'checked'>,
  style: NarrationStyle,
): readonly TerminalText[] {
  const { green, red } = style.colors;
  return [
    ...formatTitle('What was checked', style),
    ...checks.flatMap(({ says, holds, found }) =>
      holds
        ? [line`${paint(green, '✓')} ${says}`]
        : [line`${paint(red, '✗')} ${says}`, line`  but: ${found ?? ''}`],
    ),
  ];
}

/** Where the status page is; all else has been told by then. */
const formatServingStep = (
  { url }: StepByKind<'serving'>,
  style: NarrationStyle,
): readonly TerminalText[] => [
  ...formatTitle('The status page', style),
  line`${url} shows the decisions and the trace until you press Ctrl+C.`,
];
