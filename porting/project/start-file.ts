import type { Node, Parameter } from 'php-parser';
import { methodsOf } from '../read/class-lookup.js';
import { loginValue } from '../read/login-values.js';
import type { PhpClass, PhpProject, PortProblem } from '../read/model.js';
import { importPath } from '../read/module-names.js';
import { isKind, lineOf, textOfName } from '../read/nodes.js';
import type { HandlerPicture } from '../diagram/php-chart.js';
import { picturesOf } from '../diagram/php-chart.js';

/** The file that `npm start` runs when there is no program. */
export const startModule = 'start.ts';

export interface StartFile {
  /** Undefined when there is no automaton that can be run by itself. */
  readonly code: string | undefined;
  readonly problems: readonly PortProblem[];
}

/** What has become of a class; undefined: it is not there. */
export type ExportedAs = 'machine' | 'class' | undefined;

/** An automaton that can be run by itself. */
interface Entry {
  readonly klass: PhpClass;
  readonly app: string;
  /** Messages by which the App Service was chosen; empty when it was not known. */
  readonly known: readonly string[];
  /** Whether they are what it sends, or answers that it takes. */
  readonly verb: 'Sends' | 'Takes';
  /** What its constructor is given, by name of the parameter. */
  readonly given: readonly Given[];
}

interface Given {
  readonly name: string;
  readonly value: string;
  /** PHP says of which type it is. */
  readonly hasType: boolean;
  /** Nobody knows its value: it is null until a person writes it. */
  readonly isUnknown: boolean;
}

/**
 * The file that gives the ported automatons to `pbx-automata run`, each with its App Service. That is told from what
 * it sends; values for its constructor from the names of the parameters, what is left is for the person to fill in.
 * @param exportedAs what has become of a class
 */
export function startFile(project: PhpProject, exportedAs: (klass: PhpClass) => ExportedAs): StartFile {
  const problems: PortProblem[] = [];
  const entries = project.files
    .flatMap((file) => file.classes)
    .filter((klass) => isRunnable(klass) && exportedAs(klass) !== undefined)
    .map((klass): Entry => ({
      klass,
      ...serviceOf(picturesOf(project, klass)),
      given: givenTo(klass, problems),
    }));
  if (entries.length === 0) return { code: undefined, problems };
  const names = uniqueNames(entries.map(({ klass }) => klass));
  const imports = new Map<string, readonly string[]>();
  for (const { klass } of entries) {
    const name = names.get(klass) ?? klass.name;
    const what = name === klass.name ? name : `${klass.name} as ${name}`;
    const module = importPath(startModule, klass.file.module);
    imports.set(module, [...(imports.get(module) ?? []), what]);
  }
  const usesLogin = entries.some(({ given }) => given.some(({ value }) => value.startsWith('login.')));
  const code = [
    '/**',
    ' * What `npm start` runs: each automaton on the authenticated socket of its App Service. Without `--pbx` that is the',
    ' * embedded simulator\'s; see docs/cli.md, "run", of pbx-automata.',
    ' */',
    ...(usesLogin ? ["import type { RunLogin } from 'pbx-automata';"] : []),
    ...[...imports].map(([module, what]) => `import { ${what.join(', ')} } from '${module}';`),
    '',
    'export default [',
    ...entries.map((entry) =>
      entryText(entry, names.get(entry.klass) ?? entry.klass.name, exportedAs(entry.klass) === 'machine'),
    ),
    '];',
  ];
  return { code: `${code.join('\n')}\n`, problems };
}

/** Abstract ones, and those that go on from a login of the library, are run by programs only. */
function isRunnable({ isAutomaton, isAbstract, libraryAncestor, kind }: PhpClass): boolean {
  return (
    isAutomaton && !isAbstract && kind === 'class' && /^Finite?StateAutomaton$/.test(libraryAncestor ?? '')
  );
}

function uniqueNames(classes: readonly PhpClass[]): ReadonlyMap<PhpClass, string> {
  const taken = new Set<string>();
  return new Map(
    classes.map((klass) => {
      let name = klass.name;
      for (let number = 2; taken.has(name); number += 1) name = `${klass.name}${number}`;
      taken.add(name);
      return [klass, name];
    }),
  );
}

