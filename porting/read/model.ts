import type { Class, Function as FunctionNode, Include, Method, Node, Program } from 'php-parser';

/** Something that a person who ports must know of a line of PHP. */
export interface PortProblem {
  /**
   * `todo`: it stays as a comment with `TODO(port)`; `notice`: it is translated, and behaves otherwise in a case that
   * the sentence names.
   */
  readonly severity: 'todo' | 'notice';
  /** One clear sentence: what it is, why, what to do. */
  readonly sentence: string;
  /** Path as it was given or found, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A file of PHP, read and parsed. */
export interface PhpFile {
  /** Relative to the folder that is ported, with `/`. */
  readonly path: string;
  /**
   * The TypeScript module that it becomes, relative to the output folder, with `/`: `lists/devices.ts`; imported from
   * another one as `importPath` (module-names.ts) says.
   */
  readonly module: string;
  /** The text, decoded, with line ends as `\n`. */
  readonly text: string;
  readonly encoding: 'utf-8' | 'windows-1252';
  readonly ast: Program;
  readonly classes: readonly PhpClass[];
  /** Functions outside classes. */
  readonly functions: readonly FunctionNode[];
  /** Statements outside classes and functions, in order: the sample program, if there is one. */
  readonly program: readonly Node[];
  /** Files of the project that it requires or includes, as paths like `path`. */
  readonly requires: readonly string[];
  /** Each `require` and `include`, in order. */
  readonly includes: readonly PhpInclude[];
  /** The namespace of its first class or statement, without a leading backslash; undefined without one. */
  readonly namespace: string | undefined;
  /** What `use` says: full names without a leading backslash, by the name used in this file, in lower case. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** A `require`, `require_once`, `include` or `include_once`. */
export interface PhpInclude {
  readonly node: Include;
  readonly line: number;
  /** Path of a file of the project; `library` for a file of the PHP library; undefined for one that was not read. */
  readonly target: string | { readonly library: true } | undefined;
}

/** A class (interfaces, traits and enums as well, see `kind`). */
export interface PhpClass {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'trait' | 'enum';
  readonly file: PhpFile;
  /** Of an interface, trait or enum its own node, which has `name`, `body` and `attrGroups` in common with a class. */
  readonly node: Class;
  readonly isAbstract: boolean;
  /** As it is called in PHP, without namespace; undefined without a parent. */
  readonly parentName: string | undefined;
  /** The parent, if it is a class of the project. */
  readonly parent: PhpClass | undefined;
  /** The nearest ancestor that is a class of the PHP library, by its name there: `FinitStateAutomaton`, `AppLoginAutomaton`. */
  readonly libraryAncestor: string | undefined;
  /** Whether it descends from `FinitStateAutomaton`. */
  readonly isAutomaton: boolean;
  /** Traits of the project that it uses, whose methods it has as if they were its own. */
  readonly traits: readonly PhpClass[];
  /** Its own, in the order of the file. */
  readonly methods: readonly PhpMethod[];
  /** Those that messages find, inherited ones included; empty unless it is an automaton. */
  readonly handlers: readonly PhpHandler[];
  /** `Initial`, those that handlers are for, those that are returned, `Dead`; in the order in which they are met. */
  readonly states: readonly string[];
}

export interface PhpMethod {
  readonly name: string;
  readonly node: Method;
  readonly visibility: 'public' | 'protected' | 'private';
  readonly isStatic: boolean;
  readonly isAbstract: boolean;
}

/** A method that is called for a message in a state. */
export interface PhpHandler {
  readonly state: string;
  readonly mt: string;
  readonly method: PhpMethod;
  /** Where it is written: the class itself or an ancestor. */
  readonly owner: PhpClass;
  /** States that it returns, as far as they are written in it; `null` for nothing. */
  readonly returns: readonly (string | null)[];
  /** Whether it returns something that is not a text, so that any state may come of it. */
  readonly returnsUnknown: boolean;
}

/** What was read. */
export interface PhpProject {
  /** The folder that paths are relative to, absolute. */
  readonly root: string;
  /** Whether a folder was given; else `files[0]` is the file that was given. */
  readonly isFolder: boolean;
  readonly files: readonly PhpFile[];
  /** By name in lower case. */
  readonly classes: ReadonlyMap<string, PhpClass>;
  readonly problems: readonly PortProblem[];
  /** Texts of constants outside classes (`define`, `const`), by name. */
  readonly constants: ReadonlyMap<string, string>;
  /** Files that could not be read or parsed, and why; they are among the problems as well. */
  readonly failures: readonly PortProblem[];
}
