import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import typescript from 'typescript';

const { ModuleKind, ScriptTarget, transpileModule } = typescript;

/** What the program is made of; the files import one another, Node.js and types alone. */
const FILES = ['tempo', 'tempo-api', 'otlp-json', 'store'];

/**
 * The stand-in for Tempo's query API as files by name, for a folder or a ConfigMap: `tempo.js` is the program. Pods have
 * Node.js, and neither this repository nor its packages.
 */
export const compileTempoProgram = (): Readonly<Record<string, string>> => ({
  'package.json': '{"type":"module"}',
  ...Object.fromEntries(FILES.map((name) => [`${name}.js`, transpile(name)])),
});

function transpile(name: string): string {
  const source = readFileSync(fileURLToPath(new URL(`${name}.ts`, import.meta.url)), 'utf8');
  const compilerOptions = {
    module: ModuleKind.ESNext,
    target: ScriptTarget.ES2022,
    verbatimModuleSyntax: true,
  };
  return transpileModule(source, { compilerOptions }).outputText;
}
