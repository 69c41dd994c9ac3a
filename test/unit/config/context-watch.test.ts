import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { watchContext, type ContextWatchOptions } from '../../../src/config/context-watch.js';

let folder = '';
let stop: () => void = () => undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  writeFileSync(join(folder, 'a.yaml'), 'a: 1\n');
});
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a watch and gives a promise that its next change resolves. */
function nextChange(path: string, options: ContextWatchOptions): Promise<void> {
  return new Promise((resolve) => {
    stop = watchContext(path, resolve, options);
  });
}

const mount = (version: string): void => {
  const data = join(folder, `..${version}`);
  mkdirSync(data);
  writeFileSync(join(data, 'b.yaml'), `b: ${version}\n`);
  symlinkSync(`..${version}`, join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
};

interface Change {
  /** What is watched, inside the folder. */
  readonly path: string;
  readonly before?: () => void;
  readonly change: () => void;
}

const write = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text);
};

const renameOver = (): void => {
  write('new', 'a: 1\n');
  renameSync(join(folder, 'new'), join(folder, 'a.yaml'));
};

const mountFirst = (): void => {
  mount('1');
  symlinkSync('..data/b.yaml', join(folder, 'b.yaml'));
};

const CHANGES: readonly (readonly [string, Change])[] = [
  [
    'a file is written',
    {
      path: 'a.yaml',
      change: () => {
        write('a.yaml', 'a: 2\n');
      },
    },
  ],
  ['a file is renamed over', { path: 'a.yaml', change: renameOver }],
  [
    'a file of a folder is written',
    {
      path: '',
      change: () => {
        write('a.yaml', 'a: 2\n');
      },
    },
  ],
  [
    'a file is added to a folder',
    {
      path: '',
      change: () => {
        write('z.yaml', 'z: 1\n');
      },
    },
  ],
  [
    'a file is removed',
    {
      path: '',
      change: () => {
        unlinkSync(join(folder, 'a.yaml'));
      },
    },
  ],
  [
    'a mounted ConfigMap is swapped under a folder',
    {
      path: '',
      before: mountFirst,
      change: () => {
        mount('2');
      },
    },
  ],
  [
    'a mounted ConfigMap is swapped under a file',
    {
      path: 'b.yaml',
      before: mountFirst,
      change: () => {
        mount('2');
      },
    },
  ],
  [
    'a folder goes',
    {
      path: '',
      change: () => {
        rmSync(folder, { recursive: true });
      },
    },
  ],
];

const NEVER = 2 ** 30;

// Each way alone: what the system tells, and looking from time to time.
describe.each<[string, ContextWatchOptions]>([
  ['told by the system', { settleMs: 1, pollMs: NEVER }],
  ['seen by polling', { settleMs: NEVER, pollMs: 5 }],
])('%s', (_, options) => {
  test.each(CHANGES)('%s', async (_name, { path, before, change }) => {
    before?.();
    const changed = nextChange(join(folder, path), options);
    change();
    await expect(changed).resolves.toBeUndefined();
  });
});

test('a file that is not of the context is no change', async () => {
  const changes: string[] = [];
  const changed = new Promise<void>((resolve) => {
    stop = watchContext(
      folder,
      () => {
        changes.push('change');
        resolve();
      },
      { settleMs: 1, pollMs: 5 },
    );
  });
  writeFileSync(join(folder, 'notes.txt'), 'x');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(changes).toEqual([]);
  writeFileSync(join(folder, 'a.yaml'), 'a: 3\n');
  await changed;
  expect(changes).toEqual(['change']);
});

test('a folder that comes later is a change', async () => {
  const path = join(folder, 'later');
  const changed = nextChange(path, { settleMs: 1, pollMs: 5 });
  mkdirSync(path);
  writeFileSync(join(path, 'a.yaml'), 'a: 1\n');
  await expect(changed).resolves.toBeUndefined();
});

test('after stop nothing is reported', async () => {
  const changes: string[] = [];
  watchContext(folder, () => changes.push('change'), { settleMs: 1, pollMs: 5 })();
  writeFileSync(join(folder, 'a.yaml'), 'a: 4\n');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(changes).toEqual([]);
});
