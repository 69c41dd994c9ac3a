// A thread that does what the body says, as a bug would.
import { parentPort } from 'node:worker_threads';

const DEEDS = {
  loop: () => {
    for (;;);
  },
  memory: () => {
    const all = [];
    for (;;) all.push({ at: all.length });
  },
  throw: () => {
    throw new Error('a bug');
  },
  exit: () => parentPort.close(),
};

parentPort.on('message', ({ bytes }) => {
  const word = Buffer.from(bytes).toString();
  DEEDS[word]?.();
  parentPort.postMessage({ kind: 'no-review', sentence: word });
});
parentPort.postMessage({ kind: 'ready' });
