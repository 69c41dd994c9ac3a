import { describe, expect, test } from 'vitest';
import type { Stage } from './stage.js';
import { until } from './until.js';

const DAY_MS = 24 * 60 * 60_000;

/** What time does to certificates. */
export function timeSuite(stage: Stage): void {
  const { rig, settled, ready, told, minutesUntil } = stage;

  describe('time', () => {
    test('renews the leaf after two thirds of its life', async () => {
      const replica = await settled();
      const first = replica.current();
      rig().pass(5 * DAY_MS);
      await told(replica, 'cause', 'leaf-due');
      expect(replica.current().notAfter.getTime()).toBeGreaterThan(first.notAfter.getTime() + 4 * DAY_MS);
      expect(replica.isReady()).toBe(true);
    });

    test('rotates the CA after two thirds of its life, and lets the old one go when no leaf of it is valid', async () => {
      const replica = await settled();
      const other = await rig().start();
      const { 'current.crt': old = '' } = await rig().secretData();
      rig().pass(61 * DAY_MS);
      await until(
        async () =>
          (await rig().bundles('validating')).join('').endsWith(old) &&
          'next.crt' in (await rig().secretData()),
      );
      const { 'next.crt': next } = await rig().secretData();
      await minutesUntil(async () => (await rig().secretData())['current.crt'] === next);
      await Promise.all([told(replica, 'cause', 'ca-changed'), told(other, 'cause', 'ca-changed')]);
      const { 'current.crt': current } = await rig().secretData();
      expect((await rig().bundles('mutating')).join('')).toBe(`${current ?? ''}${old}`);
      rig().pass(8 * DAY_MS);
      await until(async () => (await rig().bundles('mutating')).join('') === current);
      await until(async () => !('previous.crt' in (await rig().secretData())));
      await ready(replica);
    });

    test('that a cluster was switched off for longer than a CA lives ends in a new CA at once', async () => {
      const replica = await settled();
      const { 'current.crt': old } = await rig().secretData();
      rig().jump(100 * DAY_MS);
      await told(replica, 'cause', 'ca-invalid');
      await ready(replica);
      expect((await rig().secretData())['current.crt']).not.toBe(old);
    });

    test('that jumps back ends in a CA that is valid then', async () => {
      const replica = await settled();
      rig().jump(-10 * DAY_MS);
      await told(replica, 'cause', 'ca-invalid');
      await ready(replica);
      expect(replica.current().notBefore.getTime()).toBeLessThan(Date.now() - 9 * DAY_MS);
    });
  });
}
