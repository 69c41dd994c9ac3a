// Measures, inside of the network namespace of a cluster that runs; `run.ts` starts it.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { requestsOfWebhook } from '../../test/cluster/suite/audit.js';
import { paths } from '../../test/cluster/suite/test-cluster.js';
import { withCertificate } from '../certificate.js';
import { loadAverages } from '../process-facts.js';
import { startSubject } from '../subject.js';
import { admissionTimes, measureAdmissionTimes } from './admission-time.js';
import { armsWith, WEBHOOKS, type Arm } from './arms.js';
import { untilPeerAnswers } from './beside.js';
import { burstRows } from './burst-row.js';
import { burstOf, measureBursts, tryMany } from './bursts.js';
import { callRows } from './calls.js';
import { clientRows } from './client-row.js';
import { readMemory, restartWebhook, type MemoryRow } from './memory.js';
import { createNamespaces, untilHeld } from './namespaces.js';
import { measureOneClient } from './one-client.js';
import { readOptions, type ClusterOptions } from './options.js';
import { reportText, type ClusterReport } from './report.js';
import { installScene, registerBeside, untilRight } from './scene.js';

const BASE = 'no webhook';
/** Pods before those that are measured: the compiler of Node.js is done with what it finds hot after thousands. */
const WARM_UP = 4000;
/** Where the API server's own histogram is read between arms, which turn less often. */
const BLOCK_ROUNDS = 4;

const say = (text: string): void => {
  console.error(`bench: ${text}`);
};

/** Creates pods side by side: one client, then many. */
async function sideBySide(
  arms: readonly Arm[],
  options: ClusterOptions,
): Promise<Pick<ClusterReport, 'clients' | 'admission' | 'bursts' | 'calls' | 'reviews'>> {
  const { rounds, creates, bursts, pods } = options;
  const warmUp = Math.min(WARM_UP, rounds * creates * 3);
  say(`warming up: ${warmUp} pods in each arm with a webhook, not stored`);
  for (const arm of arms) if (arm.webhook !== undefined) await tryMany(arm, warmUp);
  const from = new Date();
  const before = await admissionTimes(WEBHOOKS.own);
  say(`one client: ${rounds} rounds of ${creates} pods in ${arms.length} arms`);
  const clients = clientRows(await measureOneClient(arms, { rounds, creates }), BASE);
  say("the API server's own histogram");
  const admission = await measureAdmissionTimes(arms, { rounds: BLOCK_ROUNDS, creates });
  say(`bursts: ${bursts} rounds of ${pods} pods in ${arms.length} arms`);
  const burstRounds = await measureBursts(arms, { bursts, pods });
  return {
    clients,
    admission,
    bursts: burstRows(burstRounds, BASE),
    calls: callRows(requestsOfWebhook(paths.state), { from, to: new Date() }),
    reviews: (await admissionTimes(WEBHOOKS.own)).count - before.count,
  };
}

/** Reads memory while namespaces are there, which are as many as a large cluster has. */
async function withNamespaces(arms: readonly Arm[], options: ClusterOptions): Promise<readonly MemoryRow[]> {
  const { namespaces, restSeconds, pods } = options;
  const injected = arms.filter(({ name }) => name === 'injected');
  say(`memory with ${namespaces} namespaces`);
  await createNamespaces(namespaces);
  const seen = await readMemory(`with ${namespaces} namespaces`, restSeconds);
  for (const arm of injected) await burstOf(arm, pods);
  const busy = await readMemory('and after one burst more', restSeconds);
  await restartWebhook();
  await untilHeld(namespaces);
  return [seen, busy, await readMemory(`started with ${namespaces} namespaces`, restSeconds)];
}

async function measure(options: ClusterOptions, certs: string): Promise<ClusterReport> {
  const loadBefore = loadAverages();
  const arms = armsWith(options.peer !== undefined);
  say('installing the manifests');
  installScene();
  const started = await readMemory('after the start', options.restSeconds);
  const floor = await startSubject('floor', certs, 'any');
  try {
    registerBeside('floor', { url: floor.url, ca: readFileSync(join(certs, 'tls.crt'), 'utf8') });
    if (options.peer !== undefined) registerBeside('peer', await untilPeerAnswers(options.peer, say));
    await untilRight(arms);
    const beside = await sideBySide(arms, options);
    const busy = await readMemory('after all creates and bursts', options.restSeconds);
    const memory = [started, busy, ...(await withNamespaces(arms, options))];
    const machine = { node: process.version, cores: cpus().length, loadBefore, loadAfter: loadAverages() };
    return { ...beside, memory, machine };
  } finally {
    await floor.stop();
  }
}

const options = readOptions(process.argv.slice(2));
if (!options.ok || options.value === 'help') throw new Error('run.ts has read these options');
const { value } = options;
const report = await withCertificate((certs) => measure(value, certs));
console.log(value.output === 'json' ? JSON.stringify(report, undefined, 2) : reportText(report));
