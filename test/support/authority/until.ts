import { setTimeout as delay } from 'node:timers/promises';

/** Waits until something holds; rejects after a while, and then says what was seen. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  seen = () => 'it does not hold',
  longestMs = 10_000,
): Promise<void> {
  const end = Date.now() + longestMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(seen());
    await delay(5);
  }
}
