import type { Class } from 'php-parser';
import { classNameIn, libraryClass } from './class-names.js';
import { handlersOf } from './handlers.js';
import type { PhpClass, PhpFile, PhpMethod, PortProblem } from './model.js';
import { isKind, lineOf, textOfName } from './nodes.js';
import type { Names } from './returned-states.js';
import { classesSeenBy } from './seen-classes.js';

/** A class while it is put together; nobody else sees it before it is complete. */
type ClassDraft = { -readonly [Member in keyof PhpClass]: PhpClass[Member] };

/** A file whose classes are not put together yet. */
export interface FileDraft {
  readonly file: PhpFile;
  readonly nodes: readonly Class[];
  /** `file.classes`, to be filled. */
  readonly classes: PhpClass[];
}

export interface LinkedClasses {
  /** By name in lower case. */
  readonly classes: ReadonlyMap<string, PhpClass>;
  readonly problems: readonly PortProblem[];
}

/**
 * Puts the classes of all files together: parents, traits, ancestors in the library, handlers and states.
 * @param constants texts of constants outside classes, by name
 */
export function linkClasses(
  files: readonly FileDraft[],
  constants: ReadonlyMap<string, string>,
): LinkedClasses {
  const problems: PortProblem[] = [];
  const drafts = new Map<string, ClassDraft>();
  const all: ClassDraft[] = [];
  for (const { file, nodes, classes } of files) {
    for (const node of nodes) {
      const draft = draftOf(file, node);
      classes.push(draft);
      all.push(draft);
      const known = drafts.get(draft.name.toLowerCase());
      if (known === undefined) drafts.set(draft.name.toLowerCase(), draft);
      else if (known.file === file) problems.push(notice(draft, twice(draft.name, known)));
    }
  }
  const views = new Map(
    files.map(({ file }) => [
      file,
      classesSeenBy(
        file,
        files.map((one) => one.file),
        drafts,
      ),
    ]),
  );
  for (const draft of all) link(draft, views.get(draft.file) ?? drafts, problems);
  for (const draft of all) settleAncestors(draft, problems);
  const namesFor = ({ file }: ClassDraft): Names => ({ classes: views.get(file) ?? drafts, constants });
  // Twice: what a class returns may name states that handlers of its ancestors are for.
  const first = new Map(
    all.map((draft) => [draft, draft.isAutomaton ? handlersOf(draft, namesFor(draft), []) : undefined]),
  );
  for (const draft of all) {
    const hints = all.filter((one) => isBelow(one, draft)).flatMap((one) => first.get(one)?.states ?? []);
    const found = draft.isAutomaton ? handlersOf(draft, namesFor(draft), hints) : undefined;
    draft.handlers = found?.handlers ?? [];
    draft.states = found?.states ?? [];
    problems.push(...(found?.problems ?? []));
  }
  return { classes: drafts, problems };
}

function twice(name: string, known: PhpClass): string {
  return `A class ${name} is declared in line ${lineOf(known.node)} too; where the name stands, that one is meant.`;
}

function draftOf(file: PhpFile, node: Class): ClassDraft {
  return {
    name: textOfName(node.name),
    kind: node.kind === 'interface' || node.kind === 'trait' || node.kind === 'enum' ? node.kind : 'class',
    file,
    node,
    isAbstract: node.kind === 'class' && node.isAbstract,
    parentName: undefined,
    parent: undefined,
    libraryAncestor: undefined,
    isAutomaton: false,
    traits: [],
    methods: node.body.flatMap((member): PhpMethod[] => (isKind(member, 'method') ? [methodOf(member)] : [])),
    handlers: [],
    states: [],
  };
}

function methodOf(node: PhpMethod['node']): PhpMethod {
  const { visibility } = node;
  return {
    name: textOfName(node.name),
    node,
    visibility: visibility === 'private' || visibility === 'protected' ? visibility : 'public',
    isStatic: node.isStatic,
    isAbstract: node.isAbstract || node.body === null,
  };
}

function link(draft: ClassDraft, drafts: ReadonlyMap<string, ClassDraft>, problems: PortProblem[]): void {
  const { file, node } = draft;
  draft.traits = node.body
    .filter((member) => isKind(member, 'traituse'))
    .flatMap(({ traits }) => traits.flatMap((one) => drafts.get(keyOf(file, textOfName(one))) ?? []));
  if (draft.kind !== 'class' || !isKind(node.extends, 'name')) return;
  const written = parentNameOf(node);
  const { name, isOfLibrary } = classNameIn(file, written);
  draft.parentName = name;
  const own = drafts.get(name.toLowerCase());
  const library = libraryClass(name);
  const isLibrarys = library !== undefined && (own === undefined || isOfLibrary || own === draft);
  if (isLibrarys) {
    draft.libraryAncestor = library.name;
    draft.isAutomaton = library.isAutomaton;
  } else if (own === undefined) {
    if (isOfPhp(name)) return;
    const sentence = `${draft.name} extends ${name}, which is in none of the files that were read; port the folder that holds both, or put the file where require finds it.`;
    problems.push({ ...notice(draft, sentence), severity: 'todo' });
  } else draft.parent = own;
}

/** Whether PHP itself brings a class of that name along: exceptions, iterators, `stdClass`. */
function isOfPhp(name: string): boolean {
  return /(?:Exception|Error|Iterator|^stdClass|^Array(?:Object)|^Spl\w+|^Date\w+|^Closure|^Generator|^PDO|^mysqli)$/i.test(
    name,
  );
}

/** With its namespace; php-parser takes the word `namespace` off `namespace\X`, which means the same here. */
function parentNameOf(node: Class): string {
  return textOfName(node.extends);
}

function keyOf(file: PhpFile, written: string): string {
  return classNameIn(file, written).name.toLowerCase();
}

/** What a class has from its ancestors; one that is its own ancestor has none. */
function settleAncestors(draft: ClassDraft, problems: PortProblem[]): void {
  const seen = new Set<PhpClass>([draft]);
  for (let one = draft.parent; one !== undefined; one = one.parent) {
    if (seen.has(one)) {
      draft.parent = undefined;
      const sentence = `The ancestors of ${draft.name} extend each other, which PHP refuses; correct what they extend.`;
      problems.push({ ...notice(draft, sentence), severity: 'todo' });
      return;
    }
    seen.add(one);
    if (one.parent !== undefined) continue;
    draft.libraryAncestor = one.libraryAncestor;
    draft.isAutomaton = one.isAutomaton;
  }
}

function isBelow(one: PhpClass, ancestor: PhpClass): boolean {
  for (let next = one.parent; next !== undefined; next = next.parent) if (next === ancestor) return true;
  return false;
}

function notice(klass: PhpClass, sentence: string): PortProblem {
  return { severity: 'notice', sentence, file: klass.file.path, line: lineOf(klass.node) };
}
