import { LONGEST } from '../core/bounds.js';
import type { Injection } from '../core/outcome.js';
import type { Issue } from '../core/result.js';
import { cutText } from '../core/shown-text.js';
import type { PlatformState, SnapshotLookups } from '../core/snapshot.js';
import { LARGEST_MANIFEST, MOST_INSPECTED } from '../http/bounds.js';
import type {
  InspectedDifference,
  InspectedManifest,
  InspectedObject,
  Inspection,
} from '../http/page/inspection.js';
import { buildBackendHop, type Hop } from '../http/page/route-view.js';
import type { ObjectDecision } from '../inject/decision.js';
import { describeFinding, describeVerdict, formatTitle, selectRemarks } from '../inject/explanation.js';
import { injectText, readEmbeddedContext, type InjectedText } from '../inject/manifests.js';
import { listDifferences } from '../inject/output.js';
import { redact, redactSentence } from '../telemetry/redaction.js';
import { decodeUtf8 } from '../text/decode-utf8.js';
import { layerSnapshot } from './merge-snapshots.js';

/** What the pasted text is called where a place in it is named. */
const FILE = 'manifest';

/**
 * Inspects the body of a form with a `manifest` in YAML or JSON and the `namespace` of objects that name none: what
 * `inject --explain` and `inject --diff` say of it for this cluster. Nothing is kept. Refuses text that is no manifest, or
 * too large.
 */
export function inspectForm(body: Buffer, cluster: SnapshotLookups): Inspection {
  const form = decodeUtf8(body);
  if (!form.ok) return refuse([{ path: 'form', message: 'is no UTF-8; send it as a browser does' }]);
  const fields = new URLSearchParams(form.value);
  const text = fields.get('manifest') ?? '';
  if (Buffer.byteLength(text) > LARGEST_MANIFEST) return refuse([TOO_LARGE]);
  if (text.trim() === '') return refuse([{ path: FILE, message: 'is empty; paste a pod or a workload' }]);
  const namespace = fields.get('namespace')?.trim() ?? '';
  return inspectText(text, namespace === '' ? 'default' : namespace, cluster);
}

const TOO_LARGE: Issue = {
  path: FILE,
  message: `takes more than ${LARGEST_MANIFEST} bytes, which are allowed; use doka-tracing inject --explain`,
};

const refuse = (issues: readonly Issue[]): Inspection => ({
  kind: 'refused',
  issues: issues.slice(0, MOST_INSPECTED.items).map(({ path, message }) => ({
    path: cutText(path, LONGEST.cell),
    message: cutText(redactSentence(message), LONGEST.cell),
  })),
});

function inspectText(text: string, namespace: string, cluster: SnapshotLookups): Inspection {
  const input = { file: FILE, text };
  const within = readEmbeddedContext([input], { languages: cluster.languages, namespace });
  if (!within.ok) return refuse(within.error);
  const snapshot = layerSnapshot(cluster, within.value.snapshot);
  const injected = injectText(input, snapshot, namespace);
  return injected.ok ? buildInspection(injected.value, snapshot.platform) : refuse(injected.error);
}

function buildInspection(injected: InjectedText, platform: PlatformState): InspectedManifest {
  const decisions = [...injected.decisions, ...injected.others];
  const more = decisions.length - MOST_INSPECTED.objects;
  const notes = injected.notes.map(({ title, message }) => `${formatTitle(title)} ${message}`);
  return {
    kind: 'inspected',
    objects: decisions.slice(0, MOST_INSPECTED.objects).map((each) => buildObject(each, platform)),
    differences: cutDifferences(listDifferences(injected)),
    notes: [
      ...notes.slice(0, MOST_INSPECTED.items).map(shorten),
      ...(decisions.length === 0 ? ['The text holds no pod, and no object that makes pods.'] : []),
      ...(more > 0
        ? [`${more} more objects are not shown; use doka-tracing inject --explain for them.`]
        : []),
    ],
  };
}

const shorten = (text: string): string => cutText(redactSentence(text), LONGEST.cell);

function buildObject(decision: ObjectDecision, platform: PlatformState): InspectedObject {
  const { workload, status, injections } = decision;
  return {
    title: shorten(formatTitle(workload)),
    status,
    verdict: shorten(describeVerdict(decision)),
    reasons: selectRemarks(decision)
      .slice(0, MOST_INSPECTED.items)
      .map((reason) => ({
        ...{ code: reason.code, kind: reason.kind, remedy: reason.remedy },
        text: cutText(describeFinding(reason), LONGEST.cell),
      })),
    injections: injections.slice(0, MOST_INSPECTED.items).map((injection) => ({
      injection: redactInjection(injection),
      route: findRoute(injection, platform),
    })),
  };
}

const redactInjection = (injection: Injection): Injection => ({
  ...injection,
  container: cutText(injection.container, LONGEST.cell),
  settings: injection.settings.slice(0, MOST_INSPECTED.items).map(({ name, value, origin }) => ({
    name: cutText(name, LONGEST.cell),
    value: cutText(redact(name, value), LONGEST.cell),
    origin,
  })),
});

/** The variables that say where traces are sent, the most particular first. */
const ENDPOINTS = [
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_ZIPKIN_ENDPOINT',
];

/** How the traces of an injection go: to the address in its settings, and on to the backend that it is for. */
function findRoute(
  { language, container, backend, settings }: Injection,
  platform: PlatformState,
): readonly Hop[] {
  const endpoint = ENDPOINTS.flatMap((name) => settings.find((each) => each.name === name) ?? [])[0];
  if (endpoint === undefined) return [];
  const address = cutText(redact(endpoint.name, endpoint.value), LONGEST.cell);
  const agent = { name: `${language} agent`, address: `in ${cutText(container, LONGEST.name)}` };
  if (backend === undefined || platform.kind !== 'ready')
    return [agent, { name: `Receiver, by ${endpoint.origin}`, address }];
  const last = buildBackendHop(platform.platform, backend);
  return platform.platform.route.value === 'direct'
    ? [agent, { ...last, address }]
    : [agent, { name: 'Collector', address }, last];
}

/** The first lines of all differences together. */
function cutDifferences(
  differences: readonly { readonly name: string; readonly changes: InspectedDifference['lines'] }[],
): readonly InspectedDifference[] {
  let room: number = MOST_INSPECTED.lines;
  return differences.slice(0, MOST_INSPECTED.objects).flatMap(({ name, changes }) => {
    const lines = changes
      .slice(0, room)
      .map(({ kind, text }) => ({ kind, text: cutText(text, LONGEST.cell) }));
    room -= lines.length;
    const cut = lines.length < changes.length;
    if (lines.length === 0) return [];
    const rest = cut ? [{ kind: 'place', text: '… more lines are not shown' } as const] : [];
    return [{ name: cutText(name, LONGEST.cell), lines: [...lines, ...rest] }];
  });
}
