import { isInstalled, run } from '../cluster/machine/command.js';

/** The Python of this machine. */
export interface Python {
  /** As `3.11`. */
  readonly version: string;
  /** Folder of the interpreter itself; `python3` may be what a version manager has put in its place. */
  readonly bin: string;
  /** Folder in which an image has the packages that programs and agents find. */
  readonly packages: string;
}

const ASK =
  'import json, os, site, sys; print(json.dumps({"version": "%d.%d" % sys.version_info[:2],' +
  ' "bin": os.path.dirname(sys.executable), "packages": site.getsitepackages()[0]}))';

/** Undefined where there is none. */
export const PYTHON = isInstalled('python3')
  ? (JSON.parse(run('python3', ['-c', ASK])) as Python)
  : undefined;
