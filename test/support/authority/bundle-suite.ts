import { describe, expect, test } from 'vitest';
import { issueSelfSigned } from '../../../src/tls/certificates.js';
import type { RunningReplica } from './rig.js';
import type { Stage } from './stage.js';
import { until } from './until.js';

const DAY_MS = 24 * 60 * 60_000;
/** Long enough for the days that a test lets pass. */
const LIFE = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 30 * DAY_MS) };

/** What becomes of a caBundle that somebody overwrites. */
export function bundleSuite(stage: Stage): void {
  const { rig, settled, ready, told } = stage;

  describe('a caBundle', () => {
    async function overwrite(caBundle: string, which: 'mutating' | 'validating' = 'mutating'): Promise<void> {
      const object = await rig().admin.get(rig().paths[which]);
      const webhooks = object?.['webhooks'] as readonly { readonly clientConfig: object }[];
      const [other, ours] = webhooks;
      await rig().admin.replace(rig().paths[which], {
        ...object,
        webhooks: [other, { ...ours, clientConfig: { ...ours?.clientConfig, caBundle } }],
      });
    }

    const isContended = ({ facts }: RunningReplica): boolean => facts().problems.includes('bundle-contended');

    test.each([
      ['emptied', ''],
      ['filled with what is no certificate', Buffer.from('placeholder').toString('base64')],
    ])('that was %s is filled again', async (_case, caBundle) => {
      const replica = await settled();
      const before = await rig().bundles('mutating');
      await overwrite(caBundle);
      await told(replica, 'cause', 'restored');
      expect(await rig().bundles('mutating')).toEqual(before);
      expect(replica.facts().bundleWrites.restored).toBe(1);
      expect(await replica.handshake()).toBe('ok');
    });

    test('adds one to the generation of its configuration with each change, and an annotation does not', async () => {
      await rig().createRegistrations();
      const generation = async (): Promise<number> => {
        const object = await rig().admin.get(rig().paths.mutating);
        return (object?.['metadata'] as { readonly generation: number }).generation;
      };
      const before = await generation();
      await overwrite(Buffer.from('placeholder').toString('base64'));
      expect(await generation()).toBe(before + 1);
      const object = await rig().admin.get(rig().paths.mutating);
      const metadata = { ...(object?.['metadata'] as object), annotations: { team: 'shop' } };
      await rig().admin.replace(rig().paths.mutating, { ...object, metadata });
      expect(await generation()).toBe(before + 1);
    });

    test('is filled again long before the next look is due', async () => {
      await rig().createRegistrations();
      const replica = await rig().start({ tickMs: 60_000 });
      await ready(replica);
      await overwrite('');
      await told(replica, 'cause', 'restored');
      await ready(replica);
    });

    test('for validations that is fought over costs no pod its trace', async () => {
      const replica = await settled();
      for (let round = 1; !isContended(replica); round += 1) {
        const { restored } = replica.facts().bundleWrites;
        await overwrite('', 'validating');
        await until(() => replica.facts().bundleWrites.restored > restored || isContended(replica));
        expect(round).toBeLessThan(10);
      }
      expect(replica.isReady()).toBe(true);
      expect(await replica.handshake()).toBe('ok');
      const late = await rig().start();
      await ready(late);
      expect(await late.handshake()).toBe('ok');
    });

    test('keeps the CA of somebody else, behind ours', async () => {
      const replica = await settled();
      const [, before = ''] = await rig().bundles('mutating');
      const { cert } = await issueSelfSigned({ ...LIFE, names: ['corporate'] });
      await overwrite(Buffer.from(cert).toString('base64'));
      await told(replica, 'cause', 'restored');
      expect((await rig().bundles('mutating'))[1]?.trim()).toBe(`${before}${cert}`.trim());
    });

    test('of a configuration that is created anew is filled', async () => {
      const replica = await settled();
      await rig().admin.remove(rig().paths.mutating);
      await rig().admin.remove(rig().paths.validating);
      await told(replica, 'code', 'registration-missing');
      await rig().createRegistrations();
      await ready(replica);
      expect(await replica.handshake()).toBe('ok');
    });
  });
}
