const runtimeMessages: ReadonlySet<string> = new Set(['Start', 'Open', 'EOF', 'Timeout']);

/** Whether the engine itself makes messages of that type (docs/semantics.md, rule 7). */
export function isRuntimeMessage(mt: string): boolean {
  return runtimeMessages.has(mt);
}
