/** What keeps a text from being XML of elements and texts; undefined when nothing does. */
export function faultOfXml(text: string): string | undefined {
  const open: string[] = [];
  let rest = text;
  while (rest !== '') {
    const token =
      /^<(\/?)([a-z]+)((?: [A-Za-z:-]+="[^"<]*")*)(\/?)>/.exec(rest) ??
      /^(?:[^<&>]|&(?:amp|lt|gt|quot|#\d+);)+/.exec(rest);
    if (token === null) return `at ${rest.slice(0, 60)}`;
    const [whole, slash, name, , end] = token;
    if (name !== undefined) {
      if (slash === '/') {
        if (open.pop() !== name) return `</${name}> ends nothing`;
      } else if (end !== '/') open.push(name);
    }
    rest = rest.slice(whole.length);
  }
  // XML takes none of these characters.
  if (/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/u.test(text))
    return 'it has characters that XML does not take';
  return open.length === 0 ? undefined : `<${open.join('><')}> has no end`;
}
