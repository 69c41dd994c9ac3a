import type { Backend } from '../../core/domain.js';
import { getBackendRow } from '../../core/backends/backends.js';
import { formatCollectorHost, listBackendAddresses } from '../../core/platform/addresses.js';
import type { Platform } from '../../core/platform/platform.js';
import { redactText } from '../../telemetry/redaction.js';
import { html, type Markup } from './markup.js';

/** A place that traces pass, and where it is. */
export interface Hop {
  readonly name: string;
  readonly address: string;
}

/** Where the Collectors of a platform are reached. */
const findCollectorAddress = (platform: Platform): string =>
  platform.collector.endpoint ?? formatCollectorHost(platform);

/** A backend as a hop, with the first of the addresses at which it takes traces. */
export const buildBackendHop = (platform: Platform, backend: Backend): Hop => ({
  name: getBackendRow(backend).title,
  address: listBackendAddresses(platform, backend)[0]?.url ?? 'no address is known',
});

/** The routes of a platform, one for each of its backends; the one that pods use unless they choose comes first. */
export function listRoutes(platform: Platform): readonly (readonly Hop[])[] {
  const { primary, backends, route, collector } = platform;
  const others = Object.keys(backends).filter((name) => name !== primary.value) as readonly Backend[];
  const agents = { name: 'Agents', address: 'in the pods' };
  const between =
    route.value === 'direct'
      ? []
      : [{ name: `Collector, ${collector.topology}`, address: findCollectorAddress(platform) }];
  return [primary.value, ...others].map((backend) => [
    agents,
    ...between,
    buildBackendHop(platform, backend),
  ]);
}

/** A route as a list, which the style sheet draws with arrows. */
export const buildRoute = (label: string, hops: readonly Hop[]): Markup =>
  html`<ol class="route" aria-label="${label}">
    ${hops.map(
      ({ name, address }) =>
        html`<li>
          <span class="hop">${name} <span>${redactText(address)}</span></span>
        </li>`,
    )}
  </ol>`;
