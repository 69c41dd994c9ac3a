// Shows that two builds give the same answers: npm run compare -- OTHER-CHECKOUT. See CONTRIBUTING.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { createClient } from '../attack/client.js';
import { contextObjects, ENABLE_ALL, writeContext } from '../attack/contexts.js';
import { inProject, startProduct, type Product } from '../attack/product.js';
import { writeReviewText } from '../attack/reviews.js';
import { pod } from '../support/arbitraries-pods.js';
import { withBigIntegers } from '../support/arbitraries-text.js';
import { maskSentences } from './sentences.js';

const CONTEXTS = 12;
const IN_FLIGHT = 8;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { pods: { type: 'string', default: '3000' }, seed: { type: 'string', default: '20300101' } },
});
const [other] = positionals;
if (other === undefined) throw new Error('Name the checkout to compare with; it must be built.');
const mains = [resolve(other, 'dist/main.js'), inProject('dist/main.js')] as const;
const [pods, seed] = [Number(values.pods), Number(values.seed)];

const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-answers-'));
try {
  const different = [...(await compareAdmissions()), ...compareGoldens(resolve(other))];
  for (const each of different.slice(0, 20)) print(each);
  print(`${different.length} answers differ`);
  process.exitCode = different.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Sends the same generated pods to both builds, in clusters that are generated, too. */
async function compareAdmissions(): Promise<readonly string[]> {
  const texts = fc
    .sample(pod, { seed, numRuns: pods })
    .map((object) => writeReviewText(withBigIntegers(JSON.stringify(object))));
  const each = Math.ceil(pods / CONTEXTS);
  const different: string[] = [];
  let patched = 0;
  for (const [index, objects] of fc.sample(contextObjects, { seed, numRuns: CONTEXTS }).entries()) {
    const context = join(folder, `context-${index}`);
    writeContext(context, objects);
    const some = texts.slice(index * each, (index + 1) * each);
    const [before = [], after = []] = await Promise.all(mains.map((main) => answersOf(main, context, some)));
    some.forEach((text, at) => {
      if (before[at]?.includes('"patch"') === true) patched += 1;
      if (before[at] !== after[at])
        different.push(
          `pod ${index}/${at}: ${text}\n  before ${before[at] ?? ''}\n  after  ${after[at] ?? ''}`,
        );
    });
  }
  print(`${pods} pods in ${CONTEXTS} clusters, ${patched} of them patched`);
  return different;
}

async function answersOf(
  main: string,
  context: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const product: Product = await startProduct({ main, context, words: ENABLE_ALL });
  const client = createClient(product, IN_FLIGHT);
  const answers: string[] = [];
  for (let at = 0; at < texts.length; at += IN_FLIGHT)
    answers.push(
      ...(await Promise.all(
        texts.slice(at, at + IN_FLIGHT).map(async (text) => maskSentences((await client.review(text)).text)),
      )),
    );
  client.close();
  await product.kill();
  return answers;
}

/** What the tests expect of both checkouts: patched pods and rendered files. */
function compareGoldens(checkout: string): readonly string[] {
  const listed = spawnSync('git', ['ls-files', 'test/golden'], { cwd: checkout, encoding: 'utf8' });
  const files = listed.stdout.split('\n').filter((file) => /\.(ya?ml|json|hcl|txt)$/.test(file));
  print(`${files.length} golden files`);
  return files.flatMap((file) => {
    const [before, after] = [join(checkout, file), inProject(file)].map(readMasked);
    return before === after ? [] : [`${file} differs`];
  });
}

function readMasked(file: string): string | undefined {
  try {
    return maskSentences(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
