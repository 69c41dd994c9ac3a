/** A value with listeners for the ones that replace it. */
export interface ChangingValue<T> {
  readonly current: () => T;
  readonly onChange: (listener: (value: T) => void) => void;
  readonly replace: (value: T) => void;
}

/** Starts with a value; `replace` tells each listener the new one, in the order in which they came. */
export function createChangingValue<T>(initial: T): ChangingValue<T> {
  let value = initial;
  const listeners: ((value: T) => void)[] = [];
  return {
    current: () => value,
    onChange: (listener) => {
      listeners.push(listener);
    },
    replace: (next) => {
      value = next;
      for (const listener of listeners) listener(next);
    },
  };
}
