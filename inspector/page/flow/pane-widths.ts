import { remember, remembered } from '../remembered.js';

/** Widths of the side panes, in CSS pixels; 0 stands for the usual one. */
export interface PaneWidths {
  readonly left: number;
  readonly right: number;
}

/** How narrow and how wide they can be made. */
export const paneLimits = { left: { least: 150, most: 480 }, right: { least: 260, most: 760 } } as const;

const widthsKey = 'pbx-automata pane widths';

/** As they were left at the last visit. */
export function rememberedWidths(): PaneWidths {
  const [left = 0, right = 0] = (remembered(widthsKey) ?? '').split(' ').map(Number);
  return { left: within('left', left), right: within('right', right) };
}

export function rememberWidths({ left, right }: PaneWidths): void {
  remember(widthsKey, `${left} ${right}`);
}

/** A width that the pane can have; 0 stays 0. */
export function within(side: keyof PaneWidths, width: number): number {
  const { least, most } = paneLimits[side];
  return width > 0 ? Math.round(Math.max(least, Math.min(most, width))) : 0;
}