function entryText({ klass, app, known, verb, given }: Entry, name: string, isMachine: boolean): string {
  const todo = given.filter(({ isUnknown }) => isUnknown).map((one) => one.name);
  const why =
    known.length > 0 ? `${verb} ${known.join(', ')}` : 'Sends nothing by which an App Service is known';
  const lines = [`// ${why}: on the socket of ${places[app] ?? app}.`];
  if (todo.length > 0)
    lines.push(`// TODO(port): give ${todo.join(' and ')} a value; PHP gave it to the constructor.`);
  const usesLogin = given.some(({ value }) => value.startsWith('login.'));
  const nickname = name === klass.name ? '' : `, nickname: '${name}'`;
  const ofMachine = given.filter(({ value, isUnknown }) => isUnknown || value !== 'null');
  const run = isMachine
    ? `{ machine: ${name}${inputText(ofMachine, usesLogin ? '(login: RunLogin)' : '()')}`
    : `{ automaton: ${instanceText(name, given, usesLogin)}`;
  return `${lines.join('\n')}\n${run}, app: '${app}'${nickname} },`;
}

const places: Readonly<Record<string, string>> = { devices: 'Devices', users: 'Users', pbx: 'the PBX' };

/** The class itself takes a socket, or a function makes the object. */
function instanceText(name: string, given: readonly Given[], usesLogin: boolean): string {
  // Whatever type the constructor of the class wants of it.
  const values = given.map(({ value, hasType }) => (hasType && value !== 'ws' ? `${value} as never` : value));
  if (given.length === 0 || (given.length === 1 && given[0]?.value === 'ws')) return name;
  const parameters = usesLogin ? '(ws, login: RunLogin)' : values.includes('ws') ? '(ws)' : '()';
  return `${parameters} => new ${name}(${values.join(', ')})`;
}

function inputText(given: readonly Given[], parameter: string): string {
  const members = given.filter(({ value }) => value !== 'ws').map(({ name, value }) => `${name}: ${value}`);
  return members.length === 0 ? '' : `, input: ${parameter} => ({ ${members.join(', ')} })`;
}

/** Which App Service understands what the automaton sends; where that is not known, gives the answers that it takes. */
function serviceOf(pictures: readonly HandlerPicture[]): Pick<Entry, 'app' | 'known' | 'verb'> {
  const sent = pictures.flatMap(({ outcomes }) =>
    outcomes.flatMap(({ effects }) =>
      effects.flatMap(({ kind, mt }) => (kind === 'send' && mt !== undefined ? mt : [])),
    ),
  );
  const answers = pictures.map(({ handler }) => handler.mt).filter((mt) => /(?:Result|Info)$/.test(mt));
  const ways = [
    { verb: 'Sends', messages: sent },
    { verb: 'Takes', messages: answers },
  ] as const;
  for (const { verb, messages } of ways) {
    for (const [app, pattern] of services) {
      const known = [...new Set(messages.filter((mt) => pattern.test(mt)))];
      if (known.length > 0) return { app, known, verb };
    }
  }
  return { app: 'pbx', known: [], verb: 'Sends' };
}

const services: readonly (readonly [string, RegExp])[] = [
  ['devices', /Device|Domain|Provision/],
  ['users', /^(?:NumUsers|ReadUser|AddUser|UpdateUser|DeleteUser)/],
];

/** What the constructor is given; what it has a default for is left to it, from the end on. */
function givenTo(klass: PhpClass, problems: PortProblem[]): readonly Given[] {
  const found = methodsOf(klass).get('__construct');
  if (found === undefined) return [];
  const { arguments: parameters } = found.method.node;
  const socket = socketOf(parameters);
  const lastNeeded = parameters.findLastIndex((one) => one.value === null && !one.variadic);
  return parameters.slice(0, lastNeeded + 1).map((one) => {
    const name = textOfName(one.name);
    const value = one === socket ? 'ws' : valueFor(name, one.value);
    const isUnknown = value === undefined;
    if (isUnknown) {
      const sentence = `${klass.name} wants $${name} in its constructor, which only the program knows; give it a value in ${startModule}.`;
      problems.push({ severity: 'todo', sentence, file: found.owner.file.path, line: lineOf(one) });
    }
    return { name, value: value ?? 'null', hasType: one.type !== null, isUnknown };
  });
}

/** An automaton is run on one socket: the only parameter of that type, else the first one, if it is called so. */
function socketOf(parameters: readonly Parameter[]): Parameter | undefined {
  const typed = parameters.filter(({ type }) => isKind(type, 'name') && /WSClient$/i.test(type.name));
  const [first] = parameters;
  if (typed.length === 1) return typed[0];
  return first && (typed.includes(first) || /ws$|socket$/i.test(textOfName(first.name))) ? first : undefined;
}

function valueFor(name: string, standard: Node | null): string | undefined {
  return standard !== null || /nick/i.test(name) ? 'null' : loginValue(name);
}
