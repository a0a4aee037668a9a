/** Collects what a generated module imports, so that each name is written once and none hides a name of the PHP. */
export class ImportList {
  readonly #modules = new Map<string, Map<string, { alias: string; isValue: boolean }>>();

  /** `taken`: names of the module's own, which imports must not have: an import of that name gets another one. */
  constructor(readonly taken: ReadonlySet<string>) {}

  /** A function, class or constant; gives the name to write. */
  value(module: string, name: string): string {
    return this.#add(module, name, true);
  }

  /** A type only; gives the name to write. */
  type(module: string, name: string): string {
    return this.#add(module, name, false);
  }

  /** The `main` of another file: `main as config`. */
  mainOf(module: string): string {
    const base = (module.split('/').at(-1) ?? module)
      .replace(/\.js$/, '')
      .replace(/[^a-zA-Z0-9]+([a-zA-Z0-9]?)/g, (_, letter: string) => letter.toUpperCase());
    const alias = this.#freeName(`${base.replace(/^\d/, '_')}Main`);
    const names = this.#modules.get(module) ?? new Map<string, { alias: string; isValue: boolean }>();
    this.#modules.set(module, names);
    names.set('main', { alias, isValue: true });
    return alias;
  }

  #add(module: string, name: string, isValue: boolean): string {
    const names = this.#modules.get(module) ?? new Map<string, { alias: string; isValue: boolean }>();
    this.#modules.set(module, names);
    const known = names.get(name);
    if (known) {
      known.isValue ||= isValue;
      return known.alias;
    }
    const alias = this.#freeName(name);
    names.set(name, { alias, isValue });
    return alias;
  }

  /** `count` of a file with a variable `$count` is imported as `phpCount`. */
  #freeName(name: string): string {
    if (!this.taken.has(name)) return name;
    let free = `php${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    while (this.taken.has(free)) free += '_';
    return free;
  }

  /** The import statements, packages first, then files; names in order. */
  print(): string {
    const isFile = (module: string): number => (module.startsWith('.') ? 1 : 0);
    const order = [...this.#modules].sort(([a], [b]) => isFile(a) - isFile(b) || compare(a, b));
    return order.map(([module, names]) => printImport(module, names)).join('\n');
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function printImport(
  module: string,
  names: ReadonlyMap<string, { readonly alias: string; readonly isValue: boolean }>,
): string {
  const onlyTypes = [...names.values()].every(({ isValue }) => !isValue);
  const written = ([name, { alias }]: readonly [string, { readonly alias: string }]): string =>
    alias === name ? name : `${name} as ${alias}`;
  const sorted = [...names].sort(([a], [b]) => compare(a.toLowerCase(), b.toLowerCase()) || compare(a, b));
  const values = sorted.filter(([, { isValue }]) => isValue || onlyTypes).map(written);
  const types = sorted.filter(([, { isValue }]) => !isValue && !onlyTypes).map(written);
  const list = [...values, ...types.map((one) => `type ${one}`)];
  return `import ${onlyTypes ? 'type ' : ''}{ ${list.join(', ')} } from '${module}';`;
}
