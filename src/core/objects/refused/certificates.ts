import type { InstrumentationSpec } from '../instrumentation.js';
import { DNS_SUBDOMAIN } from '../text-forms.js';
import { checkForm, type SpecIssue, reportIf } from './spec-issue.js';

/** The exporter's certificates, which stand or fall together. An empty text counts as absent. */
export function checkCertificates({ exporter }: Readonly<InstrumentationSpec>): readonly SpecIssue[] {
  const tls = exporter?.tls ?? {};
  const at = ['exporter', 'tls'];
  return [
    ...(['secretName', 'configMapName'] as const).flatMap((field) =>
      tls[field] === '' ? [] : checkForm(DNS_SUBDOMAIN, tls[field], [...at, field], at),
    ),
    ...(['ca_file', 'cert_file', 'key_file'] as const).flatMap((field) =>
      reportIf(
        !isFile(tls[field] ?? ''),
        [...at, field],
        'is no file; allowed: a key of the Secret or ConfigMap or an absolute path, without ".." and ":"; correct it',
        at,
      ),
    ),
  ];
}

const isFile = (path: string): boolean =>
  !path.split('/').includes('..') && !path.includes(':') && !path.includes('\0');
