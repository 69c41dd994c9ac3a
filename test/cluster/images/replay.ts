import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from '../machine/command.js';
import type { ImageConfig } from './archive.js';
import { wordsOf, type Instruction, type Stage } from './dockerfile.js';

/** A stage that was replayed. */
interface Replayed {
  /** Root folder of what its instructions made. */
  readonly root: string;
  readonly config: ImageConfig;
}

interface Replay {
  /** The folder that a build would be given. */
  readonly context: string;
  /** Where the roots of the stages are made. */
  readonly scratch: string;
  /** Folder of the programs that RUN finds before those of this machine: the Node.js of the base image. */
  readonly programs: string;
}

/**
 * Replays the stages of a Dockerfile without a container engine, on folders: `COPY` copies, `RUN` runs on this machine in
 * the working directory, the rest becomes the image's configuration. Gives the last stage; its base image is not in it.
 * Throws for an instruction that it does not know, so that none is left out unseen.
 */
export function replay(stages: readonly Stage[], { context, scratch, programs }: Replay): Replayed {
  const done = new Map<string, string>();
  let last: Replayed | undefined;
  for (const stage of stages) {
    const root = join(scratch, stage.name);
    mkdirSync(root);
    last = { root, config: replayStage(stage, { context, root, programs, stages: done }) };
    done.set(stage.name, root);
  }
  if (last === undefined) throw new Error('The Dockerfile has no stage.');
  return last;
}

interface Surroundings extends Pick<Replay, 'context' | 'programs'> {
  readonly root: string;
  /** Roots of the stages before this one, by name. */
  readonly stages: ReadonlyMap<string, string>;
}

function replayStage({ instructions }: Stage, surroundings: Surroundings): ImageConfig {
  const { root, programs } = surroundings;
  const env = { ...process.env, PATH: [programs, process.env['PATH']].join(':') };
  let config: ImageConfig = { WorkingDir: '/' };
  for (const instruction of instructions) {
    const workdir = join(root, config.WorkingDir ?? '/');
    config = { ...config, ...configured(instruction, config) };
    if (instruction.name === 'WORKDIR') mkdirSync(join(root, instruction.text), { recursive: true });
    if (instruction.name === 'RUN') run('sh', ['-ec', instruction.text], { cwd: workdir, env });
    if (instruction.name === 'COPY') copy(instruction, workdir, surroundings);
  }
  return config;
}

/** What each instruction adds to the configuration of the image; one that is not here is not replayed. */
const CONFIGURED: Readonly<Record<string, (instruction: Instruction, config: ImageConfig) => ImageConfig>> = {
  ENV: ({ text }, { Env = [] }) => ({ Env: [...Env, text] }),
  WORKDIR: ({ text }) => ({ WorkingDir: text }),
  USER: ({ text }) => ({ User: text }),
  ENTRYPOINT: (instruction) => ({ Entrypoint: wordsOf(instruction) }),
  CMD: (instruction) => ({ Cmd: wordsOf(instruction) }),
  COPY: () => ({}),
  RUN: () => ({}),
  EXPOSE: () => ({}),
  ARG: () => ({}),
  LABEL: () => ({}),
};

function configured(instruction: Instruction, config: ImageConfig): ImageConfig {
  const { name, text } = instruction;
  const added = CONFIGURED[name];
  if (added === undefined)
    throw new Error(
      `${name} ${text}: this instruction of a Dockerfile is not replayed; add it to CONFIGURED.`,
    );
  return added(instruction, config);
}

const FROM_STAGE = /^--from=(\S+)\s+/;

function copy({ text }: Instruction, workdir: string, { context, root, stages }: Surroundings): void {
  const [, stage] = FROM_STAGE.exec(text) ?? [];
  const source = stage === undefined ? context : stages.get(stage);
  if (source === undefined) throw new Error(`COPY ${text}: there is no stage of this name.`);
  const words = text.replace(FROM_STAGE, '').split(/\s+/);
  const to = words.pop() ?? '.';
  const target = to.startsWith('/') ? join(root, to) : join(workdir, to);
  for (const word of words) copyOne(join(source, word), target, to.endsWith('/') || words.length > 1);
}

/** Copies a folder's content, or a file, as COPY does; a file goes below the target when that is a folder. */
function copyOne(from: string, target: string, isFolder: boolean): void {
  const isFile = statSync(from).isFile();
  const below = isFile && (isFolder || (existsSync(target) && statSync(target).isDirectory()));
  cpSync(from, below ? join(target, basename(from)) : target, { recursive: true, verbatimSymlinks: true });
}
