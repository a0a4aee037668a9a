/**
 * Module hooks for a user's own files (`pbx-automata run`), on top of those of tsx; see node:module, `register`.
 * They run in a thread of their own, so nothing is shared with the program.
 */
import type { ResolveHook } from 'node:module';

const ownPackages = /^(?:pbx-automata|xstate)(?:\/|$)/;

/** What tsx writes behind the name of a file that it takes for CommonJS, as its package.json does not say otherwise. */
const markOfTsx = /(?:%3F|\?)tsx-commonjs-.*$/;

/**
 * `pbx-automata` and `xstate` are always the ones that the program itself runs on: a second copy would be a
 * second engine, whose machines and classes the first does not recognise. TypeScript files are ES modules even
 * where no package.json says so.
 */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const isLibrary = context.parentURL?.includes('/node_modules/') === true;
  if (ownPackages.test(specifier) && !isLibrary) {
    return nextResolve(specifier, { ...context, parentURL: import.meta.url });
  }
  const resolved = await nextResolve(specifier, context);
  const url = resolved.url.replace(markOfTsx, '');
  const isOwnScript = /\.tsx?(?:\?|$)/.test(url) && !url.includes('/node_modules/');
  return isOwnScript ? { ...resolved, url, format: 'module' } : resolved;
};
