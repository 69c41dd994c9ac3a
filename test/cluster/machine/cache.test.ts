import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cached, cacheFolder, contentKey } from './cache.js';
import { isInstalled } from './command.js';

let folder: string;
const before = process.env['XDG_CACHE_HOME'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-test-'));
  process.env['XDG_CACHE_HOME'] = folder;
});

afterEach(() => {
  if (before === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = before;
  rmSync(folder, { recursive: true, force: true });
});

/** What is in the cache beside locks. */
const contents = (): readonly string[] =>
  readdirSync(cacheFolder()).filter((name) => !name.endsWith('.lock'));

// Systems other than Linux have no flock(1), and no test cluster; with CI set its absence is a failure.
(isInstalled('flock') || process.env['CI'] === 'true' ? describe : describe.skip)('cached', () => {
  test('builds what is absent, and only that', async () => {
    let builds = 0;
    const build = (path: string): void => {
      builds += 1;
      writeFileSync(path, 'built');
    };
    const path = await cached('part-1', build);
    expect(await cached('part-1', build)).toBe(path);
    expect(readFileSync(path, 'utf8')).toBe('built');
    expect(builds).toBe(1);
    expect(contents()).toEqual(['part-1']);
  });

  test('builds once for two that ask at the same time', async () => {
    let builds = 0;
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const build = async (path: string): Promise<void> => {
      builds += 1;
      await slow;
      writeFileSync(path, 'built');
    };
    const both = [cached('part-1', build), cached('part-1', build)];
    setImmediate(finish);
    const [first, second] = await Promise.all(both);
    expect(first).toBe(second);
    expect(builds).toBe(1);
  });

  test('leaves nothing of a build that fails, and builds again', async () => {
    const failing = (path: string): void => {
      writeFileSync(path, 'half');
      throw new Error('no proxy');
    };
    await expect(cached('part-1', failing)).rejects.toThrow('no proxy');
    expect(contents()).toEqual([]);
    const path = await cached('part-1', (at) => {
      writeFileSync(at, 'whole');
    });
    expect(readFileSync(path, 'utf8')).toBe('whole');
  });

  test('removes what a build that was killed has left', async () => {
    const left = join(cacheFolder(), '.part-1.building-abc');
    mkdirSync(left, { recursive: true });
    await cached('part-1', (path) => {
      writeFileSync(path, 'built');
    });
    expect(existsSync(left)).toBe(false);
  });
});

describe('contentKey', () => {
  const module = (): string => {
    const path = join(folder, 'one', 'module');
    mkdirSync(join(path, 'cmd'), { recursive: true });
    writeFileSync(join(path, 'go.mod'), 'module one\n');
    writeFileSync(join(path, 'cmd', 'main.go'), 'package main\n');
    return path;
  };

  test('is the same in another checkout', () => {
    const path = module();
    const copy = join(folder, 'two', 'module');
    cpSync(path, copy, { recursive: true });
    expect(contentKey({ paths: [copy] })).toBe(contentKey({ paths: [path] }));
  });

  test.each<[string, (path: string) => void]>([
    [
      'a changed file',
      (path) => {
        writeFileSync(join(path, 'go.mod'), 'module two\n');
      },
    ],
    [
      'a new file',
      (path) => {
        writeFileSync(join(path, 'go.sum'), '');
      },
    ],
    [
      'a renamed file',
      (path) => {
        cpSync(join(path, 'cmd'), join(path, 'bin'), { recursive: true });
      },
    ],
  ])('changes with %s', (_, change) => {
    const path = module();
    const first = contentKey({ paths: [path], texts: ['a'] });
    change(path);
    expect(contentKey({ paths: [path], texts: ['a'] })).not.toBe(first);
  });

  test('changes with a text', () => {
    expect(contentKey({ texts: ['a', 'b'] })).not.toBe(contentKey({ texts: ['ab'] }));
  });
});
