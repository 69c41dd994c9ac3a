import { AGENTS } from '../agents/agents.js';
import { isRecord } from '../json.js';
import { LANGUAGES, type Language } from '../domain.js';
import type { Issue } from '../result.js';
import { getSectionName, SECTIONS } from './instrumentation-sections.js';
import type { Instrumentation } from './instrumentation.js';

/** Fields that are structs in the Operator's Go types: a Go client writes `{}` for each that nobody set. */
const STRUCTS = new Set([
  ...['defaults', 'exporter', 'resource', 'sampler', ...SECTIONS],
  ...['resources', 'resourceRequirements', 'volumeClaimTemplate', 'metadata', 'spec'],
]);

/** Fields without the structs that hold nothing, or nothing but such structs. */
export function removeEmptyStructs<T extends object>(fields: T): T {
  const kept = Object.entries(fields as Readonly<Record<string, unknown>>).flatMap(([key, value]) => {
    if (!STRUCTS.has(key) || !isRecord(value)) return [[key, value] as const];
    const left = removeEmptyStructs(value);
    return Object.keys(left).length === 0 ? [] : [[key, left] as const];
  });
  return Object.fromEntries(kept) as T;
}

/** What the Operator's webhook writes into each section where nobody wrote limits. */
const OPERATOR_LIMITS = { cpu: '500m', memory: '256Mi' };

type Spec = Instrumentation['spec'];

/**
 * A spec without the images and resources that the Operator filled in: it keeps its default image in an annotation, to know
 * what it may upgrade. What it filled in is nobody's choice, so the platform's and our own defaults hold.
 */
export function removeOperatorDefaults(
  spec: Spec,
  annotations: unknown,
): { readonly spec: Spec; readonly notices: readonly Issue[] } {
  const notices: Issue[] = [];
  let left = spec;
  for (const language of LANGUAGES) {
    const field = getSectionName(language);
    if (field === undefined) continue;
    const section = left[field];
    const filled = readDefaultImage(annotations, language);
    if (section === undefined || filled === undefined || section.image !== filled) continue;
    if (AGENTS[language].files?.image !== filled)
      notices.push({
        path: `spec.${field}.image`,
        message: `is the default that the OpenTelemetry Operator wrote (${filled}), so it is ignored, and the image of the platform or the built-in one is used; write another image to choose it`,
      });
    const kept = Object.entries(section).filter(
      ([key, value]) =>
        key !== 'image' &&
        !((key === 'resources' || key === 'resourceRequirements') && isDefaultResources(value, language)),
    );
    left = { ...left, [field]: Object.fromEntries(kept) };
  }
  return { spec: left, notices };
}

function readDefaultImage(annotations: unknown, language: Language): string | undefined {
  const key = `instrumentation.opentelemetry.io/default-auto-instrumentation-${language}-image`;
  const image = isRecord(annotations) && Object.hasOwn(annotations, key) ? annotations[key] : undefined;
  return typeof image === 'string' && image !== '' ? image : undefined;
}

function isDefaultResources(value: unknown, language: Language): boolean {
  if (!isRecord(value)) return false;
  return (
    isSameMap(value['limits'], OPERATOR_LIMITS) &&
    isSameMap(value['requests'], AGENTS[language].files?.requests ?? {}) &&
    Object.keys(value).length === 2
  );
}

const isSameMap = (value: unknown, expected: Readonly<Record<string, string>>): boolean =>
  isRecord(value) &&
  Object.keys(value).length === Object.keys(expected).length &&
  Object.entries(expected).every(([key, text]) => value[key] === text);
