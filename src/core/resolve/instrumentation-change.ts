import type { Target } from '../decide/target.js';
import type { EnvVar } from '../kubernetes/pod.js';
import { getSectionName } from '../objects/instrumentation-sections.js';
import type { Instrumentation } from '../objects/instrumentation.js';
import type { Finding } from '../reasons.js';
import type { ContainerContext } from './container-context.js';
import { describePort, describeUnreplaced } from './value-cause.js';
import { ENDPOINT } from './variable-names.js';

type Spec = Instrumentation['spec'];

/** A value of an Instrumentation, and where it is, as the beginning of a sentence. */
export interface GivenValue {
  readonly name: string;
  readonly written: string;
  readonly asked: string;
}

/** A variable of an Instrumentation that is not as the agent wants it. */
export interface Change {
  readonly name: string;
  /** What holds instead under a platform; undefined where the variable is left out, null where it stays. */
  readonly value: string | undefined | null;
  readonly code: Finding['code'];
  readonly message: string;
}

/** What an agent takes instead of a value, and what it gets to see of that; the cause where it is known. */
interface Refusal {
  readonly seen: string;
  readonly allowed: string;
  readonly cause?: string;
  /** What holds under a platform, as the end of a sentence. */
  readonly instead?: string;
}

/** A value that an agent does not take: left out under a platform, and kept without one, as the Operator keeps it. */
export function buildRejection(given: GivenValue, refusal: Refusal, context: ContainerContext): Change {
  const { name, asked } = given;
  const { seen, allowed, cause = findCause(given, seen, context), instead = '' } = refusal;
  const refused = `${asked}, which the agent does not accept${cause === undefined ? '' : `: ${cause}`}`;
  if (context.platform === undefined)
    return {
      name,
      value: null,
      code: 'instrumentation-value-unsupported',
      message: `${refused}; allowed: ${allowed}.`,
    };
  return {
    name,
    value: undefined,
    code: 'instrumentation-value-ignored',
    message: `${refused}; it is left out${instead}. Allowed: ${allowed}.`,
  };
}

/** Headers may hold credentials, so their values are not shown. */
const findCause = (
  { name, written }: GivenValue,
  seen: string,
  context: ContainerContext,
): string | undefined =>
  name.includes('HEADERS')
    ? undefined
    : (describeUnreplaced({ name, written, seen }, context) ?? describePort(seen));

/** A spec with another value for a variable, or without it, wherever it gives it. */
export function applyChange(spec: Spec, { language }: Target, change: Change): Spec {
  if (change.value === null) return spec;
  const field = getSectionName(language);
  const section = field === undefined ? undefined : spec[field];
  return {
    ...spec,
    ...(spec.env === undefined ? {} : { env: changeVariable(spec.env, change) }),
    ...(field === undefined || section?.env === undefined
      ? {}
      : { [field]: { ...section, env: changeVariable(section.env, change) } }),
    ...changeEndpoint(spec, change),
  };
}

const changeVariable = (list: readonly EnvVar[], { name, value }: Change): EnvVar[] =>
  list.flatMap((variable) => {
    if (variable.name !== name || variable.value === undefined) return [variable];
    return typeof value === 'string' ? [{ ...variable, value }] : [];
  });

const changeEndpoint = ({ exporter }: Spec, { name, value }: Change): Pick<Spec, 'exporter'> =>
  name !== ENDPOINT || exporter?.endpoint === undefined
    ? {}
    : { exporter: { ...exporter, endpoint: value ?? '' } };
