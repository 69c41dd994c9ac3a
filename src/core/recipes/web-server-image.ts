import { parseImageReference, type ImageReference } from '../kubernetes/image-reference.js';
import { buildDeliveryFinding, type Delivery } from '../plan/delivery.js';
import type { Finding } from '../reasons.js';
import { quoteValue } from '../shown-text.js';

/** An image that is known to have its configuration elsewhere than the default one. */
interface KnownImage {
  readonly isMeant: (reference: ImageReference) => boolean;
  readonly folder: string;
}

/** Applications whose image is made of that of PHP with Apache httpd, unless the tag says otherwise. */
const PHP_APPLICATIONS = ['wordpress', 'drupal', 'joomla', 'matomo', 'nextcloud', 'phpmyadmin'];

const isBitnami = ({ path }: ImageReference, name: string): boolean => path.endsWith(`bitnami/${name}`);

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
  { isMeant: (image) => isBitnami(image, 'apache'), folder: '/opt/bitnami/apache/conf' },
  { isMeant: (image) => isBitnami(image, 'nginx'), folder: '/opt/bitnami/nginx/conf' },
  { isMeant: ({ name }) => name === 'openresty', folder: '/usr/local/openresty/nginx/conf' },
];

/** A notice of an image whose name says that the scripts will leave the server as it is, as only their log tells then. */
export function reportUnfitImage(delivery: Delivery, configFolder: string): readonly Finding[] {
  const { image = '', name } = delivery.container;
  const reference = parseImageReference(image);
  const why = reference === undefined ? undefined : describeMisfit(reference, configFolder);
  if (why === undefined) return [];
  const sentence = `the image ${quoteValue(image)} ${why}, so ${name} will run without the module.`;
  return [buildDeliveryFinding(delivery, 'module-doubtful', sentence)];
}

function describeMisfit(reference: ImageReference, configFolder: string): string | undefined {
  if (reference.tag?.includes('alpine') === true)
    return 'is of Alpine Linux by its tag, and the module is made for glibc';
  const known = KNOWN_IMAGES.find(({ isMeant }) => isMeant(reference));
  return known === undefined || known.folder === configFolder
    ? undefined
    : `has its configuration in ${known.folder} and not in ${configFolder}`;
}
