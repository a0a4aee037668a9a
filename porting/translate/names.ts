const reserved = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false
   finally for function if implements import in instanceof interface let new null package private protected public return
   static super switch this throw true try typeof var void while with yield async of undefined NaN Infinity Object Array
   String Number Boolean Math Error JSON Symbol Map Set Promise process globals main`.split(/\s+/),
);

/** A name that TypeScript takes for a variable, function or class; reserved words get `_` behind. */
export function identifier(name: string): string {
  const clean = name.replace(/[^\p{ID_Continue}$]/gu, '_').replace(/^(?=\d)/, '_');
  return reserved.has(clean) ? `${clean}_` : clean;
}

/** Whether it may stand behind a dot and before a colon as it is. */
export function isPlainName(name: string): boolean {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name);
}

/** Names that every JS object has: a member of that name which is missing would be found. */
export const namesOfObjects: ReadonlySet<string> = new Set([
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  '__proto__',
  'length',
  'size',
]);
