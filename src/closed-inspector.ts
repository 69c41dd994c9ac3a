/**
 * Node.js opens its inspector when it gets SIGUSR1: whoever may send a signal could then run code in this process and
 * read its keys. A handler of ours takes the place of that one. `main.ts` imports this before anything else, since it
 * works from then on; until then only `--disable-sigusr1` helps, which Node.js 20 does not know.
 * https://nodejs.org/api/process.html#signal-events
 */
process.on('SIGUSR1', () => undefined);
