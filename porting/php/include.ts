const included = new Set<unknown>();

/** `include` and `require` of a program: it runs each time. */
export async function include(main: () => unknown): Promise<void> {
  included.add(main);
  await main();
}

/** `include_once` and `require_once` of a program: it runs unless it was included before. */
export async function includeOnce(main: () => unknown): Promise<void> {
  if (!included.has(main)) await include(main);
}
