import { z } from 'zod';

/** A form that text must have. The patterns also work in Go's engine, since CustomResourceDefinitions contain them. */
export interface TextForm {
  readonly pattern: RegExp;
  /** In characters. */
  readonly longest: number;
  /** How messages describe text of another form, such as `no image reference`. */
  readonly not: string;
  readonly allowed: string;
}

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = String.raw`${LABEL}(?:\.${LABEL})*`;
const LABEL_TEXT = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const DOMAIN_PART = '[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?';
const HOST = String.raw`(?:${DOMAIN_PART}(?:\.${DOMAIN_PART})*|\[[0-9A-Fa-f:]+\])`;
const REGISTRY_HOST = `${HOST}(?::[0-9]+)?`;
const IMAGE_PATH = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,}';

/** Name of a namespace or container. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const DNS_LABEL: TextForm = {
  pattern: new RegExp(`^${LABEL}$`),
  longest: 63,
  not: 'no DNS label',
  allowed: 'at most 63 lower-case letters, digits and "-", which is neither first nor last',
};

/** Name of most objects, Secrets and ConfigMaps among them. */
export const DNS_SUBDOMAIN: TextForm = {
  pattern: new RegExp(`^${SUBDOMAIN}$`),
  longest: 253,
  not: 'no Kubernetes name',
  allowed: 'lower-case letters, digits, "-" and ".", with a letter or digit at both ends of each part',
};

/** Key of a Secret or ConfigMap. https://kubernetes.io/docs/concepts/configuration/configmap/ */
export const DATA_KEY: TextForm = {
  pattern: /^(?:[-_A-Za-z0-9]|\.[-_A-Za-z0-9])[-._A-Za-z0-9]*$/,
  longest: 253,
  not: 'no key of a Secret or ConfigMap',
  allowed: 'letters, digits, "-", "_" and ".", and no ".." first',
};

/** Name of a variable that every API server accepts; from 1.32 on, they accept more by default. */
export const VARIABLE_NAME: TextForm = {
  pattern: /^(?:[-_A-Za-z]|\.[-_A-Za-z0-9])[-._A-Za-z0-9]*$/,
  longest: 32_768,
  not: 'no name of a variable',
  allowed: 'letters, digits, "_", "-" and ".", and neither a digit nor ".." first',
};

/** Key of a label or annotation. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export const QUALIFIED_NAME: TextForm = {
  pattern: new RegExp(`^(?:${SUBDOMAIN}/)?${LABEL_TEXT}$`),
  longest: 317,
  not: 'no key of a label or annotation',
  allowed: 'a name of at most 63 characters, with a DNS name and "/" before it or without',
};

/** Value of a label. */
export const LABEL_VALUE: TextForm = {
  pattern: new RegExp(`^(?:${LABEL_TEXT})?$`),
  longest: 63,
  not: 'no value of a label',
  allowed: 'at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends',
};

/** What a kubelet can pull; with anything else, the pod waits forever. https://github.com/distribution/reference */
export const IMAGE: TextForm = {
  pattern: new RegExp(
    String.raw`^(?:${REGISTRY_HOST}/)?${IMAGE_PATH}(?:/${IMAGE_PATH})*(?::\w[\w.-]{0,127})?(?:@${DIGEST})?$`,
  ),
  longest: 512,
  not: 'no image reference',
  allowed: 'registry/name:tag or registry/name@sha256:digest',
};

/** The part of an image's name before its last part. */
export const REGISTRY: TextForm = {
  pattern: new RegExp(`^${REGISTRY_HOST}(?:/${IMAGE_PATH})*/*$`),
  longest: 255,
  not: 'no registry',
  allowed: 'a host, and optionally a port and a path, without https://',
};

/** https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
export const HEADER_NAME: TextForm = {
  pattern: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/,
  longest: 256,
  not: 'no name of an HTTP header',
  allowed: 'letters, digits and "-"',
};

/** Value of a header that is written out. https://www.rfc-editor.org/rfc/rfc9110#name-field-values */
export const HEADER_VALUE: TextForm = {
  pattern: /^[!-~](?:[ -~]*[!-~])?$/,
  longest: 1024,
  not: 'no value of an HTTP header',
  allowed: 'visible ASCII characters, with spaces only between them',
};

