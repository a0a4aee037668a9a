import type { Diagrams } from '../diagram/diagram.js';
import { diagramFiles } from '../diagram/diagram-files.js';
import type { Written } from './output-folder.js';
import { checkOutput, writeOutput } from './output-folder.js';

/**
 * Writes diagrams into a folder; files that a person has edited stay as they are, unless `force` is given.
 * @param source what was drawn
 * @throws PortError `PORT_OUTPUT_UNUSABLE`, `PORT_OUTPUT_UNWRITABLE`
 */
export async function writeDiagrams(
  diagrams: Diagrams,
  source: string,
  out: string,
  options: { readonly force: boolean },
): Promise<Written> {
  await checkOutput(out, source);
  return writeOutput(out, new Map(diagramFiles(diagrams)), options);
}
