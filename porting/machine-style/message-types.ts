import type { Node } from 'php-parser';
import type { PhpClass, PhpHandler, PhpProject } from '../read/model.js';
import { isKind, isNode, textOfName, walk } from '../read/nodes.js';
import { identifier } from '../translate/names.js';
import type { TranslationUnit } from '../translate/unit.js';
import { isRuntimeMessage } from './runtime-messages.js';
import { handlersOfClass } from './handlers.js';
import { machineModule, phpModule } from './machine-dialect.js';
import { upperFirst } from './machine-names.js';
import { listOf, partOf, writesOf } from './writes.js';

/** Members that every message has, or that PHP's class has as methods. */
const known: ReadonlySet<string> = new Set(['mt', 'getMt', 'setMt', '_sourcename']);

/** The interfaces of the messages that the machines of a module take. */
export class MessageTypes {
  readonly #members = new Map<string, Set<string>>();
  /** Members that a handler asks for with `isset`, `empty` or `??`: they may be missing. */
  readonly #tested = new Map<string, Set<string>>();
  readonly #names = new Map<string, string>();

  /** @param taken names of the module's own; those of the interfaces are added */
  constructor(
    classes: readonly PhpClass[],
    private readonly project: PhpProject,
    taken: Set<string>,
  ) {
    for (const handler of classes.flatMap((klass) => handlersOfClass(klass, project))) {
      if (isRuntimeMessage(handler.mt)) continue;
      const members = this.#members.get(handler.mt) ?? new Set<string>();
      const tested = this.#tested.get(handler.mt) ?? new Set<string>();
      for (const member of membersSeen(handler)) members.add(member);
      for (const member of membersTested(handler)) tested.add(member);
      this.#members.set(handler.mt, members);
      this.#tested.set(handler.mt, tested);
    }
    for (const mt of this.#members.keys()) {
      const plain = identifier(upperFirst(mt));
      const name = taken.has(plain) ? `${plain}Message` : plain;
      taken.add(name);
      this.#names.set(mt, name);
    }
  }

  /** Names of the interfaces that a machine's messages have, by mt. */
  of(klass: PhpClass): ReadonlyMap<string, string> {
    const types = handlersOfClass(klass, this.project)
      .map(({ mt }) => mt)
      .filter((mt) => this.#names.has(mt));
    return new Map([...new Set(types)].map((mt) => [mt, this.#names.get(mt) ?? '']));
  }

  /** The type of a handler's parameter: its message's interface, but where the handler gives it another type. */
  ofHandler({ mt, method }: PhpHandler, unit: TranslationUnit): string {
    const name = this.#names.get(mt);
    const isChanged = writesOf(method.node).some(
      ({ node }) => isKind(node, 'propertylookup') && textOfName(node.offset) === 'mt',
    );
    return name === undefined || isChanged ? unit.imports.type(machineModule, 'Message') : name;
  }

  /** The interfaces. */
  code(unit: TranslationUnit): string {
    const lines = [...this.#members].map(([mt, members]) => {
      const value = unit.imports.type(phpModule, 'PhpValue');
      const tested = this.#tested.get(mt);
      const seen = [...members].map((member) => `${member}${tested?.has(member) ? '?' : ''}: ${value};`);
      const base = unit.imports.type(machineModule, 'Message');
      return `export interface ${this.#names.get(mt) ?? ''} extends ${base} {\n${[`mt: ${JSON.stringify(mt)};`, ...seen].join('\n')}\n}\n`;
    });
    return lines.join('\n');
  }
}

/** Members of the message that a handler looks at. */
function membersSeen({ method }: PhpHandler): readonly string[] {
  return membersIn(method.node, textOfName(method.node.arguments[0]?.name));
}

function membersTested({ method }: PhpHandler): readonly string[] {
  const message = textOfName(method.node.arguments[0]?.name);
  const tested: string[] = [];
  walk(method.node, (node) => {
    const asked =
      node.kind === 'isset'
        ? listOf(partOf(node, 'variables'))
        : node.kind === 'empty'
          ? [partOf(node, 'expression')]
          : isKind(node, 'bin') && node.type === '??'
            ? [node.left]
            : [];
    for (const one of asked) if (isNode(one)) tested.push(...membersIn(one, message));
  });
  return tested;
}

function membersIn(node: Node, message: string): readonly string[] {
  const seen = new Set<string>();
  walk(node, (inner) => {
    if (!isKind(inner, 'propertylookup') || !isKind(inner.offset, 'identifier')) return;
    if (!isKind(inner.what, 'variable') || inner.what.name !== message) return;
    const { name } = inner.offset;
    if (!known.has(name) && identifier(name) === name) seen.add(name);
  });
  return [...seen];
}
