import { methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PhpProject } from '../read/model.js';
import { classNameIn } from '../read/class-names.js';
import { isKind, textOfName, walk } from '../read/nodes.js';
import type { MachineParts } from './machine-parts.js';
import { machineModule, phpModule } from './machine-dialect.js';
import { contextName } from './members.js';
import { memberType, typeOfMember } from './member-types.js';
import { gettersOf, publicMembersOf, returnedMember } from './outputs.js';
import { isNoArray } from '../translate/types.js';

/** The class by which programs make a machine. */
export function automatonName({ name }: PhpClass): string {
  return `${name}Automaton`;
}

/** Whether some program of the project makes one: `new DeviceLister($ws)`. */
export function isMadeByProgram(klass: PhpClass, project: PhpProject): boolean {
  let found = false;
  for (const file of project.files) {
    walk(file.ast, (node) => {
      const isNew = isKind(node, 'new') && isKind(node.what, 'name');
      if (isNew && classNameIn(file, textOfName(node.what)).name.toLowerCase() === klass.name.toLowerCase())
        found = true;
      return !found;
    });
  }
  return found;
}

/** The machine for programs in PHP's shape: PHP's constructor, its getters and its public members. */
export function automatonClass(parts: MachineParts): string {
  const { klass, unit, names, start, members } = parts;
  const base = unit.imports.value(machineModule, 'MachineAutomaton');
  const value = unit.imports.type(phpModule, 'PhpValue');
  const parameters = methodsOf(klass).get('__construct')?.method.node.arguments;
  const named = parameters?.map((one) => ({
    name: textOfName(one.name),
    standard: one.value,
  }));
  const list = (
    named ?? [
      { name: 'ws', standard: null },
      { name: 'nickname', standard: null },
    ]
  ).map(
    ({ name, standard }) =>
      `${name}: ${value} = ${standard === null ? 'null' : parts.writer.constant(klass, standard)}`,
  );
  const { socket, nickname } = named ? start : { socket: 'ws', nickname: 'nickname' };
  const place = [
    ...(socket === undefined ? [] : [`socket: ${socket}`]),
    ...(nickname === undefined ? [] : [`nickname: ${nickname}`]),
    ...(start.input.length === 0 ? [] : [`input: { ${start.input.map(({ name }) => name).join(', ')} }`]),
  ];
  // Arrays are values in PHP: what the program does to one does nothing to the automaton's.
  const valueOf = (name: string): string => {
    const found = members.find(name);
    const member = `this.members.${contextName(name)}`;
    if (found?.isRows === true) return `[...${member}.list()]`;
    return isNoArray(typeOfMember(parts, name)) ? member : `${unit.php('copyOf')}(${member})`;
  };
  const getters = gettersOf(klass).map((found) => {
    const member = returnedMember(found);
    const read =
      member === undefined
        ? `${names.handlers}.read(this.members, ${names.functionOf(found)})`
        : valueOf(member);
    const type = member === undefined ? value : memberType(parts, member);
    return `${found.method.name}(): ${type} {\nreturn ${read};\n}`;
  });
  const readable = publicMembersOf(klass).map((name) => {
    return `get ${name}(): ${memberType(parts, name)} {\nreturn ${valueOf(name)};\n}`;
  });
  return [
    `/** ${klass.name} for programs in PHP's shape: made with a socket, handed to a Transitioner, asked for what it found. */`,
    `export class ${automatonName(klass)} extends ${base}<typeof ${klass.name}> {`,
    `constructor(${list.join(', ')}) {\nsuper(${klass.name}, { ${place.join(', ')} });\n}`,
    ...getters,
    ...readable,
    '}\n',
  ].join('\n');
}
