import { EnvDraft } from '../apply/env-draft.js';
import type { Container, EnvVar, EnvVarSource } from '../kubernetes/pod.js';
import { listReferences } from '../kubernetes/variable-reference.js';
import { findAttributeText } from '../plan/attribute-text.js';
import { type Delivery, buildDeliveryFinding } from '../plan/delivery.js';
import { resolveServiceNamespace } from '../plan/resource-attributes.js';
import { resolveServiceName } from '../plan/service-identity.js';
import { buildInstrumentationEdits } from '../plan/variable-edits.js';
import type { Finding } from '../reasons.js';
import { findContainerValue, isSetByContainer } from '../resolve/container-view.js';
import { findInstrumentationVariable, findSpecField } from '../resolve/instrumentation-values.js';
import { ATTRIBUTES, HEADERS, SERVICE_NAME } from '../resolve/variable-names.js';

/** Values of the directives that every module has. */
export interface ConfValues {
  readonly endpoint: string;
  readonly serviceName: string;
  readonly serviceNamespace: string;
}

/**
 * The settings for the configuration file. A module reads only the file, so the values of variables are written into
 * it. References stay: the kubelet expands them in the container that writes the file, which has the variables that
 * they name.
 */
export function buildConfValues(delivery: Delivery): ConfValues {
  const serviceName =
    findVariableValue(delivery, SERVICE_NAME) ??
    findAttribute(delivery, 'service.name') ??
    findInstrumentationText(delivery, SERVICE_NAME) ??
    findInstrumentationAttribute(delivery, 'service.name');
  const namespace =
    findAttribute(delivery, 'service.namespace') ??
    findInstrumentationAttribute(delivery, 'service.namespace');
  return {
    endpoint: quoteArgument(delivery.resolution.fileEndpoint?.value ?? 'http://localhost:4317/'),
    serviceName: quoteArgument(serviceName ?? resolveServiceName(delivery).value),
    serviceNamespace: quoteArgument(namespace ?? resolveServiceNamespace(delivery)),
  };
}

/** What the container sets in a variable: its text, or a reference to it where it takes it from elsewhere. */
function findVariableValue({ view, container }: Delivery, name: string): string | undefined {
  const observed = view.lookup(name);
  switch (observed.kind) {
    case 'absent':
      return undefined;
    case 'reference': {
      const text = `$(${name})`;
      return selectReferredVariables(text, container).length === 0 ? undefined : text;
    }
    case 'value':
    case 'config-map':
      return observed.value === '' ? undefined : observed.value;
  }
}

function findAttribute({ view }: Delivery, key: string): string | undefined {
  const observed = view.lookup(ATTRIBUTES);
  const isKnown = observed.kind === 'value' || observed.kind === 'config-map';
  return isKnown ? findTextOfKey(observed.value, key) : undefined;
}

/** The Instrumentation's value of a variable: its text, or a reference to the variable, which the container has. */
function findInstrumentationText({ targets }: Delivery, name: string): string | undefined {
  const asked = findInstrumentationVariable(targets, name);
  if (asked?.valueFrom !== undefined) return `$(${name})`;
  return asked?.value === '' ? undefined : asked?.value;
}

const findInstrumentationAttribute = ({ targets }: Delivery, key: string): string | undefined =>
  findTextOfKey(findInstrumentationVariable(targets, ATTRIBUTES)?.value ?? '', key);

function findTextOfKey(attributes: string, key: string): string | undefined {
  const value = findAttributeText(attributes, key);
  return value === '' ? undefined : value;
}

/** References whose values, filled in by the kubelet, never contain a blank. */
const ADDRESSES: readonly string[] = ['OTEL_NODE_IP', 'OTEL_POD_IP'];

/**
 * A value as one argument of a directive. Names come from annotations, and a line break would end the directive. The
 * value of a reference is not known; the script that writes the file checks it.
 */
