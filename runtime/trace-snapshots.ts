import type { StateValue } from 'xstate';
import type { Redactor } from './trace.js';
import type { PatchOperation, StateChange } from './trace-records.js';

/** A part of a context fit to be recorded. */
export interface RecordedContext {
  readonly context?: Readonly<Record<string, unknown>>;
  readonly patch?: readonly PatchOperation[];
  readonly cut: readonly string[];
}

type Context = Readonly<Record<string, unknown>>;

/** The whole context, each member on its own, so that a patch of one member fits later. */
export function wholeContext(context: Context, redactor: Redactor): RecordedContext {
  const cut: string[] = [];
  const members: [string, unknown][] = [];
  for (const name of Object.keys(context)) {
    if (context[name] !== undefined) members.push([name, redactMember(context, name, redactor, cut)]);
  }
  return { context: Object.fromEntries(members), cut };
}

/**
 * What changed in a context, as a JSON Patch on the recorded one. Members are compared by identity and never
 * looked into, so unchanged ones cost nothing, however long they are: an action must not mutate a context.
 */
export function contextPatch(before: Context, after: Context, redactor: Redactor): RecordedContext {
  const cut: string[] = [];
  const patch: PatchOperation[] = [];
  for (const name of Object.keys(after)) {
    if (after[name] === before[name] || after[name] === undefined) continue;
    const op = before[name] === undefined ? 'add' : 'replace';
    patch.push({ op, path: pointer(name), value: redactMember(after, name, redactor, cut) });
  }
  for (const name of Object.keys(before)) {
    if (before[name] !== undefined && after[name] === undefined)
      patch.push({ op: 'remove', path: pointer(name) });
  }
  return { patch, cut };
}

/** The recorded context after a recorded patch; the other way round of `contextPatch`. */
export function applyContextPatch(context: Context, patch: readonly PatchOperation[]): Context {
  const result: Record<string, unknown> = { ...context };
  for (const operation of patch) {
    const name = operation.path.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
    if (operation.op === 'remove') Reflect.deleteProperty(result, name);
    else result[name] = operation.value;
  }
  return result;
}

function redactMember(context: Context, name: string, redactor: Redactor, cut: string[]): unknown {
  // Under its name, because the name may be what makes it a secret.
  const redacted = redactor.value({ [name]: context[name] });
  for (const path of redacted.cut) cut.push(`context.${path}`);
  return (redacted.value as Context)[name] ?? null;
}

/** RFC 6901. */
function pointer(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The paths of all active leaves: one, but for parallel phases. */
export function leafPaths(value: StateValue): string[] {
  if (typeof value === 'string') return [value];
  const paths: string[] = [];
  for (const [name, nested] of Object.entries(value)) {
    const below = nested === undefined ? [] : leafPaths(nested);
    if (below.length === 0) paths.push(name);
    for (const path of below) paths.push(`${name}.${path}`);
  }
  return paths;
}

/** What changed between two state values; empty when nothing did. */
export function stateChanges(before: StateValue | undefined, after: StateValue): StateChange[] {
  const old = before === undefined ? [] : leafPaths(before);
  const fresh = leafPaths(after);
  const left = old.filter((path) => !fresh.includes(path));
  const entered = fresh.filter((path) => !old.includes(path));
  const what = topOf(old[0]) === topOf(fresh[0]) ? 'phase' : 'state';
  const changes: StateChange[] = [];
  for (let at = 0; at < Math.max(left.length, entered.length); at += 1) {
    const from = left[at];
    const to = entered[at];
    changes.push({ what, ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
  }
  return changes;
}

function topOf(path: string | undefined): string | undefined {
  return path?.split('.', 1)[0];
}
