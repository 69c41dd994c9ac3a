import type { Option } from 'commander';
import { listCommands } from '../../scripts/docs/options.js';

/** The options of a command of the program; none of one that there is not. */
export const optionsOf = (command: string): readonly Option[] =>
  listCommands().find((each) => each.name() === command)?.options ?? [];
