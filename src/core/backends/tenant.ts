import type { Backend } from '../domain.js';
import type { StringMap } from '../kubernetes/pod.js';

/** VictoriaTraces counts its tenants: an account, and a project of it, each below 2^32. */
const ACCOUNT = /^(\d{1,10})(?::(\d{1,10}))?$/;

/** Tells whether a backend can have a tenant of this name. */
export function isTenant(backend: Backend, name: string): boolean {
  if (backend !== 'victoria-traces') return backend !== 'zipkin';
  return ACCOUNT.test(name) && name.split(':').every((number) => Number(number) < 2 ** 32);
}

/** The headers that name a tenant to each backend; Zipkin knows no tenants. */
const TENANT_HEADERS: Readonly<Record<Backend, (name: string) => StringMap>> = {
  tempo: (name) => ({ 'X-Scope-OrgID': name }),
  jaeger: (name) => ({ 'x-tenant': name }),
  'victoria-traces': (name) => {
    const [, account = '0', project = '0'] = ACCOUNT.exec(name) ?? [];
    return { AccountID: account, ProjectID: project };
  },
  zipkin: () => ({}),
};

/** The headers by which a backend tells whose spans it is given; `name` must be one that `isTenant` accepts. */
export const buildTenantHeaders = (backend: Backend, name: string): StringMap =>
  TENANT_HEADERS[backend](name);
