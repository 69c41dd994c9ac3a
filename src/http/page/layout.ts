import { html, type Markup } from './markup.js';

/** The pages that the navigation names, by their paths. */
const PAGES = { '/': 'Status', '/inspect': 'Pod inspector', '/reasons': 'Reasons' } as const;
type PagePath = keyof typeof PAGES;

/** A page with its head, navigation and landmarks; `current` is where the navigation says it is. */
export const buildPage = (title: string, current: PagePath, body: Markup): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} - doka-tracing</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <p class="brand">doka-tracing</p>
          <nav aria-label="Pages">
            <ul>
              ${Object.entries(PAGES).map(([path, name]) => buildNavigationItem(path, name, current))}
            </ul>
          </nav>
        </header>
        <main id="content" tabindex="-1">
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `.markup;

const buildNavigationItem = (path: string, name: string, current: string): Markup =>
  path === current
    ? html`<li><a href="${path}" aria-current="page">${name}</a></li>`
    : html`<li><a href="${path}">${name}</a></li>`;

interface TableText {
  /** The text above the table, which also names the region in which it scrolls on a narrow screen. */
  readonly caption: string;
  readonly columns: readonly string[];
}

/**
 * A table whose first cell of each row names the row. It scrolls by itself where the screen is narrow, with the keyboard,
 * too. `columns` are its headers.
 */
export const buildTable = ({ caption, columns }: TableText, rows: readonly Markup[]): Markup =>
  html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;

/** A row of such a table. */
export const buildRow = (header: string | Markup, cells: readonly (string | number | Markup)[]): Markup =>
  html`<tr>
    <th scope="row">${header}</th>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;

/** A table of names and what is said of them. */
export const buildFactTable = (
  caption: string,
  facts: readonly (readonly [name: string, value: string | number | Markup])[],
): Markup =>
  html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table class="facts">
      <caption>
        ${caption}
      </caption>
      <tbody>
        ${facts.map(([name, value]) => buildRow(name, [value]))}
      </tbody>
    </table>
  </div>`;

/** The first of several, and how many more there are. */
export function buildFirst<T>(items: readonly T[], most: number, build: (item: T) => Markup): Markup {
  const more = items.length - most;
  return html`${items.slice(0, most).map(build)}
  ${more > 0 ? html`<p class="quiet">and ${more} more</p>` : ''}`;
}
