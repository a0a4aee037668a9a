import type { PhpProject } from '../read/model.js';
import { typed, walk, type Expression, type PhpNode, type Statement } from './ast.js';
import { referenceArguments } from './reference-arguments.js';
import { join, typeOf, typeOfHint, type StaticType, type TypeKnowledge } from './types.js';

/** What is known of a member's name in the whole project: PHP says of no object which class it is. */
export interface MemberFacts {
  isChanged: boolean;
  isDeep: boolean;
  type: StaticType;
}

/** Members of all classes by name: what is written to them anywhere in the project. */
export class MemberTable {
  readonly #members = new Map<string, MemberFacts>();
  #hasDynamicMembers = false;

  constructor(readonly project: PhpProject) {
    this.#readMembers();
  }

  member(name: string): MemberFacts | undefined {
    return this.#members.get(name);
  }

  typeOf(name: string): StaticType {
    if (this.#hasDynamicMembers) return 'value';
    const type = this.#members.get(name)?.type ?? 'value';
    return type === 'none' ? 'value' : type;
  }

  #readMembers(): void {
    for (const file of this.project.files)
      walk(typed<Statement>(file.ast), (node) => {
        this.#readDeclaration(node);
      });
    const known: TypeKnowledge = {
      variable: () => 'value',
      member: (name) => this.#members.get(name)?.type ?? 'value',
    };
    for (let round = 0; round < 4; round += 1) {
      for (const file of this.project.files)
        walk(typed<Statement>(file.ast), (node) => {
          this.#readWrite(node, known);
        });
    }
  }

  #facts(name: string): MemberFacts {
    const facts = this.#members.get(name) ?? { isChanged: false, isDeep: false, type: 'value' };
    this.#members.set(name, facts);
    return facts;
  }

  #readDeclaration(node: PhpNode): void {
    if (node.kind === 'parameter' && node.flags > 0) this.#facts(node.name.name).type = 'value';
    if (node.kind !== 'propertystatement') return;
    for (const { name, value, type, nullable } of node.properties) {
      const hint = typeOfHint(type, nullable);
      const first: StaticType = value
        ? typeOf(value, { variable: () => 'value', member: () => 'value' })
        : hint === 'value'
          ? 'null'
          : hint;
      const facts = this.#members.get(name.name);
      if (facts) facts.type = join(facts.type, first);
      else this.#members.set(name.name, { isChanged: false, isDeep: false, type: first });
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
        return;
      default:
    }
  }

  #write(target: Expression, type: StaticType): void {
    switch (target.kind) {
      case 'propertylookup':
      case 'nullsafepropertylookup':
        if (target.offset.kind !== 'identifier') this.#hasDynamicMembers = true;
        else {
          const facts = this.#facts(target.offset.name);
          facts.type = join(facts.type, type);
        }
        return;
      case 'staticlookup':
        if (target.offset.kind === 'variable' && typeof target.offset.name === 'string') {
          const facts = this.#facts(target.offset.name);
          facts.type = join(facts.type, type);
        }
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
    if (name === undefined) return;
    const facts = this.#facts(name);
    facts.isChanged = true;
    facts.isDeep ||= isDeep;
    facts.type = join(facts.type, type);
  }
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
