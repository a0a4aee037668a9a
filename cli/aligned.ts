/** How many places of a terminal a text takes. */
export type TextWidth = (text: string) => number;

/** Two blanks between columns. */
const gap = 2;

/** No column is cut below this. */
const leastWidth = 8;

/**
 * Lines of a table with aligned columns, the first row being its head.
 * @param limit columns of the terminal: the widest cells are cut to fit; absent: nothing is cut
 */
export function* aligned(
  rows: readonly (readonly string[])[],
  widthOf: TextWidth,
  limit = Infinity,
): Iterable<string> {
  const widths = fitting(columnWidths(rows, widthOf), limit);
  for (const row of rows) {
    const cells = row.map((text, at) => {
      const width = widths[at] ?? 0;
      const shown = cut(text, width, widthOf);
      return at === row.length - 1 ? shown : shown + ' '.repeat(width - widthOf(shown) + gap);
    });
    yield cells.join('').trimEnd();
  }
}

function columnWidths(rows: readonly (readonly string[])[], widthOf: TextWidth): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((text, at) => {
      widths[at] = Math.max(widths[at] ?? 0, widthOf(text));
    });
  }
  return widths;
}

/** Takes from the widest columns until all fit, or all are as narrow as may be. */
function fitting(widths: readonly number[], limit: number): number[] {
  const fitted = [...widths];
  let excess = fitted.reduce((sum, width) => sum + width + gap, -gap) - limit;
  while (excess > 0) {
    const widest = Math.max(...fitted);
    if (widest <= leastWidth) break;
    fitted[fitted.lastIndexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return fitted;
}

/** Between what a reader sees as characters, some of which are several code points. */
function cut(text: string, width: number, widthOf: TextWidth): string {
  if (widthOf(text) <= width) return text;
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  while (characters.length > 0 && widthOf(characters.join('')) > width - 1) characters.pop();
  return `${characters.join('')}…`;
}
