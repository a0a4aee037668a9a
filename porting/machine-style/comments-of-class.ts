import type { Node } from 'php-parser';
import { chainOf } from '../read/class-lookup.js';
import type { PhpClass } from '../read/model.js';
import { typed, type ClassMember, type ClassNode, type Comment, type PhpNode } from '../translate/ast.js';
import { withTrailingComments } from '../translate/class-parts.js';
import { commentText } from '../translate/comments.js';
import { fileComments } from '../translate/file-comment.js';
import type { TranslationUnit } from '../translate/unit.js';
import { asLines } from './comments-of-body.js';

/** The comments on a class and on its members, those of its ancestors as well; each is taken once. */
export class ClassComments {
  readonly #taken = new Set<Comment>();
  readonly #members: readonly { readonly owner: PhpClass; readonly node: ClassMember }[];

  constructor(
    unit: TranslationUnit,
    private readonly klass: PhpClass,
  ) {
    const owners = [...chainOf(klass)].reverse().flatMap((owner) => [...owner.traits, owner]);
    this.#members = owners.flatMap((owner) =>
      withTrailingComments(unit.at(owner.file), bodyOf(owner)).map((node) => ({ owner, node })),
    );
  }

  /** Comments before a class, a member or a statement, but those that were taken before. */
  of({ file }: PhpClass, node: Node): string {
    const member = this.#members.find((one) => one.node.loc === node.loc)?.node;
    const before = (member ?? typed<PhpNode>(node)).leadingComments ?? [];
    const atTop = fileComments(file);
    return this.take(before.filter((one) => !atTop.includes(one)));
  }

  /** Comments on the class; those on its abstract ancestors, which are nowhere else, before them. */
  ofClass(): string {
    const bases = chainOf(this.klass).filter((one) => one === this.klass || one.isAbstract);
    return [...bases]
      .reverse()
      .map((one) => this.of(one, one.node))
      .join('');
  }

  /** Comments on a property wherever it is declared. */
  ofProperty(name: string): string {
    return this.#where(
      (node) => node.kind === 'propertystatement' && !node.isStatic && node.properties.some(isNamed(name)),
    );
  }

  /** Comments on a constant or static member of a class. */
  ofConstant(owner: PhpClass, name: string): string {
    return this.#where(
      (node, of) =>
        of === owner &&
        ((node.kind === 'classconstant' && node.constants.some(isNamed(name))) ||
          (node.kind === 'propertystatement' && node.isStatic && node.properties.some(isNamed(name)))),
    );
  }

  /** Comments on a method wherever it is declared without a body. */
  ofAbstractMethod(name: string): string {
    return this.#where((node) => node.kind === 'method' && node.isAbstract && isNamed(name)(node));
  }

  /** Comments on members that have no counterpart in the machine. */
  left(): string {
    const parts = this.#members.map(({ owner, node }) => {
      const comments = (node.leadingComments ?? []).filter((one) => !this.#taken.has(one));
      const head = `// PHP's comment on ${owner.name}${nameOf(node)}, which has no counterpart here:\n`;
      return comments.length === 0 ? '' : `${head}${asLines(comments)}`;
    });
    return parts.filter((part) => part !== '').join('\n');
  }

  /** As text; nothing of what was taken before. */
  take(comments: readonly Comment[]): string {
    const free = comments.filter((one) => !this.#taken.has(one));
    for (const one of free) this.#taken.add(one);
    return commentText(free);
  }

  #where(isIt: (node: ClassMember, owner: PhpClass) => boolean): string {
    const found = this.#members.filter(({ node, owner }) => isIt(node, owner));
    return this.take(found.flatMap(({ node }) => node.leadingComments ?? []));
  }
}

function bodyOf(owner: PhpClass): readonly ClassMember[] {
  return typed<ClassNode>(owner.node).body;
}

function isNamed(name: string): (one: { readonly name: string | { readonly name: string } }) => boolean {
  return (one) => textOf(one.name).toLowerCase() === name.toLowerCase();
}

function textOf(name: string | { readonly name: string }): string {
  return typeof name === 'string' ? name : name.name;
}

function nameOf(node: ClassMember): string {
  if (node.kind === 'method') return `::${textOf(node.name)}()`;
  if (node.kind === 'classconstant') return `::${node.constants.map((one) => textOf(one.name)).join(', ')}`;
  if (node.kind !== 'propertystatement') return '';
  return `::${node.properties.map((one) => `$${textOf(one.name)}`).join(', ')}`;
}
