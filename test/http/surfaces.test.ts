import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import request from 'supertest';
import { buildFinding, REASON_CODES, REASONS } from '../../src/core/reasons.js';
import { buildReasonsPage } from '../../src/http/page/reasons-view.js';
import { createOwnerTeller } from '../../src/serve/owner-teller.js';
import { like } from '../support/like.js';
import { PARTIAL, reviewOf, rigOf } from './admission-fixture.js';

/** A reason is told wherever somebody may look for it, with the same code and the same sentence. */

const DOCS = readFileSync('docs/reasons.md', 'utf8');
const OWNER = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'shop-7d9f', uid: 'a-uid' };
const POD = {
  metadata: { generateName: 'shop-7d9f-', ownerReferences: [{ ...OWNER, controller: true }] },
};

interface Response {
  readonly auditAnnotations: unknown;
  readonly warnings?: readonly string[];
}

describe.each(REASON_CODES)('%s', (code) => {
  const { kind, summary, remedy } = REASONS[code];
  const message = `The sentence about ${code}.`;
  const finding = buildFinding(code, message, { language: 'java', container: 'app' });
  const outcome = { ...PARTIAL, findings: [finding] } as typeof PARTIAL;
  const rig = rigOf(() => outcome);

  test('has a meaning and a remedy, in the table, in the docs and on the page', () => {
    for (const sentence of [summary, ...(code === 'injected' ? [] : [remedy])]) {
      expect(sentence).toMatch(/^[A-Z].*[.)]$/s);
      expect(DOCS).toContain(sentence);
    }
    expect(DOCS).toContain(`### ${code}\n`);
    expect(buildReasonsPage()).toContain(`id="${code}"`);
  });

  test('is reported in the response, the log, the metrics and on the page', async () => {
    const { body } = (await request(rig.app)
      .post('/mutate')
      .send(reviewOf({ object: POD }))) as { body: { response: Response } };
    expect(body.response.auditAnnotations).toMatchObject({ reason: code });
    const warnings = kind === 'refusal' ? [`tracing: ${code}: ${message}`] : undefined;
    expect(body.response.warnings).toEqual(warnings);
    expect(rig.lines).toMatchObject([
      {
        reason: code,
        container: 'app',
        workload: 'ReplicaSet/shop-7d9f',
        message: like.stringContaining(message),
      },
    ]);
    expect(await rig.count(`doka_tracing_findings_total{reason="${code}",language="java"}`)).toBe(1);
    expect(rig.decisions.list()).toMatchObject([{ findings: [{ code, message }] }]);
  });

  test('is told to the owner where it is a refusal', () => {
    const events: unknown[] = [];
    const tell = createOwnerTeller({ record: (event) => events.push(event) });
    tell({ namespace: 'shop', owner: OWNER, status: 'skipped', findings: [finding] });
    const note = `${message} ${remedy}`;
    expect(events).toEqual(kind === 'refusal' ? [like.objectContaining({ codes: [code], note })] : []);
  });
});
