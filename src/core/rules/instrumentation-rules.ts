import { AGENTS } from '../agents/agents.js';
import { LANGUAGES } from '../domain.js';
import { findImageVersion } from '../kubernetes/image-reference.js';
import { isOlder } from '../version.js';
import { collectRepeats } from '../repeats.js';
import type { Issue } from '../result.js';
import { quoteValue } from '../shown-text.js';
import { CONFIG_FOLDER, isConfigFolder } from '../objects/config-folder.js';
import { findSection, getSectionName, SECTIONS } from '../objects/instrumentation-sections.js';
import type { Instrumentation, InstrumentationSpec } from '../objects/instrumentation.js';
import { checkSamplerArgument, listSamplerWarnings } from './sampler-rules.js';

/** What is wrong with an Instrumentation whose fields are each well-formed. */
export interface InstrumentationIssues {
  /** What the OpenTelemetry Operator refuses too. */
  readonly errors: readonly Issue[];
  /** Settings that are ignored, or do not work as they seem to; the Operator does not mention most of them. */
  readonly warnings: readonly Issue[];
}

type Spec = Readonly<InstrumentationSpec>;
type InstrumentationRule = (spec: Spec) => readonly Issue[];

/**
 * Judges an Instrumentation by the Operator's own rules and by further ones. An object that the Operator accepts has no
 * errors here, so objects in use keep working. It does not check whether Secrets and ConfigMaps exist.
 */
export function checkInstrumentation({ spec, ignored }: Instrumentation): InstrumentationIssues {
  return {
    errors: [...checkSamplerArgument(spec.sampler), ...checkVolumeFields(spec)],
    warnings: [...ignored, ...listSamplerWarnings(spec.sampler), ...WARNINGS.flatMap((rule) => rule(spec))],
  };
}

/** A place and its message, if the condition holds. */
const reportIf = (condition: boolean, path: string, message: string): readonly Issue[] =>
  condition ? [{ path, message }] : [];

const checkVolumeFields: InstrumentationRule = (spec) =>
  SECTIONS.flatMap((key) =>
    reportIf(
      spec[key]?.volumeClaimTemplate !== undefined && spec[key].volumeLimitSize !== undefined,
      `spec.${key}.volumeLimitSize`,
      'is set together with volumeClaimTemplate; allowed: one of the two; remove volumeLimitSize',
    ),
  );

const checkTlsScheme: InstrumentationRule = ({ exporter = {} }) => {
  const { endpoint = '', tls } = exporter;
  const isSecure = endpoint.startsWith('https://');
  const path = 'spec.exporter.endpoint';
  return [
    ...reportIf(tls !== undefined && !isSecure, path, 'is not https://, so spec.exporter.tls has no effect'),
    ...reportIf(
      tls === undefined && isSecure,
      path,
      'is https:// without spec.exporter.tls; agents trust only their own CAs',
    ),
  ];
};

const checkTlsFiles: InstrumentationRule = ({ exporter }) => {
  const { secretName, configMapName, ca_file, cert_file, key_file } = exporter?.tls ?? {};
  const path = 'spec.exporter.tls';
  const isUnmounted = (file: string | undefined, source: string | undefined): boolean =>
    file !== undefined && !file.startsWith('/') && source === undefined;
  const isUnused = [ca_file, cert_file, key_file].every((file) => file === undefined);
  return [
    ...reportIf(
      cert_file !== undefined && key_file === undefined,
      `${path}.cert_file`,
      'is set without key_file; set both',
    ),
    ...reportIf(
      key_file !== undefined && cert_file === undefined,
      `${path}.key_file`,
      'is set without cert_file; set both',
    ),
    ...reportIf(
      isUnmounted(ca_file, configMapName ?? secretName),
      `${path}.ca_file`,
      'is a key, but neither configMapName nor secretName is set; set one of them or write an absolute path',
    ),
    ...reportIf(
      isUnmounted(cert_file, secretName),
      `${path}.cert_file`,
      'is a key, but secretName is not set; set it or write an absolute path',
    ),
    ...reportIf(
      isUnmounted(key_file, secretName),
      `${path}.key_file`,
      'is a key, but secretName is not set; set it or write an absolute path',
    ),
    ...reportIf(
      exporter?.tls !== undefined && isUnused,
      path,
      'names no file, so agents use none; name ca_file, or cert_file and key_file',
    ),
  ];
};

/**
 * Scheme, host, optional port and path; https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp
 * Looser than `BASE_URL` of text-forms.ts, the form in a TracingPlatform: any host, port and path without a query.
 */
