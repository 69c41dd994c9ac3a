import { findImageVersion, parseImageReference, type ImageReference } from '../kubernetes/image-reference.js';
import { buildDeliveryFinding, type Delivery } from '../plan/delivery.js';
import type { Finding } from '../reasons.js';
import { quoteValue } from '../shown-text.js';

/** An image that is known to have its configuration elsewhere than the default one. */
interface KnownImage {
  readonly isMeant: (reference: ImageReference) => boolean;
  readonly folder: string;
}

/** Applications whose image is made of that of PHP with Apache httpd, unless the tag says otherwise. */
const PHP_APPLICATIONS = [
  'wordpress',
  'drupal',
  'joomla',
  'matomo',
  'nextcloud',
  'phpmyadmin',
  'mediawiki',
  'backdrop',
  'friendica',
  'monica',
  'postfixadmin',
  'roundcubemail',
  'yourls',
];

/** The places of Bitnami's images, those that are no longer made among them. https://github.com/bitnami/containers/issues/83267 */
const BITNAMI: readonly string[] = ['bitnami', 'bitnamilegacy', 'bitnamisecure'];

const isBitnami = ({ path }: ImageReference, name: string): boolean =>
  BITNAMI.some((place) => `/${path}`.endsWith(`/${place}/${name}`));

/** Each image's documentation, and its Dockerfile, say where. */
const KNOWN_IMAGES: readonly KnownImage[] = [
  {
    isMeant: ({ name, tag = '' }) => name === 'php' && tag.includes('apache'),
    folder: '/etc/apache2',
  },
  {
    isMeant: ({ name, tag = '' }) => PHP_APPLICATIONS.includes(name) && !/fpm|cli/.test(tag),
    folder: '/etc/apache2',
  },
  { isMeant: ({ path }) => path.endsWith('ubuntu/apache2'), folder: '/etc/apache2' },
  { isMeant: ({ path }) => path.endsWith('owncloud/server'), folder: '/etc/apache2' },
  // https://github.com/sclorg/httpd-container
  { isMeant: ({ name }) => /^httpd-24(?:-|$)/.test(name), folder: '/etc/httpd/conf' },
  { isMeant: (image) => isBitnami(image, 'apache'), folder: '/opt/bitnami/apache/conf' },
  { isMeant: (image) => isBitnami(image, 'nginx'), folder: '/opt/bitnami/nginx/conf' },
  { isMeant: ({ name }) => name === 'openresty', folder: '/usr/local/openresty/nginx/conf' },
];

/** Ingress controllers and gateways, which write nginx's configuration anew when they start. */
const isGenerating = ({ path, name }: ImageReference): boolean =>
  path.endsWith('ingress-nginx/controller') ||
  ['nginx-ingress', 'nginx-ingress-controller', 'kong', 'kong-gateway', 'apisix'].includes(name);

/** A notice of an image whose name says that the scripts will leave the server as it is, as only their log tells then. */
export function reportUnfitImage(delivery: Delivery, configFolder: string): readonly Finding[] {
  const { image = '', name } = delivery.container;
  const reference = parseImageReference(image);
  const why = reference === undefined ? undefined : describeMisfit(delivery, reference, configFolder);
  if (why === undefined) return [];
  const sentence = `the image ${quoteValue(image)} ${why}, so ${name} will run without the module.`;
  return [buildDeliveryFinding(delivery, 'module-doubtful', sentence)];
}

function describeMisfit(
  delivery: Delivery,
  reference: ImageReference,
  configFolder: string,
): string | undefined {
  if (reference.tag?.includes('alpine') === true)
    return 'has a tag for Alpine Linux, and the module is made for glibc';
  if (isGenerating(reference)) return 'writes its configuration itself when it starts';
  const known = KNOWN_IMAGES.find(({ isMeant }) => isMeant(reference));
  return known === undefined || known.folder === configFolder
    ? describeVersion(delivery, reference)
    : `has its configuration in ${known.folder} and not in ${configFolder}`;
}

/**
 * The versions of nginx for which an agent image has a module; each fits no other version.
 * https://github.com/open-telemetry/opentelemetry-cpp-contrib/releases/tag/webserver%2Fv1.0.4
 */
const MODULES: ReadonlyMap<string, readonly string[]> = new Map([
  ['autoinstrumentation-apache-httpd 1.0.4', ['1.24.0', '1.25.3']],
]);
const NGINX_NAMES: readonly string[] = ['nginx', 'nginx-unprivileged'];
const WHOLE_VERSION = /^(\d+\.\d+\.\d+)(?:-|$)/;

/** Why the module fits no nginx of the version in a tag; undefined where it may. */
function describeVersion({ target, image }: Delivery, reference: ImageReference): string | undefined {
  if (target.language !== 'nginx' || !NGINX_NAMES.includes(reference.name)) return undefined;
  const version = WHOLE_VERSION.exec(reference.tag ?? '')?.[1];
  const fitting = findModules(image.value);
  return version === undefined || fitting === undefined || fitting.includes(version)
    ? undefined
    : `is of nginx ${version} by its tag, and the agent image has modules for ${fitting.join(' and ')}`;
}

const findModules = (image: string): readonly string[] | undefined =>
  MODULES.get(`${parseImageReference(image)?.name ?? ''} ${findImageVersion(image) ?? ''}`);
