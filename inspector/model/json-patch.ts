import { isObject, listOf } from './record-view.js';

/** Member names and list positions that lead to a value. */
export type Steps = readonly string[];

/** No recorded value is deeper; what says so would only fill the stack. */
const depthLimit = 64;

/**
 * A JSON Patch (RFC 6902: `add`, `replace`, `remove`) on a JSON value, which stays as it was. Operations that
 * are none, or lead nowhere, change nothing: a trace can come from anywhere.
 */
export function applyJsonPatch(value: unknown, patch: unknown): unknown {
  let result = value;
  for (const operation of listOf(patch)) {
    if (!isObject(operation) || typeof operation['path'] !== 'string') continue;
    const { op, path } = operation;
    const steps = stepsOfPointer(path);
    if (steps.length > depthLimit) continue;
    if (op === 'remove') result = without(result, steps);
    else if (op === 'add' || op === 'replace') result = withValue(result, steps, operation['value'], op);
  }
  return result;
}

/** The steps of a JSON Pointer (RFC 6901). */
export function stepsOfPointer(pointer: string): Steps {
  if (pointer === '') return [];
  return pointer
    .replace(/^\//, '')
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at the end of the steps, only by members of its own. */
export function valueAt(value: unknown, steps: Steps): unknown {
  let found = value;
  for (const step of steps) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[step];
  }
  return found;
}

function withValue(value: unknown, steps: Steps, fresh: unknown, op: 'add' | 'replace'): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return fresh;
  if (Array.isArray(value)) {
    const at = step === '-' ? value.length : Number(step);
    if (!Number.isInteger(at) || at < 0 || at > value.length) return value;
    const list: unknown[] = [...(value as readonly unknown[])];
    if (rest.length > 0) list[at] = withValue(list[at], rest, fresh, op);
    else list.splice(at, op === 'add' ? 0 : 1, fresh);
    return list;
  }
  if (value !== undefined && !isObject(value)) return value;
  // A member in brackets is always the object's own, whatever its name is.
  return { ...value, [step]: withValue(value?.[step], rest, fresh, op) };
}

function without(value: unknown, steps: Steps): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return undefined;
  if (Array.isArray(value)) {
    const list: unknown[] = [...(value as readonly unknown[])];
    const at = Number(step);
    if (!Number.isInteger(at) || at < 0 || at >= list.length) return value;
    if (rest.length > 0) list[at] = without(list[at], rest);
    else list.splice(at, 1);
    return list;
  }
  if (!isObject(value) || !Object.hasOwn(value, step)) return value;
  if (rest.length > 0) return { ...value, [step]: without(value[step], rest) };
  const { [step]: _removed, ...others } = value;
  return others;
}
