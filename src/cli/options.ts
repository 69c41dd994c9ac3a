import { InvalidArgumentError, Option } from 'commander';
import { parseLanguages } from '../config/languages.js';

/** Collects the values of an option that may be given several times. */
export const collectValues = (value: string, values: readonly string[] = []): readonly string[] => [
  ...values,
  value,
];

/** An option that switches languages on or off; its value is checked and split. */
export const createLanguageOption = (flags: string, state: 'on' | 'off'): Option =>
  new Option(flags, `languages to switch ${state}, separated by commas, or none`).argParser((text) => {
    const parsed = parseLanguages(text);
    if (parsed.ok) return parsed.value;
    throw new InvalidArgumentError(parsed.error.map(({ message }) => message).join('; '));
  });
