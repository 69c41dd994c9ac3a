/** Things that wait for their turn for a limited time. */
export interface WaitingLine<T> {
  /** Adds one of a size; `onLate` is given it when its turn has not come in time. */
  readonly add: (item: T, size: number, onLate: (item: T) => void) => void;
  /** Takes out the smallest; undefined when nothing waits. */
  readonly take: () => T | undefined;
  readonly isEmpty: () => boolean;
}

interface WaitingItem<T> {
  readonly item: T;
  readonly size: number;
  readonly timer: NodeJS.Timeout;
}

/**
 * Creates a line in which each waits so many milliseconds at most. The smallest goes first: usual bodies are small, and
 * a flood of the largest ones then keeps only its like waiting.
 */
export function createWaitingLine<T>(milliseconds: number): WaitingLine<T> {
  const places: WaitingItem<T>[] = [];
  const remove = (place: WaitingItem<T>): void => {
    clearTimeout(place.timer);
    places.splice(places.indexOf(place), 1);
  };
  return {
    add: (item, size, onLate) => {
      const timer = setTimeout(() => {
        remove(place);
        onLate(item);
      }, milliseconds);
      const place = { item, size, timer };
      const after = places.findIndex((other) => other.size > size);
      places.splice(after === -1 ? places.length : after, 0, place);
    },
    take: () => {
      const [first] = places;
      if (first !== undefined) remove(first);
      return first?.item;
    },
    isEmpty: () => places.length === 0,
  };
}
