/** Draws a whole number from 0 up to but without `count`. */
export type Draw = (count: number) => number;

/** Draws that are the same for the same seed; the generator is mulberry32. */
export function drawsOf(seed: number): Draw {
  let state = seed >>> 0;
  return (count) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) % count;
  };
}
