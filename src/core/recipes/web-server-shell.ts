import { WEB_SERVER_SHELL } from '../agents/web-server.js';
import { getHintKey } from '../annotations.js';
import { parseImageReference, type ImageReference } from '../kubernetes/image-reference.js';
import { resolveChoice } from '../plan/agent-hints.js';
import { buildDeliveryFinding, type Delivery } from '../plan/delivery.js';
import type { Finding } from '../reasons.js';
import { quoteValue } from '../shown-text.js';

/**
 * The configuration of a server is copied by a script in its own image. An image without a shell would keep the pod from
 * starting, so the language is refused where that is known: by the annotation, or by the name of the image.
 */
export function checkShell(delivery: Delivery): Finding | undefined {
  const told = resolveChoice(delivery, WEB_SERVER_SHELL);
  if (!told.ok) return told.error;
  const { image = '', name } = delivery.container;
  const key = getHintKey(WEB_SERVER_SHELL);
  switch (told.value) {
    case 'true':
      return undefined;
    case 'false':
      return buildDeliveryFinding(
        delivery,
        'shell-missing',
        `${key} says that the image of ${name} has no shell, which is needed to copy the server’s configuration.`,
      );
    case 'by-image':
      return isWithoutShell(parseImageReference(image))
        ? buildDeliveryFinding(
            delivery,
            'shell-missing',
            `images such as ${quoteValue(image)} have no shell, which is needed to copy the server’s configuration.`,
          )
        : undefined;
  }
}

/** Registries of images without a shell; those with a tag that ends in `-dev` have one. */
const WITHOUT_SHELL: readonly string[] = [
  // https://edu.chainguard.dev/chainguard/chainguard-images/about/getting-started-distroless/
  'cgr.dev',
  // https://docs.docker.com/dhi/core-concepts/distroless/
  'dhi.io',
];

function isWithoutShell(reference: ImageReference | undefined): boolean {
  if (reference === undefined) return false;
  const { registry = '', path, tag = '' } = reference;
  // Images of https://github.com/GoogleContainerTools/distroless with a shell have it in their tag.
  if (`${path} ${tag}`.includes('distroless')) return !tag.startsWith('debug');
  return WITHOUT_SHELL.includes(registry) && !tag.endsWith('-dev');
}