const AGENT_URL = /^https?:\/\/[^\s/?#][^\s?#]*$/;

const checkEndpoint: InstrumentationRule = ({ exporter }) => {
  const url = exporter?.endpoint ?? '';
  const path = 'spec.exporter.endpoint';
  const isReference = url.includes('$(');
  return [
    ...reportIf(
      url !== '' && !isReference && !AGENT_URL.test(url),
      path,
      'is not a base URL; allowed: http:// or https://, a host, and optionally a port and a path; correct it',
    ),
    ...reportIf(
      /\/v1\/traces\/?$/.test(url),
      path,
      'ends in /v1/traces, which agents append to it; remove that',
    ),
  ];
};

const checkPropagators: InstrumentationRule = ({ propagators: list = [] }) => [
  ...[...collectRepeats(list)].map((index) => ({
    path: `spec.propagators[${index}]`,
    message: `is ${list[index] ?? ''} again; remove it`,
  })),
  ...reportIf(
    list.includes('none') && list.length > 1,
    'spec.propagators',
    'has none together with others; remove it or the others',
  ),
];

const checkLimitSize: InstrumentationRule = (spec) =>
  SECTIONS.flatMap((key) =>
    reportIf(
      spec[key]?.volumeLimitSize !== undefined,
      `spec.${key}.volumeLimitSize`,
      'is deprecated; use volumeClaimTemplate',
    ),
  );

/** https://github.com/open-telemetry/opentelemetry-operator/blob/main/internal/instrumentation/upgrade/upgrade.go */
const checkOldImages: InstrumentationRule = (spec) =>
  LANGUAGES.flatMap((language) => {
    const lastBreak = AGENTS[language].files?.lastBreak;
    const version = findImageVersion(findSection(spec, language)?.image ?? '');
    return reportIf(
      lastBreak !== undefined && version !== undefined && isOlder(version, lastBreak),
      `spec.${getSectionName(language) ?? ''}.image`,
      `is version ${version ?? ''}, which the OpenTelemetry Operator does not upgrade, since ${lastBreak ?? ''} breaks with it; upgrade it by hand`,
    );
  });

const checkUnusedFields: InstrumentationRule = (spec) => [
  ...(['go', 'nginx'] as const).flatMap((key) =>
    reportIf(
      spec[key]?.volumeClaimTemplate !== undefined,
      `spec.${key}.volumeClaimTemplate`,
      'has no effect for this language; remove it',
    ),
  ),
  ...(['apacheHttpd', 'nginx'] as const).flatMap((key) =>
    (spec[key]?.attrs ?? []).flatMap(({ valueFrom }, index) =>
      reportIf(
        valueFrom !== undefined,
        `spec.${key}.attrs[${index}].valueFrom`,
        'has no effect; only name and value are used',
      ),
    ),
  ),
];

const checkApacheVersion: InstrumentationRule = ({ apacheHttpd }) =>
  reportIf(
    !['2.2', '2.4'].includes(apacheHttpd?.version ?? '2.4'),
    'spec.apacheHttpd.version',
    `is ${quoteValue(apacheHttpd?.version ?? '')}, for which there is no module, so 2.4 is used; allowed: 2.2, 2.4; use one of them`,
  );

/** The engine checks the path again: it is better to skip a language than to put its files elsewhere. */
const checkConfigFolders: InstrumentationRule = ({ apacheHttpd, nginx }) => {
  const { configPath = '' } = apacheHttpd ?? {};
  const { configFile = '' } = nginx ?? {};
  const folder = configFile.slice(0, configFile.lastIndexOf('/') + 1);
  return [
    ...reportIf(
      configPath !== '' && !isConfigFolder(configPath),
      'spec.apacheHttpd.configPath',
      `is ${quoteValue(configPath)}, so the language is skipped; allowed: ${CONFIG_FOLDER}; correct it`,
    ),
    ...reportIf(
      configFile.endsWith('/') || (folder.length > 1 && !isConfigFolder(folder)),
      'spec.nginx.configFile',
      `is ${quoteValue(configFile)}, so the language is skipped; allowed: a file in ${CONFIG_FOLDER}; correct it`,
    ),
  ];
};

const WARNINGS: readonly InstrumentationRule[] = [
  checkTlsScheme,
  checkTlsFiles,
  checkEndpoint,
  checkPropagators,
  checkLimitSize,
  checkOldImages,
  checkUnusedFields,
  checkApacheVersion,
  checkConfigFolders,
];
