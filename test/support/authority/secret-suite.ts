import { describe, expect, test } from 'vitest';
import { SECRET_TYPE } from '../../../src/tls/authority/secret.js';
import { issueCa, issueSelfSigned } from '../../../src/tls/certificates.js';
import type { Json } from '../api-admin.js';
import type { RunningReplica } from './rig.js';
import type { Stage } from './stage.js';
import { until } from './until.js';
import { like } from '../like.js';

const DAY_MS = 24 * 60 * 60_000;
/** Long enough for the days that a test lets pass. */
const LIFE = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 30 * DAY_MS) };

/** What becomes of a Secret that somebody deletes, damages or replaces. */
export function secretSuite(stage: Stage): void {
  const { rig, settled, ready, told, minutesUntil } = stage;

  describe('a Secret', () => {
    /** The old CA stays trusted, a new one settles, and all replicas serve what is accepted all the time. */
    async function expectHandover(replica: RunningReplica, old: string): Promise<void> {
      await until(async () => 'next.crt' in (await rig().secretData()));
      const { 'next.crt': next = 'none' } = await rig().secretData();
      await until(async () => {
        const bundle = (await rig().bundles('mutating')).join('');
        return bundle === next + old || bundle === old + next;
      });
      expect(await replica.handshake()).toBe('ok');
      expect(replica.isReady()).toBe(true);
      await minutesUntil(async () => (await rig().secretData())['current.crt'] === next);
      await until(async () => {
        expect(await replica.handshake()).toBe('ok');
        return replica.lines.some(({ cause }) => cause === 'ca-changed');
      });
      expect(await rig().secretData()).toMatchObject({ 'previous.crt': like.stringContaining(old) });
      expect(JSON.stringify(replica.lines)).not.toContain('PRIVATE');
    }

    async function replaceData(change: (data: Record<string, string>) => Json): Promise<void> {
      const secret = await rig().admin.get(rig().paths.secret);
      await rig().admin.replace(rig().paths.secret, {
        ...secret,
        data: change(secret?.['data'] as Record<string, string>),
      });
    }

    test('that was deleted is made anew, without a gap', async () => {
      const replica = await settled();
      const { 'current.crt': old = '' } = await rig().secretData();
      await rig().admin.remove(rig().paths.secret);
      await told(replica, 'cause', 'secret-missing');
      await expectHandover(replica, old);
    });

    test.each<[string, (data: Record<string, string>) => Json]>([
      ['a certificate that is no PEM', (data) => ({ ...data, 'current.crt': 'eA==' })],
      ['nothing in it', () => ({})],
      ['an empty key', (data) => ({ ...data, 'current.key': '' })],
    ])('with %s is mended, without a gap', async (_case, damage) => {
      const replica = await settled();
      const { 'current.crt': old = '' } = await rig().secretData();
      await replaceData(damage);
      await told(replica, 'cause', 'secret-damaged');
      await expectHandover(replica, old);
    });

    test('with the key of another CA is mended, without a gap', async () => {
      const replica = await settled();
      const { 'current.crt': old = '' } = await rig().secretData();
      const { key } = await issueCa(LIFE);
      await replaceData((data) => ({ ...data, 'current.key': Buffer.from(key).toString('base64') }));
      await told(replica, 'cause', 'secret-damaged');
      await expectHandover(replica, old);
    });

    test('with the CA of somebody else in it is mended, without a gap', async () => {
      const replica = await settled();
      const { 'current.crt': old = '' } = await rig().secretData();
      const { cert, key } = await issueSelfSigned({ ...LIFE, names: ['corporate'] });
      const [crt, pem] = [cert, key].map((text) => Buffer.from(text).toString('base64'));
      await replaceData(() => ({ 'current.crt': crt, 'current.key': pem }));
      await told(replica, 'cause', 'secret-damaged');
      await expectHandover(replica, old);
      expect((await rig().bundles('mutating')).join('')).not.toContain(cert.trim());
    });

    test('keeps what else is in it', async () => {
      await rig().createRegistrations();
      const extra = Buffer.from([0, 255, 128]).toString('base64');
      await rig().admin.create(rig().paths.secret.replace(/\/[^/]+$/, ''), {
        apiVersion: 'v1',
        kind: 'Secret',
        type: SECRET_TYPE,
        metadata: {
          name: rig().paths.secret.split('/').pop(),
          annotations: { team: 'platform' },
        },
        data: { extra },
      });
      await ready(await rig().start());
      expect(await rig().admin.get(rig().paths.secret)).toMatchObject({
        metadata: { annotations: { team: 'platform' } },
        data: { extra, 'current.crt': like.any(String) },
      });
    });

    test.each<[string, Json]>([
      ['of another type', { type: 'Opaque' }],
      [
        'with a controller',
        {
          type: SECRET_TYPE,
          metadata: {
            ownerReferences: [
              {
                apiVersion: 'cert-manager.io/v1',
                kind: 'Certificate',
                name: 'web',
                uid: 'a-b-c',
                controller: true,
              },
            ],
          },
        },
      ],
    ])('%s is left alone; who has a leaf serves it, who comes later waits', async (_case, over) => {
      const replica = await settled();
      await rig().admin.remove(rig().paths.secret);
      const metadata = {
        name: rig().paths.secret.split('/').pop(),
        ...(over['metadata'] as Json | undefined),
      };
      const data = { 'tls.crt': 'eA==' };
      const foreign = { apiVersion: 'v1', kind: 'Secret', data, ...over, metadata };
      await until(() =>
        rig()
          .admin.create(rig().paths.secret.replace(/\/[^/]+$/, ''), foreign)
          .then(
            () => true,
            () =>
              rig()
                .admin.remove(rig().paths.secret)
                .then(() => false),
          ),
      );
      await told(replica, 'code', 'secret-foreign');
      expect(await replica.handshake()).toBe('ok');
      const late = await rig().start();
      await told(late, 'code', 'secret-foreign');
      expect(late.isReady()).toBe(false);
      expect(await rig().admin.get(rig().paths.secret)).toMatchObject({ data });
    });
  });
}
