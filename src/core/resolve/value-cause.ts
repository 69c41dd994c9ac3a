import { hideUserinfo } from '../backends/endpoint.js';
import { listReferences } from '../kubernetes/variable-reference.js';
import { cutName } from '../shown-text.js';
import type { ContainerContext } from './container-context.js';
import { findContainerValue } from './container-view.js';
import { isOfService } from './effective-value.js';

/** A value as it is written, and as a program gets to see it. */
export interface SeenValue {
  readonly name: string;
  readonly written: string;
  readonly seen: string;
}

/** Signs by which shells, Collectors and Windows know a variable, each with its name. */
const OTHER_SPELLINGS = [/\$\{(?:env:)?(\w+)(?:[^\w}][^}]{0,40})?\}/, /\$(\w+)/, /%(\w+)%/];
/** What charts and other templates replace, before Kubernetes sees it. */
const TEMPLATE = /\{\{[^{}]{1,40}\}\}/;

/**
 * Why something that was meant to be replaced is still in a value, as a clause; undefined where nothing does. Kubernetes
 * replaces `$(NAME)` in what is written in `env`, and nothing else.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function describeUnreplaced(value: SeenValue, context: ContainerContext): string | undefined {
  const [left] = listReferences(value.seen);
  if (left !== undefined) return describeReference(left, value, context);
  // A password may hold these signs, too.
  const text = value.name.includes('ENDPOINT') ? hideUserinfo(value.seen) : value.seen;
  for (const pattern of OTHER_SPELLINGS) {
    const [found, variable = ''] = pattern.exec(text) ?? [];
    if (found !== undefined) return `Kubernetes replaces $(${cutName(variable)}) only, not ${cutName(found)}`;
  }
  const [template] = TEMPLATE.exec(text) ?? [];
  return template === undefined ? undefined : `nothing replaces ${cutName(template)} here`;
}

function describeReference(
  reference: string,
  { name, written }: SeenValue,
  context: ContainerContext,
): string {
  const shown = `$(${cutName(reference)})`;
  if (listReferences(written).includes(reference)) {
    const isSwitchedOff = !isOfService(context.pod, reference) && isOfService({ spec: NO_FIELDS }, reference);
    return `${shown} is defined nowhere before it${isSwitchedOff ? ', with enableServiceLinks: false' : ''}`;
  }
  return isFromConfigMap(name, context)
    ? `Kubernetes does not replace ${shown} in a ConfigMap`
    : `$$ keeps ${shown} from being replaced`;
}

const NO_FIELDS = { containers: [] };

/** Tells whether a variable is taken from a ConfigMap, whose text is not looked through for references. */
const isFromConfigMap = (name: string, { view }: ContainerContext): boolean =>
  view.lookup(name).kind !== 'value' && findContainerValue(view, name) !== undefined;

/** Why a port is none, as a clause; undefined where it is one. */
export function describePort(text: string): string | undefined {
  const port = PORT_AT_END.exec(hideUserinfo(text))?.[1];
  return port === undefined || (Number(port) > 0 && Number(port) <= LAST_PORT)
    ? undefined
    : `${cutName(port)} is no port, which is a number from 1 to ${LAST_PORT}`;
}

const LAST_PORT = 65535;
const PORT_AT_END = /^https?:\/\/(?:…@)?[^\s/:@?#]+:(\d+)(?:[/?#]|$)/i;
