/** Parts of SVG texts: colours by role, measured and escaped text. Everything is attributes, for pages whose
 * Content-Security-Policy takes no inline styles. */

export type Scheme = 'light' | 'dark' | 'both' | 'page';

/** What a colour is for; the page's custom properties have the same names. */
export type Role =
  'ink' | 'paper' | 'muted' | 'line' | 'accent' | 'accent-paper' | 'good' | 'bad' | 'warn' | 'post' | 'panel';

type Palette = Readonly<Record<Role, string>>;

const light: Palette = {
  ink: '#1b2330',
  paper: '#ffffff',
  muted: '#566173',
  line: '#8b95a5',
  accent: '#0b5cad',
  'accent-paper': '#dcebfa',
  good: '#1a7040',
  bad: '#b3261e',
  warn: '#8a5300',
  post: '#6b3fa0',
  panel: '#f3f5f8',
};

const dark: Palette = {
  ink: '#e8ecf2',
  paper: '#12161c',
  muted: '#a3adbb',
  line: '#6b7686',
  accent: '#7db8f5',
  'accent-paper': '#17344f',
  good: '#6fce98',
  bad: '#ff8f86',
  warn: '#f0b860',
  post: '#c4a3f0',
  panel: '#1b2129',
};

/**
 * The colours of a scheme. `both`: light, and dark where the reader's system is; `page`: the page's own custom
 * properties.
 */
export function colorsOf(scheme: Scheme): (role: Role) => string {
  if (scheme === 'page') return (role) => `var(--${role === 'line' ? 'line-strong' : role}, ${light[role]})`;
  const palette = scheme === 'dark' ? dark : light;
  return (role) => palette[role];
}

/** The style that turns a light picture dark where the reader's system is dark; empty for the other schemes. */
export function schemeStyle(scheme: Scheme): string {
  if (scheme !== 'both') return '';
  const rules = Object.entries(light).map(([role, color]) => {
    const instead = dark[role as Role];
    return `[fill="${color}"]{fill:${instead}}[stroke="${color}"]{stroke:${instead}}`;
  });
  return `<style>@media (prefers-color-scheme:dark){${rules.join('')}}</style>`;
}

/** Fonts whose widths are alike, and like the table of `textWidth`. */
export const sansFont = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif";

/** The text for an SVG; control characters and halves of characters, which XML does not take, as a mark. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\t\n\r]/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Widths of the printable ASCII characters in thousandths of the font's size, from space to tilde. */
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
  556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
  500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
  556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
  278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** Width of a text in pixels, without asking a browser. */
export function textWidth(text: string, size: number, isBold = false): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    width += widths[code - 32] ?? (code >= 0x1100 ? 1000 : 600);
  }
  return (width / 1000) * size * (isBold ? 1.08 : 1);
}

/** The text, shortened to a width with an ellipsis. */
export function fitText(text: string, width: number, size: number, isBold = false): string {
  if (textWidth(text, size, isBold) <= width) return text;
  const room = width - textWidth('…', size, isBold);
  let kept = '';
  let taken = 0;
  for (const character of text) {
    taken += textWidth(character, size, isBold);
    if (taken > room) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Rounded, so that files stay small and equal. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
