import type { PhpClass } from '../read/model.js';
import { declaredMember, isPromoted } from '../translate/declared-members.js';
import { factsOf } from '../translate/project-facts.js';
import type { StaticType } from '../translate/types.js';
import type { TranslationUnit } from '../translate/unit.js';
import { phpModule } from './machine-dialect.js';
import type { Members } from './members.js';

/** The class whose members are meant, with the module that they are written in. */
export interface MembersOfClass {
  readonly klass: PhpClass;
  readonly members: Members;
  readonly unit: TranslationUnit;
}

const written: Partial<Readonly<Record<StaticType, string>>> = {
  bool: 'boolean',
  int: 'number',
  number: 'number',
  string: 'string',
};

/** What is known of a member's value wherever the project writes it; the functions are translated with the same. */
export function typeOfMember(
  { klass, unit }: Pick<MembersOfClass, 'klass' | 'unit'>,
  name: string,
): StaticType {
  const isDeclared = declaredMember(klass, name) !== undefined || isPromoted(klass, name);
  return isDeclared ? factsOf(unit.project).typeOfMember(name) : 'value';
}

/** TypeScript type of a member where programs get it: a list of rows is a list there. */
export function memberType(given: MembersOfClass, name: string): string {
  const value = given.unit.imports.type(phpModule, 'PhpValue');
  const type = given.members.find(name)?.isRows === true ? 'list' : typeOfMember(given, name);
  return type === 'list' ? `${value}[]` : (written[type] ?? value);
}
