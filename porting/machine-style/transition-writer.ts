import type { Node } from 'php-parser';
import type { PhpHandler } from '../read/model.js';
import { chainOf } from '../read/class-lookup.js';
import { classNameIn } from '../read/class-names.js';
import { isKind, textOfName, walk } from '../read/nodes.js';
import type { MachineParts } from './machine-code.js';
import { machineModule } from './machine-dialect.js';
import { isRuntimeMessage } from './runtime-messages.js';
import { asBool, guardName, isBoolean } from './conditions.js';
import { upperFirst } from './machine-names.js';
import { contextName } from './members.js';
import { looksOf } from './simple-expressions.js';
import type { ActionPlan, Branch } from './split-handler.js';
import { splitHandler } from './split-handler.js';
import { listOf, partOf } from './writes.js';

/** Writes the transitions of a machine, and collects the guards and actions that they name. */
export class TransitionWriter {
  /** Guards by name, as they are written in `setup`. */
  readonly guards = new Map<string, string>();
  /** Actions by name, as they are written in `setup`. */
  readonly actions = new Map<string, string>();

  constructor(readonly parts: MachineParts) {}

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
    const { klass, names } = this.parts;
    const name = names.functionOf(handler);
    const bound = names.handlers;
    this.actions.set(name, `${name}: ${bound}.run(${name}),`);
    const known = handler.returnsUnknown ? [...handler.returns, ...klass.states] : handler.returns;
    const targets = [...new Set(known)].filter((one) => one !== null && one !== state);
    const isSure = !handler.returnsUnknown && targets.length === 1 && handler.returns.length === 1;
    if (isSure) return `{ target: '${targets[0] ?? ''}', actions: '${name}' }`;
    const transitions = targets.map((target) => {
      const guard = `${name}Returns${upperFirst(target ?? '')}`;
      this.guards.set(guard, `${guard}: ${bound}.returns(${name}, '${target ?? ''}'),`);
      return `{ guard: '${guard}', target: '${target ?? ''}', actions: '${name}' }`;
    });
    const rest = `{ actions: '${name}' }`;
    return transitions.length === 0 ? rest : `[${[...transitions, rest].join(',\n')}]`;
  }

  /** Guards and actions instead of the function; undefined when a part cannot be written as an expression. */
  #split(handler: PhpHandler, state: string, branches: readonly Branch[]): string | undefined {
    const transitions: string[] = [];
    const guards = new Map<string, string>();
    for (const { guard, target, actions } of branches) {
      const written = actions.map((plan) => this.#action(handler, plan));
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

  #action(handler: PhpHandler, plan: ActionPlan): string | undefined {
    const { imports } = this.parts.unit;
    const code = this.#actionCode(handler, plan, (name) => imports.value('pbx-automata', name));
    if (code === undefined) return undefined;
    const comments = this.parts.writer.comments(handler.owner, plan.statement);
    return `${comments}${code}`;
  }

  #actionCode(handler: PhpHandler, plan: ActionPlan, action: (name: string) => string): string | undefined {
    if (plan.kind === 'log') {
      const text = this.#given(handler, isText(plan.text) ? plan.text : asText(plan.text));
      const category = plan.category === 'runtime' ? '' : `, '${plan.category}'`;
      return text && `${action('writeLog')}(${text}${category})`;
    }
    if (plan.kind === 'send') {
      const message = this.#given(handler, plan.message);
      return message && `${action('sendMessage')}(${message})`;
    }
    if (plan.kind === 'post') return this.#post(handler, plan.message, plan.to, action);
    const assign = this.parts.unit.imports.value('xstate', 'assign');
    const values = plan.kind === 'merge' ? plan.values : [plan.value];
    const written = values.map((value) => this.#expression(handler, value));
    if (!written.every((one) => one !== undefined)) return undefined;
    const list = written.join(', ');
    const member = contextName(plan.member);
    if (plan.kind === 'assign') {
      // A function in any case, so that a function as a value would not be called.
      return `${assign}({ ${member}: ${this.#parameters(handler, values, false)} => ${inParentheses(list)} })`;
    }
    const parameters = this.#parameters(handler, values, true);
    return `${assign}({ ${member}: ${parameters} => context.${member}.${plan.kind}(${list}) })`;
  }

  #post(
    handler: PhpHandler,
    message: Node,
    to: Node | undefined,
    action: (name: string) => string,
  ): string | undefined {
    if (to === undefined) {
      const whole = this.#given(handler, message);
      return whole && `${action('postEvent')}(${whole})`;
    }
    const written = this.#message(handler, message);
    const nickname = this.#expression(handler, isText(to) ? to : asText(to));
    if (written === undefined || nickname === undefined) return undefined;
    const value = `{ message: ${written}, to: ${nickname} }`;
    const parameters = this.#parameters(handler, [message, to], false);
    return `${action('postEvent')}(${parameters === '()' ? value : `${parameters} => (${value})`})`;
  }

  /** A value, or a function that gives it where it looks at context or message. */
  #given(handler: PhpHandler, node: Node): string | undefined {
    const value = isKind(node, 'new') ? this.#message(handler, node) : this.#expression(handler, node);
    if (value === undefined) return undefined;
    const parameters = this.#parameters(handler, [node], false);
    return parameters === '()' ? value : `${parameters} => ${inParentheses(value)}`;
  }

  #message(handler: PhpHandler, node: Node): string | undefined {
    const parts = listOf(partOf(node, 'arguments'));
    const written = parts.map((part) => this.#expression(handler, part));
    if (!written.every((one) => one !== undefined)) return undefined;
    if (parts.every((part) => isLiteral(part)) && namesOf(parts).every((name) => name !== undefined)) {
      const names = namesOf(parts);
      const members = written.slice(1).filter((_, at) => at % 2 === 1);
      const pairs = members.map((value, at) => `, ${JSON.stringify(names[at])}: ${value}`);
      return `{ mt: ${written[0] ?? ''}${pairs.join('')} }`;
    }
    return `new ${this.parts.unit.imports.value(machineModule, 'Message')}(${written.join(', ')})`;
  }

  #expression({ owner, method }: PhpHandler, node: Node): string | undefined {
    return this.parts.writer.expression(owner, method.node, node);
  }

  /** `({ context, event: { msg } })`, with what these expressions look at. */
  #parameters({ method }: PhpHandler, nodes: readonly Node[], needsContext: boolean): string {
    const message = textOfName(method.node.arguments[0]?.name);
    const looks = nodes.map((node) => looksOf(messageArguments(node), message, this.parts.members));
    const context = needsContext || looks.some((one) => one && one.members.size > 0) ? ['context'] : [];
    const event = looks.some((one) => one?.atMessage)
      ? [message === 'msg' ? 'event: { msg }' : `event: { msg: ${message} }`]
      : [];
    const names = [...context, ...event];
    return names.length === 0 ? '()' : `({ ${names.join(', ')} })`;
  }
}

/** `new Message(…)` as the list of what it is made of. */
function messageArguments(node: Node): Node {
  return isKind(node, 'new')
    ? ({ kind: 'array', items: listOf(node.arguments), loc: node.loc } as unknown as Node)
    : node;
}

function namesOf(parts: readonly Node[]): readonly (string | undefined)[] {
  return parts
    .slice(1)
    .filter((_, at) => at % 2 === 0)
    .map((one) => (isKind(one, 'string') ? one.value : undefined));
}

function isLiteral(node: Node): boolean {
  return ['string', 'number', 'boolean', 'nullkeyword'].includes(node.kind);
}

/** An object in an arrow function needs parentheses. */
function inParentheses(value: string): string {
  return value.startsWith('{') ? `(${value})` : value;
}

function isText(node: Node): boolean {
  return node.kind === 'string' || node.kind === 'encapsed' || (isKind(node, 'bin') && node.type === '.');
}

function asText(node: Node): Node {
  return { kind: 'cast', type: 'string', expr: node, raw: '(string)', loc: node.loc } as unknown as Node;
}
