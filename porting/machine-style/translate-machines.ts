import type { PhpClass, PhpFile, PhpProject, PortProblem } from '../read/model.js';
import { chainOf } from '../read/class-lookup.js';
import { isKind, lineOf, walk } from '../read/nodes.js';
import { identifier } from '../translate/names.js';
import { commentText } from '../translate/comments.js';
import { fileComments } from '../translate/file-comment.js';
import { TranslationUnit } from '../translate/unit.js';
import { FunctionWriter } from './function-writer.js';
import { impuritiesOf } from './impurities.js';
import { interruptionsOf } from './interruptions.js';
import type { MachineParts } from './machine-parts.js';
import { machineCode } from './machine-code.js';
import { MachineNames } from './machine-names.js';
import type { Members } from './members.js';
import { membersOf } from './members.js';
import { MessageTypes } from './message-types.js';
import { obstacleOf, timeoutOf } from './obstacles.js';
import { sourceNamesOf } from './source-names.js';
import { startPlanOf } from './start-plan.js';
import { testCode } from './test-code.js';
import { automatonName, isMadeByProgram } from './automaton-class.js';
import type { RestOfFile } from './rest-of-file.js';
import { restOfFile } from './rest-of-file.js';

/** A file of PHP whose automatons are machines now. */
export interface TranslatedMachines {
  /** TypeScript, not formatted yet. */
  readonly code: string;
  readonly problems: readonly PortProblem[];
  /** Whether it exports `main`, which is what stands outside classes. */
  readonly hasProgram: boolean;
  /** A test of the machines, for mocha and chai; undefined without any machine. */
  readonly testCode: string | undefined;
}

const machines = new WeakMap<PhpProject, ReadonlySet<PhpClass>>();

/** All classes of the project that become machines; the others stay classes. */
function machinesOf(project: PhpProject): ReadonlySet<PhpClass> {
  const known = machines.get(project);
  if (known) return known;
  const found = new Set(
    project.files.flatMap((file) => candidatesOf(project, file, []).map(({ klass }) => klass)),
  );
  machines.set(project, found);
  return found;
}

/** A class that becomes a machine. */
interface Candidate {
  readonly klass: PhpClass;
  readonly members: Members;
}

/** Translates a file of a project in the machine style: its automatons are XState machines, all else as in the class style. */
export function translateMachines(project: PhpProject, file: PhpFile): TranslatedMachines {
  const problems: PortProblem[] = [];
  const candidates = candidatesOf(project, file, problems);
  const first = written(project, file, candidates, new Set());
  // Which names two machines share is known when they are written.
  const shared = namesShared(first.machines);
  const { machines, unit, ...result } =
    shared.size === 0 ? first : written(project, file, candidates, shared);
  problems.push(
    ...candidates.flatMap(({ klass }) => [
      ...interruptionsOf(klass, project),
      ...impuritiesOf(klass),
      ...sourceNamesOf(klass, project),
    ]),
  );
  return {
    ...result,
    problems: [...problems, ...unit.problems],
    testCode: machines.length === 0 ? undefined : testCode(machines, file),
  };
}

/** The module. @param shared names of functions that begin with the name of their machine */
function written(
  project: PhpProject,
  file: PhpFile,
  candidates: readonly Candidate[],
  shared: ReadonlySet<string>,
): {
  readonly machines: readonly MachineParts[];
  readonly unit: TranslationUnit;
  readonly code: string;
  readonly hasProgram: boolean;
} {
  const taken = namesTaken(file);
  const messages = new MessageTypes(
    candidates.map(({ klass }) => klass),
    project,
    taken,
  );
  const named = candidates.map((candidate) => ({
    ...candidate,
    names: new MachineNames(candidate.klass, project, shared, taken),
  }));
  for (const name of named.flatMap(({ names }) => names.all())) taken.add(name);
  const unit = new TranslationUnit(project, file, taken);
  unit.commentsAtTop.push(...fileComments(file));
  const rest = restOfFile(unit, machinesOf(project));
  const machines = named.map(({ klass, members, names }) =>
    partsOf(unit, klass, members, names, messages, rest),
  );
  const code = machines.map((parts) => machineCode(parts, isMadeByProgram(parts.klass, project)));
  const program = rest.code();
  const types = messages.code(unit);
  return {
    machines,
    unit,
    code: [
      commentText(unit.commentsAtTop).trimEnd(),
      unit.imports.print(),
      types,
      unit.moduleVariables(),
      ...code,
      program.code,
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
    hasProgram: program.hasProgram,
  };
}

/** Names that more than one of the machines wishes for. */
function namesShared(machines: readonly MachineParts[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { names } of machines) {
    for (const name of new Set(names.wishedNames())) (seen.has(name) ? shared : seen).add(name);
  }
  return shared;
}

function candidatesOf(project: PhpProject, file: PhpFile, problems: PortProblem[]): readonly Candidate[] {
  return file.classes.flatMap((klass) => {
    if (!klass.isAutomaton || klass.kind !== 'class' || klass.isAbstract) return [];
    const members = membersOf(klass, project);
    const obstacle = obstacleOf(klass, members) ?? heirThatStays(klass, project);
    if (obstacle) problems.push(obstacle);
    return obstacle ? [] : [{ klass, members }];
  });
}

/** A class that stays one needs its parent as a class. */
function heirThatStays(klass: PhpClass, project: PhpProject): PortProblem | undefined {
  for (const heir of project.classes.values()) {
    if (heir === klass || heir.isAbstract || !chainOf(heir).includes(klass)) continue;
    const obstacle = obstacleOf(heir, membersOf(heir, project));
    if (obstacle === undefined) continue;
    const sentence = `${klass.name} stays a class, because ${heir.name} extends it, which stays one; --style class writes all of them so.`;
    return { severity: 'notice', sentence, file: klass.file.path, line: lineOf(klass.node) };
  }
  return undefined;
}

function partsOf(
  unit: TranslationUnit,
  klass: PhpClass,
  members: Members,
  names: MachineNames,
  messages: MessageTypes,
  rest: RestOfFile,
): MachineParts {
  const writer = new FunctionWriter({
    unit,
    klass,
    names,
    members,
    membersType: `${klass.name}Members`,
    messageType: (handler) => messages.ofHandler(handler, unit),
    outside: rest.outside,
  });
  const start = startPlanOf(klass) ?? { input: [], parts: [] };
  return {
    unit,
    klass,
    names,
    members,
    start,
    writer,
    waits: timeoutOf(klass) === 'waits',
    messageTypes: messages.of(klass),
  };
}

/** Names that imports and functions must not have: variables, functions and classes of the file and of ancestors. */
function namesTaken(file: PhpFile): Set<string> {
  const files = new Set([
    file,
    ...file.classes.flatMap((klass) => chainOf(klass).map((owner) => owner.file)),
  ]);
  const taken = new Set<string>(['self', 'context', 'event', 'input']);
  for (const one of files) {
    walk(one.ast, (node) => {
      if (isKind(node, 'variable') && typeof node.name === 'string') taken.add(identifier(node.name));
      if (node.kind === 'parameter' || node.kind === 'function') taken.add(identifier(String(nameIn(node))));
    });
  }
  for (const klass of file.classes) {
    for (const suffix of ['', 'Members', 'Input', 'Output']) taken.add(`${klass.name}${suffix}`);
    taken.add(automatonName(klass));
  }
  return taken;
}

function nameIn(node: object): unknown {
  const name: unknown = 'name' in node ? node.name : undefined;
  return typeof name === 'object' && name !== null && 'name' in name ? name.name : name;
}
