import { Counter, Gauge, type Registry } from 'prom-client';
import { PHASES, type AuthorityFacts } from '../tls/authority/authority-facts.js';
import { BUNDLE_WRITES } from '../tls/authority/moves.js';
import { PROBLEM_CODES } from '../tls/authority/problems.js';

/** Metrics of `--certs self`; each series is there from the start. */
export function registerAuthorityMetrics(registry: Registry, facts: () => AuthorityFacts): void {
  const registers = [registry];
  const expiry = new Gauge({
    name: 'doka_tracing_ca_expiry_timestamp_seconds',
    help: 'When the signing CA expires, as Unix time.',
    registers,
    collect: () => {
      expiry.set((facts().caNotAfter?.getTime() ?? Number.NaN) / 1000);
    },
  });
  const phase = new Gauge({
    name: 'doka_tracing_ca_phase',
    help: '1 for the phase of the rotation of the CAs.',
    labelNames: ['phase'],
    registers,
    collect: () => {
      for (const each of PHASES) phase.set({ phase: each }, each === facts().phase ? 1 : 0);
    },
  });
  const problem = new Gauge({
    name: 'doka_tracing_certificate_problem',
    help: '1 for each current problem with certificates.',
    labelNames: ['code'],
    registers,
    collect: () => {
      for (const code of PROBLEM_CODES) problem.set({ code }, facts().problems.includes(code) ? 1 : 0);
    },
  });
  registerWrites(registry, facts);
}

function registerWrites(registry: Registry, facts: () => AuthorityFacts): void {
  const writes = new Counter({
    name: 'doka_tracing_ca_bundle_writes_total',
    help: 'Times that this replica wrote a caBundle, by cause.',
    labelNames: ['cause'],
    registers: [registry],
    collect: () => {
      writes.reset();
      for (const cause of BUNDLE_WRITES) writes.inc({ cause }, facts().bundleWrites[cause]);
    },
  });
}
