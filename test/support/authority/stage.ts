import { authorityRig, type AuthorityRig, type RunningReplica } from './rig.js';
import { until } from './until.js';

const MINUTE_MS = 60_000;

/** An API server and the names of objects on it that nobody else uses. */
export type Place = Parameters<typeof authorityRig>;

/** What the tests of certificates act on; made anew for each. */
export interface Stage {
  readonly rig: () => AuthorityRig;
  /** A replica on fresh objects that has come to rest. */
  readonly settled: () => Promise<RunningReplica>;
  readonly ready: (replica: RunningReplica) => Promise<void>;
  /** Waits until a replica has logged a line with this field. */
  readonly told: (replica: RunningReplica, field: string, value: string) => Promise<void>;
  /** Waits while minutes pass: a replica counts the minute of a CA from when it has seen it. */
  readonly minutesUntil: (holds: () => Promise<boolean>) => Promise<void>;
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export function createStage(place: () => Promise<Place>): Stage {
  let current: AuthorityRig | undefined;
  const rig = (): AuthorityRig => {
    if (current === undefined) throw new Error('the stage is not open');
    return current;
  };
  const ready: Stage['ready'] = (replica) =>
    until(
      () => replica.isReady(),
      () => `not ready: ${JSON.stringify(replica.lines)}`,
    );
  return {
    rig,
    ready,
    settled: async () => {
      await rig().createRegistrations();
      const replica = await rig().start();
      await ready(replica);
      return replica;
    },
    told: (replica, field, value) =>
      until(
        () => replica.lines.some((line) => line[field] === value),
        () => `${field} ${value} is not among ${JSON.stringify(replica.lines)}`,
      ),
    minutesUntil: (holds) =>
      until(async () => {
        rig().pass(MINUTE_MS);
        return holds();
      }),
    open: async () => {
      current = authorityRig(...(await place()));
      await current.clear();
    },
    close: () => rig().clear(),
  };
}
