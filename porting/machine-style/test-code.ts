import type { Node } from 'php-parser';
import { loginValue } from '../read/login-values.js';
import type { PhpFile, PhpHandler } from '../read/model.js';
import { isKind, textOfName, walk, withoutNamespace } from '../read/nodes.js';
import { handlersIn } from './handlers.js';
import type { MachineParts } from './machine-parts.js';
import { wantsList } from './quiet-statements.js';
import { isRuntimeMessage } from './runtime-messages.js';
import type { Branch } from './split-handler.js';
import { splitHandler } from './split-handler.js';
import { stepCasesOf } from './step-cases.js';
import { listOf, partOf } from './writes.js';

/** A test file for the machines of a module: what can be said of them without knowing what they are for. */
export function testCode(machines: readonly MachineParts[], file: PhpFile): string {
  const name = file.module.slice(file.module.lastIndexOf('/') + 1).replace(/\.ts$/, '.js');
  const helpers = [
    'handledMessages',
    ...(machines.some((one) => stepTests(one).length > 0) ? ['stepOf'] : []),
  ];
  const needsSocket = machines.some(runsAlone);
  return `${[
    `import { expect } from 'chai';`,
    `import { describe, it } from 'mocha';`,
    needsSocket ? `import { MemorySocket, Transitioner, silentLog } from 'pbx-automata';` : '',
    `import { verifyAutomaton } from 'pbx-automata/porting';`,
    `import { ${helpers.join(', ')} } from 'pbx-automata/porting/machine';`,
    `import { ${machines.map(({ klass }) => klass.name).join(', ')} } from './${name}';`,
    '',
    `/** A log of the PHP library, or a trace: RECORDING=devices.log npm test; SOCKET names the socket in it. */`,
    `const { RECORDING: recording, SOCKET: socketName } = process.env;`,
    '',
    ...machines.map(testsOf),
  ]
    .filter((line, at) => line !== '' || at > 4)
    .join('\n')}\n`;
}

function testsOf(parts: MachineParts): string {
  const { klass, start } = parts;
  const verified =
    start.input.length === 0 ? klass.name : `{ machine: ${klass.name}, ${recordedInput(parts)} }`;
  return [
    `describe('${klass.name}', () => {`,
    [chartTest(parts), ...stepTests(parts), ...(runsAlone(parts) ? [runTest(parts)] : [])].join('\n\n'),
    '',
    `it('does what the recording shows, if there is one', async function () {`,
    `if (recording === undefined) return this.skip();`,
    `const report = await verifyAutomaton(recording, ${verified}, { socket: socketName });`,
    `expect(report.outcome, report.sentence).to.equal('same');`,
    `});`,
    `});\n`,
  ].join('\n');
}

function chartTest({ klass, unit }: MachineParts): string {
  const states = klass.states.map((state) => {
    const messages =
      state === 'Dead' ? [] : handlersIn(klass, state, unit.project).map(({ mt }) => JSON.stringify(mt));
    return `${JSON.stringify(state)}: [${messages.join(', ')}],`;
  });
  return [
    `it('has the states and takes the messages of the PHP class', () => {`,
    `expect(handledMessages(${klass.name})).to.deep.equal({\n${states.join('\n')}\n});`,
    '});',
  ].join('\n');
}

/** Tests of handlers that say what they do without looking at anything. */
function stepTests(parts: MachineParts): readonly string[] {
  const { klass, unit } = parts;
  return klass.states.flatMap((state) =>
    state === 'Dead'
      ? []
      : handlersIn(klass, state, unit.project).flatMap((handler) => stepTest(parts, state, handler)),
  );
}

function stepTest(parts: MachineParts, state: string, handler: PhpHandler): readonly string[] {
  const branches = splitHandler(handler, parts.klass, parts.members);
  const [only] = branches ?? [];
  if (branches?.length !== 1 || only === undefined) return caseTests(parts, state, handler);
  const { target = state, actions } = only;
  const planned = actions.filter((plan) => plan.kind === 'send').map((plan) => literalMessage(plan.message));
  const sends = planned.flatMap((one) => one ?? []);
  const isFirst = state === 'Initial' && handler.mt === 'Start';
  if (!isFirst && target === state) return [];
  const known = sends.length === planned.length;
  const does = [
    ...(known && sends.length > 0 ? [`sends ${sends.map((one) => one.mt).join(', ')}`] : []),
    ...(target === state ? [] : [`goes to ${target}`]),
  ];
  if (does.length === 0) return [];
  return [
    [
      `it(${JSON.stringify(`${does.join(' and ')} on ${handler.mt} in ${state}`)}, () => {`,
      `const step = stepOf(${parts.klass.name}, ${minimalMessage(handler, only)}${optionsText(parts, state)});`,
      ...(known && sends.length > 0
        ? [`expect(step.sent).to.deep.equal([${sends.map((one) => one.code).join(', ')}]);`]
        : []),
      `expect(step.state).to.equal(${JSON.stringify(target)});`,
      `});`,
    ].join('\n'),
  ];
}

