import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PAGE_PATHS, buildPageText } from '../../scripts/doc-pages.js';
import { textOf } from './markdown.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

describe('generated blocks', () => {
  test.each(PAGE_PATHS)('%s is what `npm run docs` writes', async (path) => {
    expect(await buildPageText(root, path)).toBe(textOf(path));
  });
});

describe('links', () => {
  test.each(PAGES)('of %s lead somewhere', (page) => {
    expect(linksIn(textOf(page)).filter((link) => !leads(page, link))).toEqual([]);
  });
});

/** Targets of links inside the repository; text set as code holds none. */
function linksIn(markdown: string): readonly string[] {
  const prose = markdown.replaceAll(/```.*?```/gs, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) =>
    /^[a-z]+:/.test(link) ? [] : [link],
  );
}

function leads(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsIn(textOf(target)).includes(anchor);
}

/** The anchors that headings get: lower case, without marks, spaces as hyphens. */
const anchorsIn = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
