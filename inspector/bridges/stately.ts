import type { Redactor } from '../../runtime/trace.js';
import { defaultRedactor } from '../../services/redaction.js';

/** What `createInspector` and its relatives of `@statelyai/inspect` take to leave something out. */
export interface StatelyOptions {
  readonly sanitizeEvent: <Event extends object>(event: Event) => Event;
  readonly sanitizeContext: <Context extends object>(context: Context) => Context;
  readonly serialize: <Inspected extends object>(event: Inspected) => Inspected;
}

/**
 * Options for the inspectors of `@statelyai/inspect`, with which secrets are masked and long lists cut as in a
 * trace, in everything that an inspector sends: events, contexts, inputs, outputs, errors and definitions.
 * `new Transitioner({ inspect: createWebSocketInspector(statelyOptions()).inspect })`.
 */
export function statelyOptions(redactor: Redactor = defaultRedactor()): StatelyOptions {
  // A context may be null: that of an actor that is no machine.
  const masked = <Value>(value: Value): Value => redactor.value(value, messageTypeOf(value)).value as Value;
  return {
    sanitizeEvent: masked,
    sanitizeContext: masked,
    // The two above do not see everything; this is the last thing before an event is sent.
    serialize: (event) => {
      const { definition, ...rest } = event as { readonly definition?: unknown };
      const shown = masked(rest);
      return {
        ...shown,
        ...(typeof definition === 'string' && { definition: chartOnly(definition) }),
      } as typeof event;
    },
  };
}

/** Some members are secret in messages of one type only. */
function messageTypeOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null) return undefined;
  return 'type' in event && typeof event.type === 'string' ? event.type : undefined;
}

/** The chart without the first context, which is no part of it. Masking by names would hit those of states. */
function chartOnly(definition: string): string {
  try {
    const chart: unknown = JSON.parse(definition);
    return JSON.stringify(chart, (name, value: unknown) => (name === 'context' ? undefined : value));
  } catch {
    return '{}';
  }
}
