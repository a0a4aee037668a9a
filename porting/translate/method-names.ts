import { libraryClasses } from '../library/library-names.js';
import { chainOf, methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PhpMethod } from '../read/model.js';
import type { MethodTarget } from './dialect.js';
import type { Translating } from './translating.js';

/** What a dialect needs to know of a method that was found. */
export function target(
  t: Translating,
  found: { readonly owner: PhpClass; readonly method: PhpMethod },
): MethodTarget {
  return {
    name: methodName(t, found.method.name, found.owner),
    owner: found.owner,
    isStatic: found.method.isStatic,
  };
}

/** A handler is spelled as messages find it, what is inherited as it is declared first: PHP ignores case. */
export function methodName(t: Pick<Translating, 'facts'>, name: string, owner: PhpClass | undefined): string {
  const lower = name.toLowerCase();
  if (owner) {
    const own = methodsOf(owner).get(lower)?.method;
    // Messages find only what is public.
    if (owner.isAutomaton && lower.startsWith('receive') && own && own.visibility !== 'public') {
      return `${own.visibility}${own.name.charAt(0).toUpperCase()}${own.name.slice(1)}`;
    }
    const library =
      owner.libraryAncestor === undefined
        ? undefined
        : libraryClasses.get(owner.libraryAncestor.toLowerCase());
    const known =
      library?.methods.find((one) => one.toLowerCase() === lower) ?? libraryHandler(library, name);
    if (known !== undefined) return known;
    const first = chainOf(owner)
      .flatMap((one) => one.methods)
      .filter((one) => one.name.toLowerCase() === lower)
      .at(-1);
    const handler = owner.handlers.find(({ method }) => method.name.toLowerCase() === lower);
    if (handler) return `Receive${handler.state}${handler.mt}`;
    if (first) return first.name === 'constructor' ? 'constructor_' : first.name;
  }
  const spelled = t.facts.spelling(name);
  return spelled === 'constructor' ? 'constructor_' : spelled;
}

export function libraryHandler(
  library: { readonly handlers: readonly { readonly state: string; readonly mt: string }[] } | undefined,
  name: string,
): string | undefined {
  const found = library?.handlers.find(
    ({ state, mt }) => `receive${state}${mt}`.toLowerCase() === name.toLowerCase(),
  );
  return found && `Receive${found.state}${found.mt}`;
}