function quoteArgument(value: string): string {
  const isPlain = listReferences(value).every((name) => ADDRESSES.includes(name));
  if (isPlain && /^[\w.:/@$()[\]<>*+~-]+$/.test(value)) return value;
  return `"${value.replaceAll(/[\r\n]+/g, ' ').replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

/** Names of the variables that carry the file and the name of the pod. */
interface OwnVariables {
  readonly confVariable: string;
  readonly instanceVariable: string;
}

/** The variables of the container that writes the file: what the text refers to, those of the Instrumentation, and the text. */
export function buildAttachVariables(
  delivery: Delivery,
  { confVariable, instanceVariable }: OwnVariables,
  conf: string,
): readonly EnvVar[] {
  const ofInstrumentation = [
    ...buildInstrumentationEdits(delivery, delivery.section.env),
    ...buildInstrumentationEdits(delivery, delivery.target.instrumentation?.spec.env),
  ].flatMap((edit) => (edit.op === 'env-default' ? [edit.env] : []));
  const fields: readonly EnvVar[] = [
    { name: 'OTEL_POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    { name: 'OTEL_NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
  ];
  const draft = new EnvDraft(undefined);
  for (const env of [...selectReferredVariables(conf, delivery.container), ...ofInstrumentation, ...fields])
    draft.apply({ op: 'env-default', container: delivery.ref, env, origin: 'instrumentation' });
  draft.sortByReference();
  const own = [confVariable, instanceVariable];
  return [
    ...(draft.buildResult() ?? []).filter(({ name }) => !own.includes(name)),
    { name: confVariable, value: conf },
    { name: instanceVariable, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ];
}

/** The variables of a container that a text refers to, and those that they refer to, in the container's order. */
function selectReferredVariables(text: string, container: Container): readonly EnvVar[] {
  const { env = [] } = container;
  const byName = new Map(env.map((variable) => [variable.name, variable]));
  const wanted = new Set<string>();
  const open = [...listReferences(text)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const variable = byName.get(name);
    if (variable === undefined || wanted.has(name)) continue;
    wanted.add(name);
    open.push(...listReferences(variable.value));
  }
  return [...byName.values()]
    .filter(({ name }) => wanted.has(name))
    .flatMap((each) => copyVariable(each, container));
}

/**
 * A variable of the server for the container that writes the file. Only known fields are copied, since others may have
 * numbers that JavaScript cannot represent. A missing Secret keeps the server itself from starting, but must not keep
 * this container from it.
 */
function copyVariable({ name, value, valueFrom }: EnvVar, container: Container): readonly EnvVar[] {
  const source = valueFrom === undefined ? undefined : copySource(valueFrom, container.name);
  if (valueFrom !== undefined) return source === undefined ? [] : [{ name, valueFrom: source }];
  return [{ name, value: value ?? '' }];
}

function copySource(
  { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef }: EnvVarSource,
  containerName: string,
): EnvVarSource | undefined {
  if (fieldRef !== undefined) return { fieldRef: { fieldPath: fieldRef.fieldPath } };
  if (secretKeyRef !== undefined) return { secretKeyRef: copyKey(secretKeyRef) };
  if (configMapKeyRef !== undefined) return { configMapKeyRef: copyKey(configMapKeyRef) };
  return resourceFieldRef?.resource === undefined
    ? undefined
    : { resourceFieldRef: { containerName, resource: resourceFieldRef.resource } };
}

type KeyReference = NonNullable<EnvVarSource['secretKeyRef']>;

const copyKey = ({ name, key }: KeyReference): KeyReference => ({
  ...(name === undefined ? {} : { name }),
  ...(key === undefined ? {} : { key }),
  optional: true,
});

/** Variables of the language that the clone has beside the server's own, as the Operator has them. */
export const buildCloneVariables = ({ section, container }: Delivery): readonly EnvVar[] =>
  (section.env ?? []).filter(
    ({ name }) => container.env?.some((variable) => variable.name === name) !== true,
  );

/** Settings that no module can follow, though somebody asks for them. */
export function checkModuleLimits(delivery: Delivery): readonly Finding[] {
  const { targets, resolution, section } = delivery;
  const hasTls = section.attrs?.some(({ name }) => name.includes('Ssl')) === true;
  const endpoint = resolution.fileEndpoint?.value ?? '';
  const unread = [...UNREAD, ...HEADERS].filter((name) => isAskedFor(delivery, name));
  const hasSampler = findSpecField(targets, ({ sampler }) => sampler?.type) !== undefined;
  const propagators = findSpecField(targets, (spec) => spec.propagators) ?? [];
  const hasOthers = propagators.some((each) => !PROPAGATORS.includes(each));
  return [
    ...(endpoint.startsWith('https://') && !hasTls
      ? ['the endpoint uses https, but the module sends plain gRPC unless its attrs turn TLS on']
      : []),
    ...(unread.length === 0 ? [] : [`the module does not read ${unread.join(', ')}`]),
    ...(hasSampler ? ['the module has no sampler, so it sends every trace'] : []),
    ...(hasOthers ? ['the module knows the W3C trace context only, whatever propagators are asked for'] : []),
  ].map((sentence) => buildDeliveryFinding(delivery, 'web-server-limited', `${sentence}.`));
}

/** Variables of SDKs that decide what a trace is, or whether and how it is sent, and that a module does not read. */
const UNREAD = [
  'OTEL_SDK_DISABLED',
  'OTEL_TRACES_EXPORTER',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'OTEL_PROPAGATORS',
  ...['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY'].flatMap((end) => [
    `OTEL_EXPORTER_OTLP_${end}`,
    `OTEL_EXPORTER_OTLP_TRACES_${end}`,
  ]),
];
/** The propagators of the module: the W3C trace context. Baggage is not part of a trace. */
const PROPAGATORS: readonly string[] = ['tracecontext', 'baggage'];

/** What the module does anyway. */
const AS_IT_IS: Readonly<Record<string, string>> = {
  OTEL_SDK_DISABLED: 'false',
  OTEL_TRACES_EXPORTER: 'otlp',
};

/** Tells whether the container or the Instrumentation sets a variable to something that the module does not do anyway. */
function isAskedFor({ view, targets }: Delivery, name: string): boolean {
  if (isSetByContainer(view, name)) return findContainerValue(view, name) !== (AS_IT_IS[name] ?? '');
  const asked = findInstrumentationVariable(targets, name);
  return asked !== undefined && asked.value !== (AS_IT_IS[name] ?? '');
}
