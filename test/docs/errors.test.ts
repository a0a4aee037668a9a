import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import ts from 'typescript';

const root = new URL('../../', import.meta.url);
const folders = ['runtime', 'protocol', 'machines', 'services', 'inspector', 'porting', 'cli'];

/** One place where the code makes an error, or declares that it can. */
interface Mention {
  readonly file: string;
  readonly errorClass: string;
  readonly code: string;
  /** Names of the data, where they stand there literally. */
  readonly data: readonly string[];
}

const sources = folders.flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => {
      const file = `${folder}/${name.replaceAll('\\', '/')}`;
      const text = readFileSync(new URL(file, root), 'utf8');
      return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    }),
);

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => {
    walk(child, visit);
  });
}

/** The texts of all string literals in a piece of code. */
function literalsIn(node: ts.Node): string[] {
  const found: string[] = [];
  walk(node, (inner) => {
    if (ts.isStringLiteral(inner)) found.push(inner.text);
  });
  return found;
}

/** All classes that extend AutomataError, however far down. */
function findErrorClasses(): Set<string> {
  const parents = new Map<string, string>();
  for (const source of sources) {
    walk(source, (node) => {
      if (!ts.isClassDeclaration(node) || node.name === undefined) return;
      const parent = node.heritageClauses?.[0]?.types[0]?.expression.getText();
      if (parent !== undefined) parents.set(node.name.text, parent);
    });
  }
  const descends = (name: string): boolean =>
    name === 'AutomataError' || (parents.has(name) && descends(parents.get(name) ?? ''));
  return new Set(['AutomataError', ...[...parents.keys()].filter(descends)]);
}

const errorClasses = findErrorClasses();

function enclosingClass(node: ts.Node): string | undefined {
  if (ts.isClassDeclaration(node)) return node.name?.text;
  return ts.isSourceFile(node) ? undefined : enclosingClass(node.parent);
}

function dataNames(argument: ts.Expression | undefined): string[] {
  if (argument === undefined || !ts.isObjectLiteralExpression(argument)) return [];
  return argument.properties.flatMap((member) => (member.name === undefined ? [] : [member.name.getText()]));
}

function mentionsIn(source: ts.SourceFile): Mention[] {
  const mentions: Mention[] = [];
  const undetermined = new Set<string>();
  const note = (
    errorClass: string | undefined,
    codes: readonly string[],
    data: readonly string[] = [],
  ): void => {
    if (errorClass === undefined || !errorClasses.has(errorClass)) return;
    for (const code of codes) mentions.push({ file: source.fileName, errorClass, code, data });
  };
  walk(source, (node) => {
    if (ts.isNewExpression(node) && errorClasses.has(node.expression.getText())) {
      const [code, , data] = node.arguments ?? [];
      const codes = code === undefined ? [] : literalsIn(code).filter(isCode);
      if (code !== undefined && codes.length === 0) undetermined.add(node.expression.getText());
      note(node.expression.getText(), codes, dataNames(data));
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) {
      const [code, , data] = node.arguments;
      if (code !== undefined) note(enclosingClass(node), literalsIn(code).filter(isCode), dataNames(data));
    }
    if (ts.isTypeAliasDeclaration(node) && node.name.text.endsWith('ErrorCode')) {
      note(node.name.text.replace(/Code$/, ''), literalsIn(node.type));
    }
  });
  // Where a class is made with a code from a variable, the file has the codes as `code: 'X'`.
  walk(source, (node) => {
    if (!ts.isPropertyAssignment(node) || node.name.getText() !== 'code') return;
    for (const errorClass of undetermined) note(errorClass, literalsIn(node.initializer).filter(isCode));
  });
  return mentions;
}

function isCode(text: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(text);
}

/** The rows of docs/errors.md: `class code` and its cells. */
function documented(): Map<string, readonly string[]> {
  const rows = new Map<string, readonly string[]>();
  let heading = '';
  for (const line of readFileSync(new URL('docs/errors.md', root), 'utf8').split('\n')) {
    heading = /^## (\w+)$/.exec(line)?.[1] ?? heading;
    const [, code, ...cells] = line.split('|').map((cell) => cell.trim());
    const name = /^`(\w+)`$/.exec(code ?? '')?.[1];
    if (name === undefined) continue;
    expect(rows.has(`${heading} ${name}`), `${heading} ${name} twice`).to.equal(false);
    rows.set(`${heading} ${name}`, cells.slice(0, 3));
  }
  return rows;
}

describe('docs/errors.md', () => {
  const rows = documented();
  // A bare AutomataError is made only where the subclass of that code was made elsewhere.
  const mentions = sources.flatMap(mentionsIn);
  const isListed = ({ errorClass, code }: Mention): boolean =>
    errorClass === 'AutomataError'
      ? [...rows.keys()].some((key) => key.endsWith(` ${code}`))
      : rows.has(`${errorClass} ${code}`);

  it('lists every code in the section of its class', () => {
    const missing = mentions.filter((mention) => !isListed(mention));
    expect(missing.map(({ file, errorClass, code }) => `${file}: ${errorClass} ${code}`)).to.deep.equal([]);
  });

  it('lists no code that nothing makes', () => {
    const made = new Set(mentions.map(({ errorClass, code }) => `${errorClass} ${code}`));
    expect([...rows.keys()].filter((key) => !made.has(key))).to.deep.equal([]);
  });

  it('says of each what it means and what to do', () => {
    const empty = [...rows].filter(([, [meaning, advice]]) => meaning === '' || advice === '');
    expect(empty.map(([key]) => key)).to.deep.equal([]);
  });

  it('names the data', () => {
    const unnamed = mentions.flatMap(({ errorClass, code, data }) => {
      const cell = rows.get(`${errorClass} ${code}`)?.[2] ?? '';
      return data
        .filter((name) => !cell.includes(`\`${name}\``))
        .map((name) => `${errorClass} ${code}: ${name}`);
    });
    expect(unnamed).to.deep.equal([]);
  });

  it('finds the ways in which the code makes errors', () => {
    const found = new Set(mentions.map(({ errorClass, code }) => `${errorClass} ${code}`));
    expect(found).to.include.members([
      'UsageError RUN_TWICE',
      'UrlError URL_INVALID',
      'LoginError AUTHENTICATION_FAILED',
      'ConnectionError HOST_NOT_FOUND',
    ]);
  });
});
