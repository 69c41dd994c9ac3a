import type { Backend } from '../../../../src/core/domain.js';
import { listAddresses } from '../../../../src/core/platform/addresses.js';
import { platformWith } from '../contexts.js';

const ADDONS = { enable_tempo: true, enable_jaeger: true, enable_victoria_traces: true, enable_zipkin: true };

/** `<exporter> <protocol> <form> <url> (<origin>)`, in order of preference. */
export function addresses(backend: Backend, spec: object): readonly string[] {
  const platform = platformWith({ addons: ADDONS, route: 'direct', ...spec });
  return listAddresses(platform, backend).map(
    ({ exporter, protocol, form, url, origin }) => `${exporter} ${protocol} ${form} ${url} (${origin})`,
  );
}
