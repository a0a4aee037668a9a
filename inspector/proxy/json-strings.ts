/** Where a string stands in a JSON text, quotes included. */
export interface StringPlace {
  readonly start: number;
  readonly end: number;
}

/**
 * The places of the strings at wanted paths, in order.
 * @param text JSON that has been parsed successfully, nested no deeper than `decodeMessage` lets pass
 * @param isWanted asked for each string that is a value, with the member names and indexes that lead to it
 */
export function stringPlaces(text: string, isWanted: (path: readonly string[]) => boolean): StringPlace[] {
  const places: StringPlace[] = [];
  const path: string[] = [];

  const skipSpace = (at: number): number => {
    while (' \n\r\t'.includes(text[at] ?? '-')) at += 1;
    return at;
  };
  const stringEnd = (start: number): number => {
    let at = start + 1;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return at + 1;
  };
  /** @returns where the value that begins at `start` ends */
  const value = (start: number): number => {
    const first = text[start];
    if (first === '"') {
      const end = stringEnd(start);
      if (isWanted(path)) places.push({ start, end });
      return end;
    }
    if (first === '{' || first === '[') return members(start, first === '{');
    let at = start;
    while (at < text.length && !',}] \n\r\t'.includes(text.charAt(at))) at += 1;
    return at;
  };
  const members = (start: number, isObject: boolean): number => {
    let at = skipSpace(start + 1);
    for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
      let name = String(index);
      if (isObject) {
        const end = stringEnd(at);
        name = JSON.parse(text.slice(at, end)) as string;
        at = skipSpace(skipSpace(end) + 1);
      }
      path.push(name);
      at = skipSpace(value(at));
      path.pop();
      if (text[at] === ',') at = skipSpace(at + 1);
    }
    return at + 1;
  };

  value(skipSpace(0));
  return places;
}
