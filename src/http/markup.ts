import { LONGEST, showText } from '../core/shown-text.js';

/** HTML that is safe to put into a page as it is. */
export interface Markup {
  readonly markup: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What is invisible is shown before HTML takes it for markup; a longer text is cut. */
const escape = (text: string): string =>
  showText(text, LONGEST.cell).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

type Hole = string | number | Markup | readonly Markup[];

/** Template tag that escapes every text put into it, so that only markup made by it is taken as markup. */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return { markup: strings.map((part, index) => part + fill(holes[index] ?? '')).join('') };
}

function fill(hole: Hole): string {
  if (typeof hole === 'string') return escape(hole);
  if (typeof hole === 'number') return String(hole);
  return 'markup' in hole ? hole.markup : hole.map(({ markup }) => markup).join('');
}
