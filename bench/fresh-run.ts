// What the first injected reviews of a fresh webhook cost.
//   npm run bench:fresh -- [--repeats N] [--this-node]
import { parseArgs } from 'node:util';
import { withCertificate } from './certificate.js';
import { count } from './flag-values.js';
import { measureFresh } from './fresh.js';
import { loadAverages } from './process-facts.js';
import { freshTable } from './report.js';
import { section } from './table.js';

const { values } = parseArgs({ options: { repeats: { type: 'string' } } });
const report = await withCertificate((certs) => measureFresh(certs, count(values.repeats, '--repeats') ?? 5));
console.log(`Node.js ${process.version}; load averages ${loadAverages()}`);
console.log(`Ready after ${report.readyMs.median.toFixed(0)} ms.`);
console.log(section('Injected reviews after ready, CPU µs of each', freshTable(report)));
