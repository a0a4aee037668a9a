import type { MachineParts } from './machine-parts.js';
import type { Node } from 'php-parser';
import type { PhpClass } from '../read/model.js';
import { textOfName } from '../read/nodes.js';
import { classConstantOf, memberDefaultOf } from '../read/class-lookup.js';
import { automatonClass } from './automaton-class.js';
import { acceptedFrom } from './accepts.js';
import { handlersIn, handlersOfClass } from './handlers.js';
import type { FunctionWriter } from './function-writer.js';
import { machineModule, phpModule } from './machine-dialect.js';
import { memberType } from './member-types.js';
import { contextName } from './members.js';
import { outputsOf } from './outputs.js';
import { TransitionWriter } from './transition-writer.js';

/**
 * The module's code for one machine: types, the machine, its functions.
 * @param isMade programs make it as in PHP: it gets a class for them
 */
export function machineCode(parts: MachineParts, isMade: boolean): string {
  const transitions = new TransitionWriter(parts);
  const states = parts.klass.states.map((state) => stateCode(parts, transitions, state)).join('\n');
  const output = outputsOf(parts);
  const context = contextCode(parts);
  const automaton = isMade ? automatonClass(parts) : '';
  const functions = functionsCode(parts);
  const machine = [
    docOf(parts),
    `export const ${parts.klass.name} = ${parts.unit.imports.value('pbx-automata', 'setupAutomaton')}({`,
    typesCode(parts),
    `accepts: { ${acceptsCode(parts)} },`,
    transitions.guards.size > 0 ? `guards: { ${[...transitions.guards.values()].join('\n')} },` : '',
    transitions.actions.size > 0 ? `actions: { ${[...transitions.actions.values()].join('\n')} },` : '',
    `}).createMachine({ id: '${parts.klass.name}', initial: 'Initial',`,
    `context: ${context},`,
    `states: {\n${states}\n},`,
    `output: ${output.code},\n});\n`,
  ];
  // Constants and handlers last, for functions use them.
  const constants = constantsCode(parts);
  return [
    membersCode(parts),
    inputCode(parts),
    `export interface ${parts.klass.name}Output { ${output.types} }\n`,
    constants,
    handlersCode(parts, transitions),
    machine.filter((line) => line !== '').join('\n'),
    functions,
    automaton,
    parts.writer.comments.left(),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function docOf({ writer, klass }: MachineParts): string {
  const comments = writer.comments.ofClass().trim();
  return comments === '' ? `/** The machine of PHP's class ${klass.name} (${klass.file.path}). */` : comments;
}

function membersCode(parts: MachineParts): string {
  const { klass, members, unit, writer } = parts;
  const lines = members.all.map(({ name, isRows }) => {
    const type = isRows ? unit.imports.type(machineModule, 'Rows') : memberType(parts, name);
    return `${writer.comments.ofProperty(name)}readonly ${contextName(name)}: ${type};`;
  });
  return `/** What ${klass.name} remembers: its members in PHP. */\nexport interface ${klass.name}Members {\n${lines.join('\n')}\n}\n`;
}

function inputCode({ klass, start, unit }: MachineParts): string {
  if (start.input.length === 0) return '';
  const value = unit.imports.type(phpModule, 'PhpValue');
  const lines = start.input.map(
    ({ name, isOptional }) => `readonly ${name}${isOptional ? '?' : ''}: ${value};`,
  );
  return `/** What ${klass.name}'s constructor is given in PHP, besides socket and nickname. */\nexport interface ${klass.name}Input {\n${lines.join('\n')}\n}\n`;
}

function typesCode({ klass, messageTypes, start }: MachineParts): string {
  const messages = [...messageTypes.values()];
  const isOptional = start.input.every((one) => one.isOptional);
  return [
    'types: {',
    `context: {} as ${klass.name}Members,`,
    `messages: {} as ${messages.length === 0 ? 'never' : messages.join(' | ')},`,
    start.input.length === 0 ? '' : `input: {} as ${klass.name}Input${isOptional ? ' | undefined' : ''},`,
    `output: {} as ${klass.name}Output,`,
    '},',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function acceptsCode({ unit, messageTypes }: MachineParts): string {
  return [...messageTypes.keys()].map((mt) => `${keyOf(mt)}: ${acceptedFrom(mt, unit.project)}`).join(', ');
}

function stateCode(parts: MachineParts, transitions: TransitionWriter, state: string): string {
  if (state === 'Dead') return `Dead: { type: 'final' },`;
  const on = handlersIn(parts.klass, state, parts.unit.project).map((handler) => {
    const { comments, code } = transitions.of(handler, state);
    return `${comments}${keyOf(handler.mt)}: ${code},`;
  });
  const members = [parts.waits ? `tags: ['waits'],` : '', on.length > 0 ? `on: {\n${on.join('\n')}\n},` : ''];
  return `${keyOf(state)}: { ${members.filter((one) => one !== '').join('\n')} },`;
}

function contextCode({ members, start, writer, klass, names, unit }: MachineParts): string {
  const defaults = members.all.map(({ name, value, isRows }) => {
    return `${contextName(name)}: ${isRows ? unit.imports.value(machineModule, 'noRows') : defaultOf(writer, klass, name, value)}`;
  });
  const literal = `{ ${defaults.join(', ')} }`;
  if (start.parts.length === 0) return literal;
  const isOptional = start.input.every((one) => one.isOptional);
  const inputOf = (node: Node): string => {
    if (node.kind !== 'variable') return writer.constant(klass, node);
    return `input${isOptional ? '?' : ''}.${textOfName(node)}`;
  };
  const calls = start.parts.map(({ method, owner, given }) => {
    const found = owner.methods.find(({ node }) => node.loc === method.loc);
    const name = found ? names.functionOf({ method: found }) : 'construct';
    return `${name}(${['self', ...given.map(inputOf)].join(', ')});`;
  });
  const needsInput = start.parts.some(({ given }) => given.some(({ kind }) => kind === 'variable'));
  return `(${needsInput ? '{ input }' : ''}) => ${names.handlers}.start(${literal}, (self) => {\n${calls.join('\n')}\n})`;
}

function defaultOf(writer: FunctionWriter, klass: PhpClass, name: string, value: Node | undefined): string {
  if (value === undefined || memberDefaultOf(klass, name) === null) return 'null';
  return writer.constant(klass, value);
}

function constantsCode({ names, klass, writer }: MachineParts): string {
  const lines: string[] = [];
  // A constant may be written with another one, which is found while it is written.
  for (const [constant, { owner, name }] of names.usedConstants) {
    const value = classConstantOf(owner, name)?.value ?? memberDefaultOf(owner, name);
    const comments = writer.comments.ofConstant(owner, name);
    lines.unshift(`${comments}const ${constant} = ${value ? writer.constant(klass, value) : 'null'};`);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function handlersCode(
  { members, klass, names, unit, start }: MachineParts,
  transitions: TransitionWriter,
): string {
  if (names.used.size === 0 && start.parts.length === 0) return '';
  const changed = members.all
    .filter((one) => one.isChangedInPlace)
    .map(({ name }) => `'${contextName(name)}'`);
  const options = [
    changed.length > 0 && !members.changesObjects ? `changedInPlace: [${changed.join(', ')}]` : '',
    members.changesObjects ? `changedObjects: [${transitions.objectClasses().join(', ')}]` : '',
    klass.handlers.some(({ returnsUnknown }) => returnsUnknown)
      ? `states: [${klass.states.map((state) => JSON.stringify(state)).join(', ')}]`
      : '',
  ].filter((one) => one !== '');
  const given = options.length === 0 ? '' : `{ ${options.join(', ')} }`;
  const maker = unit.imports.value(machineModule, 'handlersOf');
  return `const ${names.handlers} = ${maker}<${klass.name}Members>(${given});\n`;
}

/** The functions that the chart uses, then those that these use. */
function functionsCode({ names, klass, writer, start, unit }: MachineParts): string {
  const written = new Map<unknown, string>();
  for (;;) {
    const next = [...names.used.keys()].find((method) => !written.has(method));
    if (next === undefined) break;
    const handler = handlersOfClass(klass, unit.project).find(({ method }) => method === next);
    const construction = start.parts.find(({ method }) => method.loc === next.node.loc);
    const name = names.functionOf({ method: next });
    if (construction) {
      written.set(
        next,
        writer.statements(construction.owner, construction.method, name, construction.statements),
      );
    } else if (handler) written.set(next, writer.handler(handler));
    else written.set(next, writer.helper({ owner: names.ownerOf(next), method: next }));
  }
  return [...written.values()].join('\n');
}

/** A key of an object as it is written. */
export function keyOf(name: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
}
