/**
 * Says in one sentence what the demo lacks, if a module that only it uses is not installed: the agent and protobufjs
 * are development dependencies, which an installation of the package alone leaves out.
 */
export function describeMissingModule(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  const name = /'([^']+)'/.exec((error as Error).message)?.[1] ?? 'a module';
  return `The demo needs ${name}, which is not installed; run \`npm ci\` in a checkout of the repository.`;
}
