import { chainOf } from '../read/class-lookup.js';
import type { PhpClass, PhpProject } from '../read/model.js';
import { typed, walk, type ClassNode, type Expression, type PhpNode, type Statement } from './ast.js';
import { referenceArguments } from './reference-arguments.js';
import type { ReferenceParameters } from './reference-parameters.js';
import { join, typeOf, typeOfHint, type StaticType, type TypeKnowledge } from './types.js';

/** How arrays of a member are changed: by elements, or in arrays inside. */
export interface MemberChanges {
  readonly isChanged: boolean;
  readonly isDeep: boolean;
}

/** Members of all classes by name: what is written to them anywhere in the project. */
export class MemberTable {
  /** Of `$this` in a family of classes; `elsewhere` of any other object, and in traits. */
  readonly #changes = new Table<MemberChanges>(both);
  readonly #types = new Table<StaticType>(join);
  #family: PhpClass | undefined;
  #hasDynamicMembers = false;
  #hasDynamicChanges = false;

  readonly #classes: ReadonlyMap<PhpNode, PhpClass>;

  constructor(
    readonly project: PhpProject,
    readonly references: ReferenceParameters,
  ) {
    this.#classes = new Map(
      [...project.classes.values()].map((one) => [typed<ClassNode>(one.node), one] as const),
    );
    this.#readMembers();
  }

  /** How arrays of the member are changed if it is of `$this` in a class, or of a message; else of any object. */
  changesOf(name: string, owner: PhpClass | 'message' | undefined): MemberChanges {
    if (this.#hasDynamicChanges) return { isChanged: true, isDeep: true };
    if (owner === undefined) return this.#changes.anywhere(name) ?? unchanged;
    return this.#changes.of(owner === 'message' ? undefined : familyOf(owner), name) ?? unchanged;
  }

  /** What a member of `$this` in a class is; without a class, of any object. */
  typeOf(name: string, klass?: PhpClass): StaticType {
    if (this.#hasDynamicMembers) return 'value';
    const type = klass ? this.#types.of(familyOf(klass), name) : this.#types.anywhere(name);
    return type === undefined || type === 'none' ? 'value' : type;
  }

  #readMembers(): void {
    const files = this.project.files.map((one) => typed<Statement>(one.ast));
    for (const file of files)
      this.#inFamilies(file, (node) => {
        this.#readDeclaration(node);
      });
    const known: TypeKnowledge = {
      variable: () => 'value',
      // What a message or another object has may be anything.
      member: (name, isThis) => (isThis ? (this.#types.of(this.#family, name) ?? 'value') : 'value'),
    };
    for (let round = 0; round < 4; round += 1) {
      for (const file of files)
        this.#inFamilies(file, (node) => {
          this.#readWrite(node, known);
        });
    }
  }

  /** Visits all nodes; meanwhile `#family` is that of the class around. */
  #inFamilies(start: PhpNode, visit: (node: PhpNode) => void): void {
    walk(start, (node) => {
      const klass = node === start ? undefined : this.#classes.get(node);
      if (!klass) {
        visit(node);
        return true;
      }
      const outer = this.#family;
      this.#family = klass.kind === 'trait' ? undefined : familyOf(klass);
      this.#inFamilies(node, visit);
      this.#family = outer;
      return false;
    });
  }

  #readDeclaration(node: PhpNode): void {
    if (node.kind === 'parameter' && node.flags > 0) this.#types.add(this.#family, node.name.name, 'value');
    if (node.kind !== 'propertystatement') return;
    for (const { name, value, type, nullable } of node.properties) {
      const hint = typeOfHint(type, nullable);
      const first: StaticType = value
        ? typeOf(value, { variable: () => 'value', member: () => 'value' })
        : hint === 'value'
          ? 'null'
          : hint;
      this.#types.add(this.#family, name.name, first);
    }
  }

  #readWrite(node: PhpNode, known: TypeKnowledge): void {
    switch (node.kind) {
      case 'assign':
        this.#write(node.left, typeOf(node, known));
        return;
      case 'pre':
      case 'post':
        this.#write(node.what, typeOf(node, known));
        return;
      case 'assignref':
        this.#write(node.left, 'value');
        this.#write(node.right, 'value');
        return;
      case 'foreach':
        if (node.key) this.#write(node.key, 'value');
        this.#write(node.value, 'value');
        if (node.value.kind === 'variable' && node.value.byref) this.#change(node.source, true, 'array');
        return;
      case 'unset':
        for (const one of node.variables) {
          if (one.kind === 'offsetlookup') this.#write(one, 'array');
          else this.#write(one, 'value');
        }
        return;
      case 'call':
        for (const { node: argument, kind, keepsList } of referenceArguments(node)) {
          if (kind === 'write') this.#write(argument, 'value');
          else this.#change(argument, false, keepsList ? 'list' : 'array');
        }
        for (const argument of this.references.argumentsOf(node)) {
          this.#change(argument, true, 'value');
          this.#write(argument, 'value');
        }
        return;
      default:
    }
  }

  #write(target: Expression, type: StaticType): void {
    switch (target.kind) {
      case 'propertylookup':
      case 'nullsafepropertylookup':
        if (target.offset.kind !== 'identifier') this.#hasDynamicMembers = true;
        else this.#addType(target, target.offset.name, type);
        return;
      case 'staticlookup':
        if (target.offset.kind === 'variable' && typeof target.offset.name === 'string')
          this.#addType(target, target.offset.name, type);
        return;
      case 'offsetlookup':
        this.#change(target.what, target.what.kind === 'offsetlookup', target.offset ? 'array' : 'list');
        return;
      case 'list':
      case 'array':
        for (const item of target.items) if (item?.kind === 'entry') this.#write(item.value, 'value');
        return;
      default:
    }
  }

  /** An element of the array changes. */
  #change(array: Expression, isDeep: boolean, type: StaticType): void {
    if (array.kind === 'offsetlookup') {
      this.#change(array.what, true, 'array');
      return;
    }
    const name = memberName(array);
    if (name === undefined) {
      if (array.kind === 'propertylookup') this.#hasDynamicChanges = true;
      return;
    }
    this.#changes.add(this.#holder(array), name, { isChanged: true, isDeep });
    this.#addType(array, name, type);
  }

  #addType(target: Expression, name: string, type: StaticType): void {
    const holder = this.#holder(target);
    // A member that nobody declares may be missing.
    const isKnown = this.#types.of(holder, name) !== undefined;
    this.#types.add(holder, name, isKnown ? type : 'value');
  }

  /** The family whose `$this` or `self` has the member; undefined: another object. */
  #holder(target: Expression): PhpClass | undefined {
    const isOwn =
      (target.kind === 'propertylookup' && target.what.kind === 'variable' && target.what.name === 'this') ||
      (target.kind === 'staticlookup' && target.what.kind === 'selfreference');
    return isOwn ? this.#family : undefined;
  }
}

