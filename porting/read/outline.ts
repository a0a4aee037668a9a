import type { Class, Function as FunctionNode, Include, Node, Program } from 'php-parser';
import { isKind, textOfName, walk } from './nodes.js';

/** What a file consists of, its namespaces taken apart. */
export interface Outline {
  /** Classes, interfaces, traits and enums, as nodes. */
  readonly classes: readonly Class[];
  readonly functions: readonly FunctionNode[];
  readonly program: readonly Node[];
  readonly includes: readonly Include[];
  readonly namespace: string | undefined;
  readonly aliases: ReadonlyMap<string, string>;
}

interface Gathered {
  readonly classes: Class[];
  readonly functions: FunctionNode[];
  readonly program: Node[];
  readonly aliases: Map<string, string>;
  readonly namespaces: string[];
}

/** Takes a parsed file apart: what it declares, and what it does. */
export function outlineOf(ast: Program): Outline {
  const gathered: Gathered = { classes: [], functions: [], program: [], aliases: new Map(), namespaces: [] };
  for (const node of ast.children) sort(node, gathered);
  const includes: Include[] = [];
  walk(ast, (node) => {
    if (isKind(node, 'include')) includes.push(node);
  });
  const { namespaces, ...rest } = gathered;
  return { ...rest, includes, namespace: namespaces[0] };
}

function sort(node: Node, gathered: Gathered): void {
  if (isKind(node, 'namespace')) {
    // php-parser gives the namespace without a name an empty list.
    if (typeof node.name === 'string' && node.name !== '')
      gathered.namespaces.push(node.name.replace(/^\\/, ''));
    for (const child of node.children) sort(child, gathered);
  } else if (isKind(node, 'declare')) {
    for (const child of node.children) sort(child, gathered);
  } else if (isKind(node, 'usegroup')) {
    addAliases(node, gathered.aliases);
  } else if (isDeclaredClass(node)) {
    gathered.classes.push(node);
  } else if (isKind(node, 'function')) {
    gathered.functions.push(node);
  } else if (isGuardedDeclaration(node)) {
    for (const child of node.body.children) sort(child, gathered);
  } else if (!isSilent(node)) {
    gathered.program.push(node);
  }
}

function addAliases(
  { name: prefix, items }: { name: string | null; items: { name: string; alias: unknown }[] },
  aliases: Map<string, string>,
): void {
  for (const { name, alias } of items) {
    const full = (prefix === null ? name : `${prefix}\\${name}`).replace(/^\\/, '');
    const short = textOfName(alias as Node | null) || (full.split('\\').pop() ?? full);
    aliases.set(short.toLowerCase(), full);
  }
}

/** Interfaces, traits and enums have what classes have but for the ancestors. */
function isDeclaredClass(node: Node): node is Class {
  return ['class', 'interface', 'trait', 'enum'].includes(node.kind);
}

/** `if (!class_exists('X')) { class X … }`: the class is there, one way or the other. */
function isGuardedDeclaration(node: Node): node is Node & { readonly body: { readonly children: Node[] } } {
  if (!isKind(node, 'if') || node.alternate !== null || !isKind(node.body, 'block')) return false;
  const { children } = node.body;
  return (
    children.length > 0 && children.every((child) => isDeclaredClass(child) || isKind(child, 'function'))
  );
}

/** What PHP does nothing for: empty statements, the first line of a script, text of white space around tags. */
function isSilent(node: Node): boolean {
  if (node.kind === 'noop' || node.kind === 'halt') return true;
  if (!isKind(node, 'inline')) return false;
  const text = node.value;
  return text.trim() === '' || (/^#!.*\n?$/.test(text) && node.loc?.start.offset === 0);
}
