/** Paints texts, or leaves them as they are. */
export interface Style {
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly accent: (text: string) => string;
}

export function styles(color: boolean): Style {
  const paint =
    (code: number, end: number) =>
    (text: string): string =>
      color && text !== '' ? `\u001b[${code}m${text}\u001b[${end}m` : text;
  return {
    dim: paint(2, 22),
    good: paint(32, 39),
    bad: paint(31, 39),
    strong: paint(1, 22),
    accent: paint(36, 39),
  };
}
