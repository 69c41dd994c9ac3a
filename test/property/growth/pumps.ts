/**
 * What is repeated to make a text cruel: whatever begins something that is looked for the end of, what separates, what
 * may be read in two ways, and what a checker of patterns came upon.
 */
export const PUMPS: readonly string[] = [
  ...['$', '$(', '$$', '$(A', '$(A)', '$$(', '${', '%', '%4', '%{'],
  ...['/', '//', '/a', '/-', '/../', '\\', '\\"', '"', '""', "'"],
  ...['=', ',', ',a=', 'a=b,', 'service.name=x,', 'xray,', 'b3,tracecontext,'],
  ...['-r=', '-r=u', '-r x ', '--require ', '--import=', '-javaagent:', '-'],
  ...['1', '0', '1.', '.', '..', '-0-v', '-0', 'a-', 'a.', 'a:', 'a/', ':', '::', '@', 'a@'],
  ...[' ', '\t', '\n', '\r\n', '\u00a0', '\u0000', 'é', '\ud83d\ude00', '\ud800'],
  ...['a', 'A', 'x_', '__', '{', '}', '[', '[[', '(', ')', '#', '/*', '*/', '<<E\n', '<</*-', '}{{'],
  ...['http://', 'http://p', '.svc.s', '.svc', 'KEYN', 'token=', 'true', 'java,', 'app,', 'é,', 'a:b/'],
];

/** What comes behind, so that what was nearly found is not. */
export const ENDINGS: readonly string[] = ['', 'x', '!', ')', '=', '/', '\u0000', '\n', '"', '@', '-'];

/** A text of a length, in characters, that ends as it is told. */
export const cruelText = (pump: string, ending: string, length: number): string =>
  pump.repeat(Math.ceil((length - ending.length) / pump.length)).slice(0, length - ending.length) + ending;
