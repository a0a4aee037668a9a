import type { Node } from 'php-parser';
import type { PhpClass, PhpHandler } from '../read/model.js';
import { chainOf } from '../read/class-lookup.js';
import { classNameIn } from '../read/class-names.js';
import { isKind, textOfName, walk } from '../read/nodes.js';
import type { MachineParts } from './machine-parts.js';
import { machineModule } from './machine-dialect.js';
import { isRuntimeMessage } from './runtime-messages.js';
import { ActionWriter } from './action-writer.js';
import { asBool, guardName, isBoolean } from './conditions.js';
import { upperFirst } from './machine-names.js';
import { looksOf } from './simple-expressions.js';
import type { Branch } from './split-handler.js';
import { splitHandler } from './split-handler.js';

/** Writes the transitions of a machine, and collects the guards and actions that they name. */
export class TransitionWriter {
  /** Guards by name, as they are written in `setup`. */
  readonly guards = new Map<string, string>();
  /** Actions by name, as they are written in `setup`. */
  readonly actions = new Map<string, string>();

  readonly #actionWriter: ActionWriter;

  constructor(readonly parts: MachineParts) {
    this.#actionWriter = new ActionWriter(parts);
  }

  /** What stands behind the message in `on`. */
  of(handler: PhpHandler, state: string): string {
    const branches = splitHandler(handler, this.parts.klass, this.parts.members);
    const split = branches && this.#split(handler, state, branches);
    return split ?? this.#withFunction(handler, state);
  }

  /** Classes of the program whose objects are copied with the context: those that the machine's files make. */
  objectClasses(): readonly string[] {
    const { unit, klass, writer } = this.parts;
    const made = new Set<string>();
    for (const { file } of chainOf(klass)) {
      walk(file.ast, (node) => {
        if (isKind(node, 'new') && isKind(node.what, 'name')) {
          made.add(classNameIn(file, node.what.name).name.toLowerCase());
        }
      });
    }
    return [...made]
      .flatMap((name) => unit.project.classes.get(name) ?? [])
      .filter((one) => one.kind === 'class' && !one.isAutomaton && one.libraryAncestor === undefined)
      .map((one) => writer.options.outside.className(one));
  }

  /** One transition for each state that the handler may return, chosen by what it returned. */
  #withFunction(handler: PhpHandler, state: string): string {
    const { names } = this.parts;
    const name = names.functionOf(handler);
    const action = names.actionOf(handler);
    this.actions.set(action, `${action}: ${names.handlers}.run(${name}),`);
    const transitions = targetsOf(handler, state, this.parts.klass).map((target, at, all) => {
      const goesTo = target === undefined ? '' : `target: '${target}', `;
      if (at === all.length - 1) return `{ ${goesTo}actions: '${action}' }`;
      const guard = `${action}Returns${upperFirst(target ?? '')}`;
      this.guards.set(guard, `${guard}: ${names.handlers}.returns(${name}, '${target ?? ''}'),`);
      return `{ guard: '${guard}', ${goesTo}actions: '${action}' }`;
    });
    return transitions.length === 1 ? (transitions[0] ?? '') : `[${transitions.join(',\n')}]`;
  }

  /** Guards and actions instead of the function; undefined when a part cannot be written as an expression. */
  #split(handler: PhpHandler, state: string, branches: readonly Branch[]): string | undefined {
    const transitions: string[] = [];
    const guards = new Map<string, string>();
    for (const { guard, target, actions } of branches) {
      const written = actions.map((plan) => this.#actionWriter.of(handler, plan));
      const condition = guard && this.#guard(handler, guard, target, guards);
      if (!written.every((one) => one !== undefined)) return undefined;
      if (guard && condition === undefined) return undefined;
      const members = [
        condition === undefined ? '' : `guard: '${condition}'`,
        target === undefined || target === state ? '' : `target: '${target}'`,
        written.length === 0
          ? ''
          : `actions: ${written.length === 1 && !written[0]?.startsWith('/') ? (written[0] ?? '') : `[\n${written.join(',\n')}]`}`,
      ].filter((one) => one !== '');
      if (members.length === 0 && condition === undefined && branches.length > 1) continue;
      transitions.push(`{ ${members.join(', ')} }`);
    }
    for (const [name, code] of guards) this.guards.set(name, code);
    if (transitions.length === 1 && branches.length === 1) return transitions[0];
    return `[${transitions.join(',\n')}]`;
  }

  #guard(
    handler: PhpHandler,
    node: Node,
    target: string | undefined,
    guards: Map<string, string>,
  ): string | undefined {
    const { owner, method } = handler;
    const expression = this.parts.writer.expression(
      owner,
      method.node,
      isBoolean(node) ? node : asBool(node),
    );
    if (expression === undefined) return undefined;
    const message = textOfName(method.node.arguments[0]?.name);
    const looks = looksOf(node, message, this.parts.members);
    const parameters = [
      looks && looks.members.size > 0 ? 'context' : '',
      looks?.atMessage ? 'event' : '',
    ].filter((one) => one !== '');
    const given = parameters.length === 0 ? '()' : `({ ${parameters.join(', ')} })`;
    const body = looks?.atMessage
      ? `{\nconst ${message} = ${this.#messageOf(handler)};\nreturn ${expression};\n}`
      : expression;
    const code = `${given} => ${body},`;
    const name = this.#freeGuard(guardName(handler, node, message, target), code, guards);
    guards.set(name, `${name}: ${code}`);
    return name;
  }

  #messageOf({ mt }: PhpHandler): string {
    if (isRuntimeMessage(mt))
      return `${this.parts.unit.imports.value(machineModule, 'Message')}.of(event.msg)`;
    return `${this.parts.unit.imports.value(machineModule, 'messageOf')}(event, ${JSON.stringify(mt)})`;
  }

  #freeGuard(wished: string, code: string, guards: ReadonlyMap<string, string>): string {
    const isFree = (name: string): boolean => {
      const known = this.guards.get(name) ?? guards.get(name);
      return known === undefined || known === `${name}: ${code}`;
    };
    let name = wished;
    for (let count = 2; !isFree(name); count += 1) name = `${wished}${count}`;
    return name;
  }
}

/**
 * The states that a handler leads to, the last one for all that is left: undefined where it may stay. A handler that
 * always returns a state has no transition that would never be taken.
 */
function targetsOf(
  { returns, returnsUnknown }: PhpHandler,
  state: string,
  klass: PhpClass,
): readonly (string | undefined)[] {
  const known = returnsUnknown ? [...returns, ...klass.states] : returns;
  const targets = [...new Set(known)].filter((one): one is string => one !== null && one !== state);
  const mayStay =
    returnsUnknown || returns.length === 0 || returns.some((one) => one === null || one === state);
  return mayStay ? [...targets, undefined] : targets;
}