const REFERENCE = String.raw`\$\([A-Za-z_][A-Za-z0-9_]*\)`;
const URL_HOST = String.raw`[A-Za-z0-9](?:[-_.A-Za-z0-9]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]|${REFERENCE}`;
/** From 1 to 65535. */
const PORT = '(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])';

/** Scheme, host, optional port and path; the host may refer to a variable, as `$(OTEL_NODE_IP)`. */
export const BASE_URL: TextForm = {
  pattern: new RegExp(`^https?://(?:${URL_HOST})(?::${PORT})?(?:/[!"$->@-~]*)?$`),
  longest: 2048,
  not: 'not a base URL',
  allowed: 'http:// or https://, a host, and optionally a port up to 65535 and a path',
};

/** Path of a request as programs report it, without query and fragment. */
export const URL_PATH: TextForm = {
  pattern: /^\/[^?#\s]*$/,
  longest: 2048,
  not: 'no path',
  allowed: 'a path as /healthz, without a query',
};

/** Domain of a cluster, with the dot at its end that makes a name absolute, as the platform itself writes it, or without. */
export const DOMAIN: TextForm = {
  pattern: /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\.?$/,
  longest: 253,
  not: 'not a DNS domain',
  allowed: 'lower-case letters, digits, "-" and "."',
};

/** Name of a namespace, or all of them. */
export const NAMESPACE_OR_ALL: TextForm = {
  pattern: new RegExp(`^(?:[*]|${LABEL})$`),
  longest: 63,
  not: 'no namespace',
  allowed: '"*" or a name',
};

/** Version of a program; each number is short enough to be compared as one. */
export const VERSION: TextForm = {
  pattern: /^\d{1,9}\.\d{1,9}\.\d{1,9}$/,
  longest: 29,
  not: 'not a version',
  allowed: 'three numbers, as 0.118.0',
};

/** A word in the name of a chart. It cannot begin a version, so there is only one way to split name and version. */
const CHART_WORD = '(?:[a-uw-z][a-z0-9]*|v(?:[0-9]*[a-z][a-z0-9]*)?)';

/** A version of a Helm chart, with the chart's name before it or without, as in the label `helm.sh/chart`. */
export const CHART: TextForm = {
  pattern: new RegExp(
    String.raw`^(?:${CHART_WORD}(?:-(?:${CHART_WORD}|[0-9]+[a-z][a-z0-9]*)?)*-)?v?[0-9]+(?:\.[0-9]+)*(?:[-+][0-9A-Za-z.+-]+)?$`,
  ),
  longest: 128,
  not: 'no version of a chart',
  allowed: 'a version as 1.24.4, or a chart and a version as tempo-distributed-1.61.3',
};

/** A file of certificates: a key of a Secret or ConfigMap, or a path. Mounts have no ":". */
export const FILE: TextForm = {
  pattern: /^(?:[-._A-Za-z0-9]+|(?:\/[-._A-Za-z0-9]+)+)$/,
  longest: 1024,
  not: 'no file',
  allowed: 'a key of the Secret or ConfigMap, or an absolute path, of letters, digits, "-", "_" and "."',
};

/** Tells whether text has a form. */
export const hasForm = ({ pattern, longest }: TextForm, text: string): boolean =>
  text.length <= longest && pattern.test(text);

/** Says that text does not have a form, and which one is allowed. */
export const describeForm = ({ not, allowed }: TextForm): string =>
  `is ${not}; allowed: ${allowed}; correct it`;

/** A schema for text of a form, with the message for other text. Editors know the keyword, too. */
export const createTextSchema = (form: TextForm): z.ZodString =>
  z
    .string()
    .max(form.longest)
    .regex(form.pattern, { error: describeForm(form) })
    .meta({ [PATTERN_MESSAGE]: describeForm(form) });

/** https://code.visualstudio.com/docs/languages/json#_json-schemas-and-settings */
export const PATTERN_MESSAGE = 'patternErrorMessage';
