import { isAgentContainer, isMarkerVariable } from '../core/decide/pod-kind.js';
import { isRecord, listRecords, type Fields } from '../core/json.js';
import type { Outcome } from '../core/outcome.js';
import type { KubeObject } from '../kube/object.js';
import { redact } from '../telemetry/redaction.js';
import { listContainers } from './fresh-pod.js';

/** A setting that a running pod has otherwise than a new one would; values are redacted by their names. */
export interface SettingChange {
  readonly container: string;
  /** A variable, or `image` of a container that brings an agent. */
  readonly name: string;
  /** Undefined where the running pod lacks it. */
  readonly before: string | undefined;
  /** Undefined where a new pod would not have it. */
  readonly now: string | undefined;
}

type DecidedOutcome = Extract<Outcome, { readonly kind: 'decided' }>;

/**
 * The settings in which a running pod differs from what the engine gives a new one. Compared are the variables that it
 * sets, those of OpenTelemetry that the running pod has beside what its template writes, and the images of agents.
 */
export function listSettingChanges(
  running: KubeObject,
  written: Fields,
  outcome: DecidedOutcome,
): readonly SettingChange[] {
  const fresh = outcome.pod as unknown as Fields;
  const containers = [
    ...new Set([...outcome.injections.map(({ container }) => container), ...listInjected(running)]),
  ];
  const variables = containers.flatMap((container) => {
    const [before, now, own] = [running, fresh, written].map((pod) => readVariables(pod, container));
    const names = outcome.injections
      .filter((injection) => injection.container === container)
      .flatMap(({ settings }) => settings.map(({ name }) => name));
    const known = new Set([
      ...names.filter((name) => now?.has(name) === true),
      ...[...(before?.keys() ?? [])].filter((name) => name.startsWith('OTEL_') && own?.has(name) !== true),
    ]);
    return [...known].flatMap((name) => buildChange(container, name, before?.get(name), now?.get(name)));
  });
  return [...variables, ...listImageChanges(running, fresh)];
}

const listAll = (pod: Fields): ReturnType<typeof listContainers> => [
  ...listContainers(pod, 'containers'),
  ...listContainers(pod, 'initContainers'),
];

/** Containers that an injection has marked. */
const listInjected = (pod: Fields): readonly string[] =>
  listAll(pod)
    .filter(
      ({ env }) =>
        Array.isArray(env) &&
        env.some((each) => isRecord(each) && isMarkerVariable({ name: String(each['name']) })),
    )
    .map(({ name }) => name);

/** What each variable of a container is; where it is taken from something else, from what. */
export function readVariables(pod: Fields, name: string): ReadonlyMap<string, string> {
  const env = listAll(pod).find((container) => container.name === name)?.['env'];
  return new Map(
    listRecords(env).map((entry) => {
      const { value, valueFrom } = entry;
      return [String(entry['name']), typeof value === 'string' ? value : describeSource(valueFrom)] as const;
    }),
  );
}

/** The API server fills in defaults, such as the API version of a reference to a field. */
function describeSource(source: unknown): string {
  if (!isRecord(source)) return '';
  return Object.entries(source)
    .map(([kind, reference]) => {
      const fields = isRecord(reference) ? reference : {};
      const words = ['fieldPath', 'resource', 'name', 'key'].flatMap((field) => fields[field] ?? []);
      return `(from ${kind} ${words.map(String).join(' ')})`;
    })
    .join(' ');
}

function listImageChanges(running: Fields, fresh: Fields): readonly SettingChange[] {
  const [before, now] = [running, fresh].map(
    (pod) =>
      new Map(
        listAll(pod)
          .filter(isAgentContainer)
          .map(({ name, image }) => [name, String(image)]),
      ),
  );
  const names = new Set([...(before?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...names].flatMap((name) => buildChange(name, 'image', before?.get(name), now?.get(name)));
}

function buildChange(
  container: string,
  name: string,
  before: string | undefined,
  now: string | undefined,
): readonly SettingChange[] {
  if (before === now) return [];
  const show = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : redact(name, value);
  return [{ container, name, before: show(before), now: show(now) }];
}
