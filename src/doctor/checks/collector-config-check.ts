import { isRecord, readRecord, type Fields } from '../../core/json.js';
import type { KubeObject } from '../../kube/object.js';
import { checkDocuments, type Difference } from '../../render/check/check-documents.js';
import { parseCheckedDocuments, type CheckedDocument } from '../../render/check/checked-documents.js';
import { collectConfigs } from '../../render/check/collector-config.js';
import { renderPart } from '../../render/parts.js';
import type { CollectorForm } from '../../render/choices.js';
import type { ClusterFacts, CollectorObject } from '../facts.js';
import { buildOk, buildUnknown, joinSome, type Finding } from '../finding.js';
import { getName, readNumber, readSpec, readText } from '../object-fields.js';
import { resolveCollectorSettings } from '../read-route.js';

/** How the Collector is rendered anew from what the cluster says. */
export const formatRenderCommand = (form: CollectorForm): string =>
  `kubectl get tracingplatform default -o yaml | doka-tracing render collector -f - --as ${form} | kubectl apply -f -`;

/** Tells whether the Operator makes the Collector of an object of its own. */
export const isManaged = (objects: readonly CollectorObject[]): boolean =>
  objects.some(({ rendered, there }) => there.ok && rendered.kind === 'OpenTelemetryCollector');

/** Whether the Collector runs with what would be rendered of the platform. */
export function checkCollectorConfig({ collector, platform }: ClusterFacts): Finding {
  if (collector === undefined || !platform.ok)
    return buildOk('There is no Collector whose configuration could be compared.');
  const unread = collector
    .map(({ there }) => there)
    .find((each) => !each.ok && each.error.kind !== 'not-found');
  if (unread?.ok === false) return buildUnknown(unread.error);
  const form = isManaged(collector) ? 'operator' : 'plain';
  const fault = findMissingPart(collector) ?? findConfigFault(collector, platform.value, form);
  return fault === undefined
    ? buildOk('The Collector is configured as the platform says.')
    : { ...fault, command: formatRenderCommand(form) };
}

function findMissingPart(collector: readonly CollectorObject[]): Finding | undefined {
  const found = collector.filter(({ there }) => there.ok).length;
  if (found === collector.length) return undefined;
  return found === 0
    ? {
        verdict: 'warning',
        sentence: 'The Collector was not rendered from the platform, so its configuration is not compared.',
      }
    : { verdict: 'failed', sentence: 'A part of the Collector that the platform needs is missing.' };
}

/** Traces go astray where something else is exported to; other differences may be somebody's choice. */
function findConfigFault(
  collector: readonly CollectorObject[],
  platform: KubeObject,
  form: CollectorForm,
): Finding | undefined {
  const found = collector.flatMap(({ there }) => (there.ok ? [there.value] : []));
  const exporters = collector.flatMap(({ rendered, there }) =>
    there.ok ? describeExporters(there.value, rendered) : [],
  );
  if (exporters.length > 0) return { verdict: 'failed', sentence: exporters.join(' ') };
  const differences = compareConfigs(found, platform, form);
  if (differences.length === 0) return undefined;
  const what = joinSome(differences.map(describeDifference), 3);
  return {
    verdict: 'warning',
    sentence: `The configuration of the Collector differs from what would be rendered: ${what}.`,
  };
}

function compareConfigs(
  found: readonly KubeObject[],
  platform: KubeObject,
  form: CollectorForm,
): readonly Difference[] {
  const [first] = found;
  const replicas = form === 'operator' && first !== undefined ? readNumber(readSpec(first), 'replicas') : 0;
  const settings = resolveCollectorSettings(platform, form, Math.max(replicas, 1));
  if (settings === undefined) return [];
  const part = renderPart('collector', settings);
  const names = found.map(({ kind = '', metadata }) => `${kind} ${metadata.name ?? ''}`);
  const objects = part.objects.filter(({ value }) => {
    const { kind = '', metadata } = value as KubeObject;
    return names.includes(`${kind} ${metadata.name ?? ''}`);
  });
  return checkDocuments(readDocuments(found), [{ ...part, objects }], settings);
}

function describeDifference(difference: Difference): string {
  switch (difference.kind) {
    case 'fault':
      return difference.message;
    case 'drift':
      return difference.object;
    case 'missing':
      return `${difference.object} is missing`;
  }
}

/** What the pipelines of a Collector export to, with addresses; sorted. */
function listExporters(object: KubeObject): readonly string[] {
  const configs = readDocuments([object]).flatMap(collectConfigs);
  const used = configs.flatMap(({ config }) => {
    const pipelines = Object.values(readRecord(readRecord(config, 'service'), 'pipelines'));
    return pipelines.filter(isRecord).flatMap((pipeline) =>
      readExporters(pipeline).map((name) => {
        const address = readText(readRecord(readRecord(config, 'exporters'), name), 'endpoint');
        return address === '' ? name : `${name} at ${address}`;
      }),
    );
  });
  return [...new Set(used)].sort();
}

/** Objects as a check of files reads them. */
function readDocuments(objects: readonly KubeObject[]): readonly CheckedDocument[] {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const parsed = parseCheckedDocuments(text, 'cluster');
  return parsed.ok ? parsed.value : [];
}

const readExporters = (pipeline: Fields): readonly string[] =>
  Array.isArray(pipeline['exporters']) ? pipeline['exporters'].map(String) : [];

/** A sentence where a Collector exports to something else than the platform says. */
function describeExporters(there: KubeObject, rendered: KubeObject): readonly string[] {
  const [is, should] = [listExporters(there), listExporters(rendered)];
  return is.join(' ') === should.join(' ')
    ? []
    : [`Collector ${getName(there)} exports to ${joinSome(is)}; the platform says ${joinSome(should)}.`];
}