/** Values by family of classes and name of member; those without a family count for all. */
class Table<Value> {
  readonly #values = new Map<PhpClass | undefined, Map<string, Value>>();

  constructor(readonly join: (a: Value, b: Value) => Value) {}

  add(family: PhpClass | undefined, name: string, value: Value): void {
    const known = this.#values.get(family) ?? new Map<string, Value>();
    this.#values.set(family, known);
    const before = known.get(name);
    known.set(name, before === undefined ? value : this.join(before, value));
  }

  of(family: PhpClass | undefined, name: string): Value | undefined {
    return this.#joined([this.#values.get(family)?.get(name), this.#values.get(undefined)?.get(name)]);
  }

  anywhere(name: string): Value | undefined {
    return this.#joined([...this.#values.values()].map((one) => one.get(name)));
  }

  #joined(found: readonly (Value | undefined)[]): Value | undefined {
    const values = found.filter((one) => one !== undefined);
    const [first, ...rest] = values;
    return first === undefined ? undefined : rest.reduce(this.join, first);
  }
}

const unchanged: MemberChanges = { isChanged: false, isDeep: false };

function both(a: MemberChanges, b: MemberChanges): MemberChanges {
  return { isChanged: a.isChanged || b.isChanged, isDeep: a.isDeep || b.isDeep };
}

/** The ancestor that all classes have in common whose `$this` may be of this class. */
function familyOf(klass: PhpClass): PhpClass {
  return chainOf(klass).at(-1) ?? klass;
}

function memberName(node: Expression): string | undefined {
  if (node.kind === 'propertylookup' && node.offset.kind === 'identifier') return node.offset.name;
  if (
    node.kind === 'staticlookup' &&
    node.offset.kind === 'variable' &&
    typeof node.offset.name === 'string'
  ) {
    return node.offset.name;
  }
  return undefined;
}
