import { isMember, SAMPLERS } from '../../core/domain.js';
import { type Path, findValueAt } from '../../core/objects/paths.js';
import type { Platform } from '../../core/platform/platform.js';
import { formatCollectorHost, formatCollectorService } from '../../core/platform/addresses.js';
import { formatSecondTierName } from '../collector/tier-names.js';
import type { CheckIssue } from './check-issue.js';
import type { CheckedDocument } from './checked-documents.js';

type ObjectRule = (found: CheckedDocument, platform: Platform) => readonly CheckIssue[];

/** What is known to be wrong in an object, beside the configuration that it may hold. */
export const checkObject = (found: CheckedDocument, platform: Platform): readonly CheckIssue[] =>
  [checkFormerVersion, checkSampler].flatMap((rule) => rule(found, platform));

const checkFormerVersion: ObjectRule = ({ kind, apiVersion, value }) => {
  if (kind !== 'OpenTelemetryCollector' || apiVersion !== 'opentelemetry.io/v1alpha1') return [];
  const isText = typeof findValueAt(value, ['spec', 'config']) === 'string';
  const why = isText ? ', in which the configuration is a text that the API server does not check' : '';
  const message = `is ${apiVersion}${why}; allowed: opentelemetry.io/v1beta1; write that, and spec.config as a map`;
  return [{ path: ['apiVersion'], message }];
};

const checkSampler: ObjectRule = (found) => {
  const sampler = findSampler(found);
  if (sampler === undefined || isMember(SAMPLERS, sampler.type)) return [];
  const { path, type } = sampler;
  const wanted = type === 'probabilistic' ? 'parentbased_traceidratio' : SAMPLERS.join(', ');
  const message = `is ${type}, which no SDK has as a sampler; allowed: ${wanted}; correct it`;
  return [{ path, message }];
};

/** The sampler that an Instrumentation names, or a piece of one without a kind. */
export function findSampler({
  kind,
  value,
}: CheckedDocument): { readonly path: Path; readonly type: string } | undefined {
  if (kind !== 'Instrumentation' && kind !== '') return undefined;
  const path = [...(kind === '' ? [] : ['spec']), 'sampler', 'type'];
  const type = findValueAt(value, path);
  return typeof type === 'string' ? { path, type } : undefined;
}

/** Where agents do not reach the Collectors that are given, since none is called as the platform says. */
export function checkCollectorNames(
  found: readonly CheckedDocument[],
  platform: Platform,
): readonly (readonly [CheckedDocument, CheckIssue])[] {
  const { name } = platform.collector;
  const collectors = found.filter(({ kind }) => kind === 'OpenTelemetryCollector');
  const nameOf = ({ value }: CheckedDocument): string => String(findValueAt(value, ['metadata', 'name']));
  const wanted = [name, formatSecondTierName(name)];
  if (collectors.some((each) => wanted.includes(nameOf(each)))) return [];
  return collectors.map((each) => {
    const own = nameOf(each);
    const message = `is ${own}, for which the Operator makes the Service ${formatCollectorService(own)}, and agents send to ${formatCollectorHost(platform)}; call it ${name}, or set spec.collector.name: ${own}`;
    return [each, { path: ['metadata', 'name'], message }] as const;
  });
}
