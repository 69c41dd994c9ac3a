import { SLOW_MS } from './bounds.js';

/** The facts about an open connection that decide which one is closed when there are too many. */
export interface OpenConnection {
  /** IP address of the client. */
  readonly address: string;
  /** `new` before its first request; `reading` while a request comes in; `idle` between requests. */
  readonly state: 'new' | 'reading' | 'answering' | 'idle';
  /** When it came to that state; milliseconds of any clock that never goes back. */
  readonly since: number;
}

/**
 * Chooses which connection makes room for a new one: of the address that holds the most, so that one client cannot keep
 * out the others, the one that is least likely to be missed. One on which a request is being answered is never chosen;
 * undefined when there is no other.
 */
export function chooseVictim<T extends OpenConnection>(
  connections: readonly T[],
  now: number,
): T | undefined {
  const idle = connections.filter(({ state }) => state !== 'answering');
  const counts = new Map<string, number>();
  for (const { address } of connections) counts.set(address, (counts.get(address) ?? 0) + 1);
  let victim: T | undefined;
  for (const each of idle) if (victim === undefined || isBefore(each, victim)) victim = each;
  return victim;

  function isBefore(one: T, other: T): boolean {
    const more = (counts.get(one.address) ?? 0) - (counts.get(other.address) ?? 0);
    if (more !== 0) return more > 0;
    const [rank, otherRank] = [rankConnection(one, now), rankConnection(other, now)];
    return rank === otherRank ? one.since < other.since : rank < otherRank;
  }
}

/** How little a connection would be missed: the lowest first. */
function rankConnection({ state, since }: OpenConnection, now: number): number {
  switch (state) {
    case 'reading':
      return now - since > SLOW_MS ? 0 : 3;
    case 'new':
      return 1;
    case 'idle':
      return 2;
    case 'answering':
      return 4;
  }
}
