import type { Node } from 'php-parser';
import type { PhpClass, PhpHandler } from '../read/model.js';
import { chainOf } from '../read/class-lookup.js';
import { classNameIn } from '../read/class-names.js';
import { isKind, textOfName, walk } from '../read/nodes.js';
import type { MachineParts } from './machine-parts.js';
import { messageIn } from './action-writer.js';
import { commentsOfBody } from './comments-of-body.js';
import { actionsOf, freeName } from './named-actions.js';
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

  constructor(readonly parts: MachineParts) {}

  /** What stands behind the message in `on`. */
  of(handler: PhpHandler, state: string): { readonly comments: string; readonly code: string } {
    const { klass, members, writer } = this.parts;
    const branches = splitHandler(handler, klass, members);
    const split = branches && this.#split(handler, state, branches);
    if (split === undefined) return { comments: '', code: this.#withFunction(handler, state) };
    // What explains none of the effects and guards explains the whole.
    const inside = [...commentsOfBody(handler.owner.file, handler.method.node).values()].flat();
    return { comments: `${writer.commentsOn(handler)}${writer.comments.take(inside)}`, code: split };
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
    const { owner, method } = handler;
    const comments = commentsOfBody(owner.file, method.node);
    const guards = new Map<string, string>();
    const actions = actionsOf(this.parts, handler, branches, comments, this.actions);
    if (actions === undefined) return undefined;
    const transitions: string[] = [];
    for (const [at, { guard, target, ways }] of branches.entries()) {
      const written = actions.ofBranches[at] ?? [];
      const condition = guard && this.#guard(handler, guard, target, guards);
      if (guard && condition === undefined) return undefined;
      const members = [
        condition === undefined ? '' : `guard: '${condition}'`,
        target === undefined || target === state ? '' : `target: '${target}'`,
        written.length === 0
          ? ''
          : `actions: ${written.length === 1 && !written[0]?.startsWith('/') ? (written[0] ?? '') : `[\n${written.join(',\n')}]`}`,
      ].filter((one) => one !== '');
      if (members.length === 0 && condition === undefined && branches.length > 1) continue;
      const why = this.parts.writer.comments.take(ways.flatMap((one) => comments.get(one) ?? []));
      transitions.push(`${why}{ ${members.join(', ')} }`);
    }
    for (const [name, code] of guards) this.guards.set(name, code);
    for (const [name, code] of actions.named) this.actions.set(name, code);
    if (transitions.length === 1 && branches.length === 1) return transitions[0];
    return `[\n${transitions.join(',\n')}]`;
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
      ? `{\nconst ${message} = ${messageIn(this.parts, handler)};\nreturn ${expression};\n}`
      : expression;
    const code = `${given} => ${body},`;
    const name = this.#freeGuard(guardName(handler, node, message, target), code, guards);
    guards.set(name, `${name}: ${code}`);
    return name;
  }

  #freeGuard(wished: string, code: string, guards: ReadonlyMap<string, string>): string {
    return freeName(wished, code, (name) => this.guards.get(name) ?? guards.get(name));
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
