import { NODE_MODULES } from '../agents/nodejs.js';
import { getHintKey } from '../annotations.js';
import { type Delivery, buildDeliveryFinding } from '../plan/delivery.js';
import { isBeginning, listFollowed } from '../plan/doubtful-command.js';
import type { Finding } from '../reasons.js';
import { findContainerValue } from '../resolve/container-view.js';
import {
  getFileName,
  listCommandWords,
  listProgramFiles,
  listProgramOptions,
  NODE_PROGRAM,
} from '../resolve/program-options.js';
import { cutName } from '../shown-text.js';

/** The options that Node.js gets from the pod. */
const listNodeOptions = ({ view, container }: Delivery): readonly string[] => [
  ...(findContainerValue(view, 'NODE_OPTIONS') ?? '').split(/\s+/),
  ...listProgramOptions(container, NODE_PROGRAM),
];

const PERMISSION = ['--permission', '--experimental-permission'];
const READ = '--allow-fs-read';

/** Refuses options of Node.js with which the program does not start if the agent in a folder is loaded. https://nodejs.org/api/permissions.html */
export function checkNodeOptions(delivery: Delivery, folder: string): Finding | undefined {
  const options = listNodeOptions(delivery);
  const fault = describeFault(options, folder);
  if (fault === undefined) return undefined;
  const sentence = `with ${fault} among the options of Node.js the program would not start.`;
  return buildDeliveryFinding(delivery, 'user-setting-unsupported', sentence);
}

function describeFault(options: readonly string[], folder: string): string | undefined {
  if (options.includes('--jitless')) return '--jitless';
  const permission = PERMISSION.find((option) => options.includes(option));
  return permission === undefined || isReadable(options, folder)
    ? undefined
    : `${permission} and without ${READ}=${folder}/*`;
}

const isReadable = (options: readonly string[], folder: string): boolean =>
  options.some((word, index) => {
    const value = word.startsWith(`${READ}=`) ? word.slice(READ.length + 1) : word;
    const isValue = value !== word || options[index - 1] === READ;
    return isValue && value.split(',').some((path) => isAbove(path, folder));
  });

/** Tells whether a path of the permission model holds a folder. */
function isAbove(path: string, folder: string): boolean {
  if (['*', '/', folder, `${folder}/`].includes(path)) return true;
  return path.endsWith('*') && `${folder}/`.startsWith(path.slice(0, -1));
}

/** A notice of a command that starts what the agent does not get to see. */
export function reportUnseenProgram(delivery: Delivery, modules: string): readonly Finding[] {
  const words = listCommandWords(delivery.container);
  const { name } = delivery.ref;
  const followed = listFollowed(words);
  if (words.some((word, index) => isBun(word) && followed[index] !== true && isBeginning(words, index)))
    return [buildDoubt(delivery, `the command of ${name} starts Bun, which does not read NODE_OPTIONS`)];
  const module = modules === 'es' ? undefined : findModule(delivery);
  if (module === undefined) return [];
  const sentence = `the command of ${name} starts the ES module ${cutName(module)}, of which the agent does not see what it imports; set ${getHintKey(NODE_MODULES)}: es`;
  return [buildDoubt(delivery, sentence)];
}

const buildDoubt = (delivery: Delivery, sentence: string): Finding =>
  buildDeliveryFinding(delivery, 'agent-doubtful', `${sentence}.`);

const isBun = (word: string): boolean => ['bun', 'bunx'].includes(getFileName(word));

/** Options that may bring a loader for ES modules. */
const LOADERS = /^--(?:import|loader|experimental-loader)(?:=|$)/;
/** Ends of files that are ES modules, whatever is around them. https://nodejs.org/api/packages.html#determining-module-system */
const MODULE_FILE = /\.m[jt]s$/;

/** The first ES module that the command is seen to start. */
function findModule(delivery: Delivery): string | undefined {
  if (listNodeOptions(delivery).some((word) => LOADERS.test(word))) return undefined;
  return listProgramFiles(delivery.container, NODE_PROGRAM).find((file) => MODULE_FILE.test(file));
}
