import type { Node } from 'php-parser';
import type { PhpFile, PhpProject, PortProblem } from '../read/model.js';
import { ImportList } from './imports.js';

/** One TypeScript module in the making: what it imports and what its reader must know. */
export class TranslationUnit {
  readonly imports: ImportList;
  readonly problems: PortProblem[] = [];

  /** `taken`: names that imports must not have (variables, functions and classes of the module). */
  constructor(
    readonly project: PhpProject,
    readonly file: PhpFile,
    taken: ReadonlySet<string> = new Set(),
  ) {
    this.imports = new ImportList(taken);
  }

  /** A function of 'pbx-automata/porting/php': gives the name to write. */
  php(name: string): string {
    return this.imports.value('pbx-automata/porting/php', name);
  }

  /** Notes a problem at the node's line. */
  problem(severity: PortProblem['severity'], sentence: string, node: Pick<Node, 'loc'>): void {
    const line = node.loc?.start.line ?? 1;
    const known = this.problems.some((one) => one.line === line && one.sentence === sentence);
    if (!known) this.problems.push({ severity, sentence, file: this.file.path, line });
  }
}
