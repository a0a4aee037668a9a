import type { PhpClass } from '../read/model.js';
import { typed, type ClassNode, type Expression, type Identifier } from './ast.js';
import { quote } from './code.js';

/** A case of an enum. */
export interface EnumCase {
  readonly kind: 'enumcase';
  readonly name: Identifier | string;
  readonly value: Expression | null;
}

export function nameOfCase({ name }: EnumCase): string {
  return typeof name === 'string' ? name : name.name;
}

export function casesOf(klass: PhpClass): readonly EnumCase[] {
  if (klass.kind !== 'enum') return [];
  const body: readonly { readonly kind: string }[] = typed<ClassNode>(klass.node).body;
  return body.filter((one): one is EnumCase => one.kind === 'enumcase');
}

/** What an enum has before its own constants and methods: its cases, and how they are found. */
export function enumParts(
  className: string,
  cases: readonly EnumCase[],
  any: string,
  valueOf: (node: Expression) => string,
): string[] {
  const isBacked = cases.some(({ value }) => value !== null);
  const lines = cases.map((one) => {
    const name = nameOfCase(one);
    return `static readonly ${name}: ${any} = new ${className}(${quote(name)}${one.value ? `, ${valueOf(one.value)}` : ''});`;
  });
  const parts = [
    lines.join('\n'),
    `private constructor(\n readonly name: string,\n readonly value: ${any} = undefined,\n) {}`,
    `static cases(): ${any}[] {\nreturn [${cases.map((one) => `${className}.${nameOfCase(one)}`).join(', ')}];\n}`,
  ];
  if (!isBacked) return parts;
  return [
    ...parts,
    `static tryFrom(value: ${any}): ${any} {\nreturn ${className}.cases().find((one) => one.value === value) ?? null;\n}`,
    `static from(value: ${any}): ${any} {\nconst found = ${className}.tryFrom(value);\nif (found == null) throw new TypeError(\`\${value} is no value of ${className}.\`);\nreturn found;\n}`,
    `/** In JSON it is its value. */\ntoJSON(): ${any} {\nreturn this.value;\n}`,
  ];
}
