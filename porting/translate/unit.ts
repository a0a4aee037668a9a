import type { PhpFile, PhpProject, PortProblem } from '../read/model.js';
import type { Comment, PhpNode } from './ast.js';
import { ImportList } from './imports.js';
import { moduleOf } from './modules.js';
import { identifier } from './names.js';
import { factsOf } from './project-facts.js';

/** One TypeScript module in the making: what it imports and what its reader must know. */
export class TranslationUnit {
  readonly imports: ImportList;
  readonly problems: PortProblem[] = [];

  /** Comments that the module has at its top, and not at a statement. */
  readonly commentsAtTop: Comment[];
  /** By kind of recipe the call that has it in full. */
  readonly recipes: Map<string, { readonly name: string; readonly node: object }>;

  readonly #moduleVariables = new Map<string, string>();

  /** `taken`: names that imports must not have (variables, functions and classes of the module). */
  constructor(
    readonly project: PhpProject,
    readonly file: PhpFile,
    readonly taken: ReadonlySet<string> = new Set(),
    shared?: TranslationUnit,
  ) {
    this.imports = shared?.imports ?? new ImportList(taken);
    this.problems = shared?.problems ?? [];
    this.commentsAtTop = shared?.commentsAtTop ?? [];
    this.recipes = shared?.recipes ?? new Map<string, { readonly name: string; readonly node: object }>();
    this.#moduleVariables = shared ? shared.#moduleVariables : new Map<string, string>();
  }

  /** The same module, for a piece of PHP that is written in another file (a trait). */
  at(file: PhpFile): TranslationUnit {
    return file === this.file ? this : new TranslationUnit(this.project, file, this.taken, this);
  }

  /** A function of 'pbx-automata/porting/php': gives the name to write. */
  php(name: string): string {
    return this.imports.value('pbx-automata/porting/php', name);
  }

  /** A variable of the module (`static $x` of a function); gives its name. */
  moduleVariable(name: string, rest: string): string {
    const clean = identifier(name);
    this.#moduleVariables.set(clean, rest);
    return clean;
  }

  /** Declarations of the module's variables. */
  moduleVariables(): string {
    return [...this.#moduleVariables].map(([name, rest]) => `let ${name}${rest};`).join('\n');
  }

  /** How a constant of the project (`define`, `const`) is written here; undefined: there is none of that name. */
  constantName(name: string): string | undefined {
    const file = factsOf(this.project).constants.get(name)?.file;
    if (file === undefined) return undefined;
    return file === this.file
      ? identifier(name)
      : this.imports.value(moduleOf(this.file, file), identifier(name));
  }

  /** Comments before a node, without those that stand at the top of the module. */
  commentsBefore(node: PhpNode): readonly Comment[] {
    return (node.leadingComments ?? []).filter((one) => !this.commentsAtTop.includes(one));
  }

  /** Notes a problem at the node's line. */
  problem(
    severity: PortProblem['severity'],
    sentence: string,
    node: { readonly loc?: { readonly start: { readonly line: number } } | null },
  ): void {
    const line = node.loc?.start.line ?? 1;
    const known = this.problems.some((one) => one.line === line && one.sentence === sentence);
    if (!known) this.problems.push({ severity, sentence, file: this.file.path, line });
  }
}
