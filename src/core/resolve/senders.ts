import { LANGUAGES, type Backend, type Language } from '../domain.js';
import type { BackendSettings, Platform } from '../platform/platform.js';
import { accessRefusal } from './access.js';
import { type Address, addressesOf } from '../backends/backends.js';
import { CAPABILITIES } from './capabilities.js';

/** Tells whether the agent of a language can send what an address takes in. */
function speaks(language: Language, { exporter, protocol }: Address): boolean {
  const { exporters, protocols } = CAPABILITIES[language];
  return exporters.includes(exporter) && (exporter === 'zipkin' || protocols.includes(protocol));
}

/** The languages whose agents can send to a backend by the route of a platform. */
export function sendersTo(platform: Platform, backend: Backend): readonly Language[] {
  const addresses = addressesOf(platform, backend);
  const settings = platform.route.value === 'direct' ? platform.backends[backend] : undefined;
  return LANGUAGES.filter(
    (language) =>
      addresses.some((address) => speaks(language, address)) && isLetIn(language, backend, settings),
  );
}

const isLetIn = (language: Language, backend: Backend, settings: BackendSettings | undefined): boolean =>
  settings === undefined || accessRefusal([language], backend, settings) === undefined;
