import { LONGEST } from '../../core/bounds.js';
import { showText } from '../../core/shown-text.js';

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
const escapeHtml = (text: string): string =>
  showText(text, LONGEST.cell).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

type MarkupHole = string | number | Markup | readonly Markup[];

/** Template tag that escapes every text put into it, so that only markup made by it is taken as markup. */
export function html(strings: TemplateStringsArray, ...holes: readonly MarkupHole[]): Markup {
  return { markup: strings.map((part, index) => part + fillHole(holes[index] ?? '')).join('') };
}

function fillHole(hole: MarkupHole): string {
  if (typeof hole === 'string') return escapeHtml(hole);
  if (typeof hole === 'number') return String(hole);
  return 'markup' in hole ? hole.markup : hole.map(({ markup }) => markup).join('');
}
