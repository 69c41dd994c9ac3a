import { LANGUAGES, type Backend, type Language } from '../domain.js';
import type { BackendSettings, Platform } from '../platform/platform.js';
import { checkAgentAccess } from './backend-access.js';
import { type ExporterAddress, listAddresses } from '../platform/addresses.js';
import { AGENTS } from '../agents/agents.js';

/** Tells whether the agent of a language can send a format that an address accepts. */
function canSendTo(language: Language, { exporter, protocol }: ExporterAddress): boolean {
  const { exporters, protocols } = AGENTS[language].capabilities;
  return exporters.includes(exporter) && (exporter === 'zipkin' || protocols.includes(protocol));
}

/** The languages whose agents can send to a backend by the route of a platform. */
export function listSenders(platform: Platform, backend: Backend): readonly Language[] {
  const addresses = listAddresses(platform, backend);
  const settings = platform.route.value === 'direct' ? platform.backends[backend] : undefined;
  return LANGUAGES.filter(
    (language) =>
      addresses.some((address) => canSendTo(language, address)) && hasAccess(language, backend, settings),
  );
}

const hasAccess = (language: Language, backend: Backend, settings: BackendSettings | undefined): boolean =>
  settings === undefined || checkAgentAccess([language], backend, settings) === undefined;
