/** Where warnings go unless told otherwise: Node shows them on standard error, and programs can listen to them. */
export function emitWarning(sentence: string): void {
  process.emitWarning(sentence, 'PbxAutomataWarning');
}
