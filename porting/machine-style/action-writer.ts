import type { Node } from 'php-parser';
import type { PhpHandler } from '../read/model.js';
import { isKind, textOfName } from '../read/nodes.js';
import { machineModule } from './machine-dialect.js';
import { upperFirst } from './machine-names.js';
import type { MachineParts } from './machine-parts.js';
import { contextName } from './members.js';
import { isRuntimeMessage } from './runtime-messages.js';
import { looksOf } from './simple-expressions.js';
import type { ActionPlan } from './split-handler.js';
import { listOf, partOf } from './writes.js';

/** Writes what a handler does as actions of the chart. */
export class ActionWriter {
  /**
   * @param place `chart`: in a transition, where it is known which message there is; `setup`: as an action with a name,
   * which asks for the message
   */
  constructor(
    readonly parts: MachineParts,
    private readonly place: 'chart' | 'setup',
  ) {}

  /** An action; undefined when a part cannot be written as an expression. */
  of(handler: PhpHandler, plan: ActionPlan): string | undefined {
    const { imports } = this.parts.unit;
    return this.#actionCode(handler, plan, (name) => imports.value('pbx-automata', name));
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
      return `${assign}({ ${member}: ${this.#function(handler, values, false, list)} })`;
    }
    const added = this.#function(handler, values, true, `context.${member}.${plan.kind}(${list})`);
    return `${assign}({ ${member}: ${added} })`;
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
    return `${action('postEvent')}(${this.#valueOrFunction(handler, [message, to], value)})`;
  }

  /** A value, or a function that gives it where it looks at context or message. */
  #given(handler: PhpHandler, node: Node): string | undefined {
    const value = isKind(node, 'new') ? this.#message(handler, node) : this.#expression(handler, node);
    if (value === undefined) return undefined;
    return this.#valueOrFunction(handler, [node], value);
  }

  #message(handler: PhpHandler, node: Node): string | undefined {
    const parts = listOf(partOf(node, 'arguments'));
    const written = parts.map((part) => this.#expression(handler, part));
    if (!written.every((one) => one !== undefined)) return undefined;
    const names = namesOf(parts);
    if (
      parts.every(isMember) &&
      names.every((name) => name !== undefined && !['mt', '__proto__'].includes(name))
    ) {
      const pairs = names.map((name, at) => {
        const value = written[2 * at + 2] ?? 'null';
        // PHP has null where there is no such member, and sends it.
        const orNull = isKind(parts[2 * at + 2], 'propertylookup') ? ' ?? null' : '';
        return `, ${JSON.stringify(name)}: ${value}${orNull}`;
      });
      return `{ mt: ${written[0] ?? ''}${pairs.join('')} }`;
    }
    return `new ${this.parts.unit.imports.value(machineModule, 'Message')}(${written.join(', ')})`;
  }

  #expression({ owner, method }: PhpHandler, node: Node): string | undefined {
    return this.parts.writer.expression(owner, method.node, node);
  }

  #valueOrFunction(handler: PhpHandler, nodes: readonly Node[], value: string): string {
    const written = this.#function(handler, nodes, false, value);
    return written.startsWith('() =>') ? value : written;
  }

  /** `({ context, event: { msg } }) => …`, with what these expressions look at. */
  #function(handler: PhpHandler, nodes: readonly Node[], needsContext: boolean, value: string): string {
    const message = textOfName(handler.method.node.arguments[0]?.name);
    const looks = nodes.map((node) => looksOf(messageArguments(node), message, this.parts.members));
    const context = needsContext || looks.some((one) => one && one.members.size > 0) ? ['context'] : [];
    const atMessage = looks.some((one) => one?.atMessage);
    if (atMessage && this.place === 'setup') {
      const names = [...context, 'event'].join(', ');
      const asked = messageIn(this.parts, handler);
      return `({ ${names} }) => {\nconst ${message} = ${asked};\nreturn ${value};\n}`;
    }
    const event = atMessage ? [message === 'msg' ? 'event: { msg }' : `event: { msg: ${message} }`] : [];
    const names = [...context, ...event];
    return `${names.length === 0 ? '()' : `({ ${names.join(', ')} })`} => ${inParentheses(value)}`;
  }
}

/** The message of an event, where its type is not known from the place. */
export function messageIn({ unit: { imports } }: MachineParts, { mt }: PhpHandler): string {
  if (isRuntimeMessage(mt)) return `${imports.value(machineModule, 'Message')}.of(event.msg)`;
  return `${imports.value(machineModule, 'messageOf')}(event, ${JSON.stringify(mt)})`;
}

/** What an action is called by what it does. */
export function actionName({ mt }: PhpHandler, plan: ActionPlan): string {
  if (plan.kind === 'log') return `log${upperFirst(mt)}`;
  if ('member' in plan) return `${plan.kind === 'assign' ? 'set' : 'add'}${upperFirst(plan.member)}`;
  const [type] = listOf(partOf(plan.message, 'arguments'));
  const sent = isKind(type, 'string') && /^\w+$/.test(type.value) ? type.value : 'Message';
  return `${plan.kind}${upperFirst(sent)}`;
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

/** What can be written as a member of an object: it is known whether it may be undefined. */
function isMember(node: Node): boolean {
  return isLiteral(node) || isText(node) || node.kind === 'propertylookup';
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
