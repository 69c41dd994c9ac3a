import { relative } from 'node:path';
import type { Colors } from 'picocolors/types.js';
import { MESSAGE, REASON, STATUS } from '../src/core/annotations.js';
import { assertNever } from '../src/core/domain.js';
import { redact } from '../src/telemetry/redaction.js';
import { paintedLine } from '../src/text/difference.js';
import { table } from '../src/text/table.js';
import { line, paint, type Painted, type TerminalText } from '../src/text/terminal-text.js';
import { podDifference } from './pod-difference.js';
import { IMAGE_VARIABLES } from './service-process.js';
import type { Step } from './step.js';
import { serviceOf, treeOf } from './trace.js';
import { waterfall } from './waterfall.js';

export interface Style {
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly columns: number;
}

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** The lines that tell a person of one step. */
export function narrate(step: Step, style: Style): readonly TerminalText[] {
  switch (step.kind) {
    case 'webhook':
      return webhookLines(step, style);
    case 'admitted':
      return admittedLines(step, style);
    case 'agent':
      return agentLines(step, style);
    case 'started':
      return startedLines(step, style);
    case 'traced':
      return tracedLines(step, style);
    case 'checked':
      return checkedLines(step, style);
    default:
      return assertNever(step);
  }
}

const title = (text: string, { colors }: Style): readonly TerminalText[] => [
  line``,
  line`${paint(colors.bold, text)}`,
  line``,
];

function webhookLines({ url, contextFile }: StepOf<'webhook'>, { colors }: Style): readonly TerminalText[] {
  return [
    line`${paint(colors.bold, 'The webhook is up')}`,
    line``,
    line`${url}/mutate, with a certificate of an authority made for this run`,
    line`reads ${relative('', contextFile)}`,
  ];
}

function admittedLines(step: StepOf<'admitted'>, style: Style): readonly TerminalText[] {
  const { before, admission, injections } = step;
  const { annotations = {} } = admission.pod.metadata;
  const settings = injections.flatMap((injection) =>
    injection.settings.map(({ name, value, origin }) => [name, origin, redact(name, value)]),
  );
  return [
    ...title(`Pod ${before.metadata.generateName}…, created and changed`, style),
    ...podDifference(before, admission.pod).map((each) => paintedLine(each, style.colors)),
    line``,
    line`status  ${annotations[STATUS] ?? 'unchanged'}`,
    line`reason  ${annotations[REASON] ?? ''}`,
    line`        ${annotations[MESSAGE] ?? ''}`,
    ...admission.warnings.map((warning) => line`warning ${warning}`),
    ...(settings.length === 0
      ? []
      : [line``, ...table(['setting', 'from', 'value'], settings, style.colors)]),
  ];
}

const agentLines = ({ agent, images }: StepOf<'agent'>, { colors }: Style): readonly TerminalText[] => [
  line``,
  line`${paint(colors.bold, 'agent:')} ${agent.package} ${agent.version} from npm, in place of the image's ${images.join(', ')}`,
];

function startedLines(
  { service, url, environment, standIns }: StepOf<'started'>,
  style: Style,
): readonly TerminalText[] {
  const rows = standIns.map(({ inThePod, here, standsFor }) => [inThePod, here, standsFor]);
  const count = Object.keys(environment).length;
  return [
    ...title(`${service} runs on ${url}`, style),
    line`with the ${count} variables that the kubelet makes of its pod, and ${IMAGE_VARIABLES[0]}, which an image would set`,
    line``,
    ...table(['in the pod', 'here', 'stands for'], rows, style.colors),
  ];
}

function tracedLines({ requests, trace }: StepOf<'traced'>, style: Style): readonly TerminalText[] {
  const services = [...new Set(treeOf(trace).map(({ span }) => serviceOf(span)))];
  const paints = [style.colors.cyan, style.colors.magenta, style.colors.yellow];
  const ofService = (service: string, text: string): Painted =>
    paint(paints[services.indexOf(service) % paints.length] ?? String, text);
  const places = services.map((service) => {
    const resource = trace.find((span) => serviceOf(span) === service)?.resource ?? {};
    const shown = ['k8s.deployment.name', 'k8s.pod.name', 'k8s.node.name'] as const;
    const facts = shown.map((key) => `  ${key}=${String(resource[key] ?? '')}`).join('');
    return line`${ofService(service, service)}${facts}`;
  });
  return [
    ...title(`The trace of GET ${requests.at(-1) ?? ''}`, style),
    ...waterfall(trace, { columns: style.columns, paint: ofService }),
    line``,
    ...places,
  ];
}

function checkedLines({ checks }: StepOf<'checked'>, style: Style): readonly TerminalText[] {
  const { green, red } = style.colors;
  return [
    ...title('What was checked', style),
    ...checks.flatMap(({ says, holds, found }) =>
      holds
        ? [line`${paint(green, '✓')} ${says}`]
        : [line`${paint(red, '✗')} ${says}`, line`  but: ${found ?? ''}`],
    ),
  ];
}
