import { describe, expect, test } from 'vitest';
import { SECRET_TYPE } from '../../../src/tls/authority/secret.js';
import type { Json } from '../api-admin.js';
import type { Stage } from './stage.js';
import { until } from './until.js';

/** How the first replicas of an installation come to their certificates. */
export function startSuite(stage: Stage): void {
  const { rig, settled, ready, told } = stage;

  describe('the start', () => {
    test('makes a CA, publishes it, and serves a leaf that the API server accepts', async () => {
      const replica = await settled();
      expect(await rig().admin.get(rig().paths.secret)).toMatchObject({ type: SECRET_TYPE });
      const { 'current.crt': current } = await rig().secretData();
      expect(await rig().bundles('mutating')).toEqual(['', current]);
      expect(await rig().bundles('validating')).toEqual(['', current]);
      expect(await replica.handshake()).toBe('ok');
      expect(replica.facts()).toMatchObject({ phase: 'steady', problems: [] });
    });

    test('changes nothing of a configuration beside our bundle', async () => {
      await rig().createRegistrations();
      const before = await rig().admin.get(rig().paths.mutating);
      await ready(await rig().start());
      const after = await rig().admin.get(rig().paths.mutating);
      const [, caBundle] = (await rig().bundles('mutating')).map((text) =>
        Buffer.from(text).toString('base64'),
      );
      const [other, ours] = before?.['webhooks'] as readonly { readonly clientConfig: object }[];
      expect(after?.['webhooks']).toEqual([
        other,
        { ...ours, clientConfig: { ...ours?.clientConfig, caBundle } },
      ]);
    });

    test('of many replicas at once makes one CA, which all of them serve', async () => {
      await rig().createRegistrations();
      const replicas = await Promise.all(Array.from({ length: 4 }, () => rig().start()));
      await Promise.all(replicas.map(ready));
      const { 'current.crt': current = 'none', ...rest } = await rig().secretData();
      expect(Object.keys(rest)).toEqual(['current.key']);
      expect(await rig().bundles('mutating')).toEqual(['', current]);
      for (const replica of replicas) expect(await replica.handshake()).toBe('ok');
      expect(new Set(replicas.map(({ current: leaf }) => leaf().key)).size).toBe(4);
    });

    test('of a later replica writes nothing', async () => {
      await settled();
      const [secret, mutating] = await Promise.all([
        rig().admin.get(rig().paths.secret),
        rig().admin.get(rig().paths.mutating),
      ]);
      const late = await rig().start();
      await ready(late);
      expect(await late.handshake()).toBe('ok');
      expect(await rig().admin.get(rig().paths.secret)).toEqual(secret);
      expect(await rig().admin.get(rig().paths.mutating)).toEqual(mutating);
    });

    test('waits for a configuration, and says so', async () => {
      const replica = await rig().start();
      await told(replica, 'code', 'registration-missing');
      expect(replica.isReady()).toBe(false);
      await rig().createRegistrations();
      await ready(replica);
      expect(await replica.handshake()).toBe('ok');
      await until(() => replica.facts().problems.length === 0);
    });

    test('leaves a bundle to the injector that fills it, and says so', async () => {
      await rig().createRegistrations(({ metadata, ...rest }) => ({
        ...rest,
        metadata: { ...(metadata as Json), annotations: { 'cert-manager.io/inject-ca-from': 'a/b' } },
      }));
      const replica = await rig().start();
      await told(replica, 'code', 'bundle-injected');
      expect(await rig().bundles('mutating')).toEqual(['', '']);
      expect(replica.isReady()).toBe(false);
    });
  });
}
