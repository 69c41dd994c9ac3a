// A worker of its own: the checker is ten times slower inside of the sandbox of a test.
const { parentPort, workerData } = require('node:worker_threads');
const { checkSync } = require('recheck');

/** Counted work decides, as a busy machine would call a harmless pattern slow; running out of time altogether is a fault. */
const BY_WORK = { attackTimeout: null, incubationTimeout: null, seedingTimeout: null };

for (const { source, flags } of workerData.patterns) {
  const { status, attack, complexity, error } = checkSync(source, flags, {
    ...BY_WORK,
    timeout: workerData.timeoutMs,
  });
  parentPort.postMessage({ status, attack: attack?.pattern, why: complexity?.summary ?? error?.kind });
}
