import { mkdirSync, rmSync } from 'node:fs';

/** A reporter: the logs of pods go when all tests passed, and their folder is named when one did not. */
export default class LogsReporter {
  onTestRunStart() {
    const folder = process.env['POD_LOGS'];
    if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  onTestRunEnd(_modules, _errors, reason) {
    const folder = process.env['POD_LOGS'];
    if (folder === undefined) return;
    if (reason === 'passed') rmSync(folder, { recursive: true, force: true });
    else process.stderr.write(`What the servers and services of these tests wrote is in ${folder}\n`);
  }
}