/** Where a handler goes with a message that says enough for that. */
function caseTests(parts: MachineParts, state: string, handler: PhpHandler): readonly string[] {
  return stepCasesOf(handler, parts.klass)
    .filter(({ target }) => target !== state)
    .map(({ target, because, values }) => {
      const when = [...because].map(([name, value]) => `${name} is ${JSON.stringify(value)}`).join(' and ');
      const name = `goes to ${target} on ${handler.mt} in ${state}${when === '' ? '' : ` when ${when}`}`;
      const members = [...values].map(
        ([member, value]) => `, ${JSON.stringify(member)}: ${JSON.stringify(value)}`,
      );
      const message = `{ mt: ${JSON.stringify(handler.mt)}${members.join('')} }`;
      return [
        `it(${JSON.stringify(name)}, () => {`,
        `const step = stepOf(${parts.klass.name}, ${message}${optionsText(parts, state)});`,
        `expect(step.state).to.equal(${JSON.stringify(target)});`,
        `});`,
      ].join('\n');
    });
}

function optionsText(parts: MachineParts, state: string): string {
  const given = [
    ...(state === 'Initial' ? [] : [`state: ${JSON.stringify(state)}`]),
    ...(parts.start.input.length === 0 ? [] : [`input: ${inputText(parts)}`]),
  ];
  return given.length === 0 ? '' : `, { ${given.join(', ')} }`;
}

/** Whether a socket shows what it does first: it needs no input and sends one message that is known. */
function runsAlone(parts: MachineParts): boolean {
  return firstMessage(parts) !== undefined && parts.start.input.length === 0;
}

function firstMessage({ klass, members, unit }: MachineParts): string | undefined {
  const handler = handlersIn(klass, 'Initial', unit.project).find(({ mt }) => mt === 'Start');
  const branches = handler && splitHandler(handler, klass, members);
  const send = branches?.length === 1 ? branches[0]?.actions.find(({ kind }) => kind === 'send') : undefined;
  return send?.kind === 'send' ? literalMessage(send.message)?.code : undefined;
}

function runTest(parts: MachineParts): string {
  const { name } = parts.klass;
  return [
    `it('sends it on its socket, and stops when that is closed', async () => {`,
    `const socket = new MemorySocket('TEST-WS', undefined, { onMessage: (_message, peer) => peer.close() });`,
    `const transitioner = new Transitioner({ log: silentLog });`,
    `transitioner.add(${name}, { socket });`,
    `await transitioner.run();`,
    `expect(socket.peer.messages[0]).to.deep.equal(${firstMessage(parts) ?? ''});`,
    `});`,
  ].join('\n');
}

/** A message all of whose members are written there, as JSON. */
function literalMessage(node: Node): { readonly mt: string; readonly code: string } | undefined {
  const [mt, ...rest] = listOf(partOf(node, 'arguments'));
  if (!isKind(mt, 'string')) return undefined;
  const members: string[] = [];
  for (let at = 0; at < rest.length; at += 2) {
    const [name, value] = [rest[at], literal(rest[at + 1])];
    if (!isKind(name, 'string') || value === undefined) return undefined;
    members.push(`, ${JSON.stringify(name.value)}: ${value}`);
  }
  return { mt: mt.value, code: `{ mt: ${JSON.stringify(mt.value)}${members.join('')} }` };
}

function literal(node: Node | undefined): string | undefined {
  if (isKind(node, 'string')) return JSON.stringify(node.value);
  if (node?.kind === 'nullkeyword') return 'null';
  if (node?.kind === 'boolean') return String(partOf(node, 'value'));
  if (node?.kind !== 'number') return undefined;
  const value = String(partOf(node, 'value'));
  return /^(0|[1-9]\d{0,14})$/.test(value) ? value : undefined;
}

/** Lists where lists are wanted, else as little as possible. */
function minimalMessage({ mt, method }: PhpHandler, { actions }: Branch): string {
  const message = textOfName(method.node.arguments[0]?.name);
  const lists = new Set<string>();
  const note = (node: unknown): void => {
    if (!isKind(node, 'propertylookup') || !isKind(node.what, 'variable') || node.what.name !== message)
      return;
    lists.add(textOfName(node.offset));
  };
  for (const plan of actions) if (plan.kind === 'merge') plan.values.forEach(note);
  walk(method.node, (node) => {
    const isCount =
      isKind(node, 'call') && isKind(node.what, 'name') && wantsList(withoutNamespace(node.what.name));
    if (isCount) node.arguments.forEach(note);
  });
  if (isRuntimeMessage(mt)) return `{ mt: ${JSON.stringify(mt)} }`;
  return `{ mt: ${JSON.stringify(mt)}${[...lists].map((name) => `, ${JSON.stringify(name)}: []`).join('')} }`;
}

function inputText({ start }: MachineParts): string {
  const needed = start.input.filter((one) => !one.isOptional);
  return `{ ${needed.map(({ name }) => `${name}: null`).join(', ')} }`;
}

/** What the login in the recording has for it. */
function recordedInput({ start }: MachineParts): string {
  const needed = start.input.filter((one) => !one.isOptional);
  const values = needed.map(({ name }) => `${name}: ${loginValue(name) ?? 'null'}`);
  const parameter = needed.some(({ name }) => loginValue(name) !== undefined) ? '(login)' : '()';
  return `input: ${parameter} => ({ ${values.join(', ')} })`;
}
