/** What this run attacks with, by its configuration; ATTACK_SEED repeats a run. */
export const SEED = Number(process.env['ATTACK_SEED']);

/** Writes a line of figures to the terminal, with the seed that they came from. */
export function printFigures(what: string, figures: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`\nATTACK_SEED=${SEED} ${what}: ${JSON.stringify(figures)}\n`);
}
