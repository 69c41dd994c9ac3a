import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runIn } from '../cli/run-in.js';
import { run } from '../cluster/machine/command.js';
import { ensureShellRequirements } from '../cluster/machine/requirements.js';
import { COMPLETION_CASES } from '../support/completion-cases.js';

let folder: string;

/** Loads the completion in a shell of its own, and writes down all that is added to what it offers. */
const ZSHRC = `
autoload -Uz compinit
compinit -u -D
source ./script.zsh
compadd() {
  local -a hits
  [[ " $* " == *\\ -[OAD]\\ * ]] || { builtin compadd -A hits "$@"; print -rl -- $hits >> offered }
  builtin compadd "$@"
}
zle-line-init() { BUFFER=$LINE; CURSOR=$#BUFFER; zle list-choices; BUFFER=exit; zle accept-line }
zle -N zle-line-init
`;

beforeAll(async () => {
  ensureShellRequirements();
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-shells-'));
  for (const shell of ['zsh', 'fish'])
    writeFileSync(join(folder, `script.${shell}`), (await runIn(folder, ['completion', shell])).out);
  writeFileSync(join(folder, '.zshrc'), ZSHRC);
  writeFileSync(join(folder, 'platform.yaml'), '');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** What a real zsh offers for the last word; it completes only on a terminal, which script gives it. */
function completeInZsh(words: readonly string[]): readonly string[] {
  const offered = join(folder, 'offered');
  rmSync(offered, { force: true });
  const env = { ...process.env, HOME: folder, ZDOTDIR: folder, LINE: ['doka-tracing', ...words].join(' ') };
  run('script', ['-qec', 'zsh -d -i', '/dev/null'], { cwd: folder, env });
  return existsSync(offered) ? linesOf(readFileSync(offered, 'utf8')) : [];
}

/** What a real fish offers, without the descriptions, which stand behind a tab. */
function completeInFish(words: readonly string[]): readonly string[] {
  const program = `source script.fish; complete -C ${JSON.stringify(['doka-tracing', ...words].join(' '))}`;
  const env = { ...process.env, HOME: folder };
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', program], {
    ...{ cwd: folder, env, encoding: 'utf8' },
  });
  expect(stderr).toBe('');
  return linesOf(stdout).map((line) => line.split('\t')[0] ?? '');
}

describe.each([
  ['zsh', completeInZsh],
  ['fish', completeInFish],
])('%s completes', (_, complete) => {
  test.each(COMPLETION_CASES)('$words', ({ words, completions }) => {
    expect([...complete(words)].sort()).toEqual([...completions].sort());
  });
});
