import type { AnyStateMachine } from 'xstate';
import { createMachine } from 'xstate';

/** Where a configuration of XState 5 has another name for the same thing. */
const renamed: Readonly<Record<string, string>> = { guard: 'cond' };

/** Members in which the names are the author's own. */
const namesWithin = new Set(['states', 'on', 'after']);

/**
 * A machine of XState 4 with the chart of one of XState 5: the same states, transitions, guards and actions, all
 * by name. It is for drawing and never runs.
 * @param definition the configuration as it is recorded in a trace, with names in place of functions
 */
export function machineOfVersion4(id: string, definition: unknown): AnyStateMachine {
  const guardNames = new Set<string>();
  const config = convert(definition, '', guardNames);
  const chart = isObject(config) ? withoutDiscards(config) : {};
  // Version 4 asks the guards of `always` where the machine begins; one that it does not know, it throws about.
  const guards = Object.fromEntries([...guardNames].map((name) => [name, () => false]));
  return createMachine({ ...chart, id, predictableActionArguments: true }, { guards });
}

function convert(value: unknown, within: string, guardNames: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => convert(item, within, guardNames));
  // Version 4 takes a guard by its name alone.
  if (within === 'cond') {
    const type = isObject(value) ? value['type'] : value;
    const name = typeof type === 'string' ? type : 'inline';
    guardNames.add(name);
    return name;
  }
  if (!isObject(value)) return value;
  const areNames = namesWithin.has(within);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const member = areNames ? name : (renamed[name] ?? name);
      return [member, convert(inner, areNames ? '' : member, guardNames)];
    }),
  );
}

/** The engine's own transition, by which discards are recorded, is no part of the chart. */
function withoutDiscards(config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { on, ...rest } = config;
  if (!isObject(on)) return config;
  const { '*': _discards, ...events } = on;
  return { ...rest, on: events };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
