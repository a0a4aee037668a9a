import type { PortProblem } from '../read/model.js';
import type { PortStyle } from './translator.js';

/** An automaton that was ported. */
export interface PortedAutomaton {
  /** Name of its class. */
  readonly name: string;
  readonly line: number;
  readonly isAbstract: boolean;
  /** Class that it extends, as it is called in PHP. */
  readonly extends: string;
  readonly states: readonly string[];
  /** What its handlers are for, inherited ones included. */
  readonly handlers: readonly PortedHandler[];
}

export interface PortedHandler {
  readonly state: string;
  readonly mt: string;
  /** The class or trait that has it, if it is another one. */
  readonly from?: string;
}

/** A file of PHP and what became of it. */
export interface PortedFile {
  /** Relative to what was ported. */
  readonly path: string;
  /** The TypeScript module, relative to the output folder. */
  readonly module: string;
  readonly automatons: readonly PortedAutomaton[];
  /** Classes that are no automatons, interfaces, traits and enums included. */
  readonly otherClasses: readonly string[];
  readonly functions: readonly string[];
  /** Whether it has a program: statements outside classes and functions. */
  readonly hasProgram: boolean;
}

/** What a port did; written as PORTING-REPORT.md and .json. */
export interface PortSummary {
  readonly style: PortStyle;
  readonly files: readonly PortedFile[];
  readonly problems: readonly PortProblem[];
  /** Files that could not be ported at all; they are among the problems. */
  readonly failures: readonly PortProblem[];
}

/** `2 automatons, 7 handlers, 1 TODO(port)`. */
export function countsOf({ files, problems }: PortSummary): string {
  const automatons = files.flatMap((file) => file.automatons);
  const handlers = automatons.flatMap((one) => one.handlers.filter(({ from }) => from === undefined));
  const todos = problems.filter(({ severity }) => severity === 'todo');
  return [
    counted(automatons.length, 'automaton'),
    counted(handlers.length, 'handler'),
    `${todos.length} TODO(port)`,
  ].join(', ');
}

export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** The report as JSON: deterministic, without times and places. */
export function reportJson(summary: PortSummary): string {
  return `${JSON.stringify(summary, undefined, 2)}\n`;
}

/** The report for people. */
export function reportMarkdown(summary: PortSummary): string {
  const { style, files, problems } = summary;
  const todos = problems.filter(({ severity }) => severity === 'todo');
  const notices = problems.filter(({ severity }) => severity === 'notice');
  return [
    '# Porting report',
    `${countsOf(summary)}. Style: ${style === 'class' ? 'the same classes in TypeScript' : 'XState machines'}.`,
    '## To do',
    todos.length === 0
      ? 'Nothing: all was translated.'
      : `These lines stay as comments with \`TODO(port)\`; what they did is missing until you have written it.\n\n${list(todos)}`,
    '## To know',
    notices.length === 0
      ? 'Nothing.'
      : `These are translated, and behave otherwise in the case that is named.\n\n${list(notices)}`,
    '## What was ported',
    ...files.map(fileSection),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What holds for several lines is said once. */
function list(problems: readonly PortProblem[]): string {
  const places = new Map<string, readonly string[]>();
  for (const { file, line, sentence } of problems)
    places.set(sentence, [...(places.get(sentence) ?? []), `\`${file}:${line}\``]);
  return [...places].map(([sentence, found]) => `- ${found.join(', ')} ${escaped(sentence)}`).join('\n');
}

function fileSection({ path, module, automatons, otherClasses, functions, hasProgram }: PortedFile): string {
  const rows = automatons.map((one) => {
    const messages = one.states.flatMap((state) => {
      const own = one.handlers.filter((handler) => handler.state === state).map(({ mt }) => mt);
      return own.length === 0 ? [] : [`${state}: ${own.join(', ')}`];
    });
    const name = `${one.name}${one.isAbstract ? ' (abstract)' : ''}`;
    return `| ${[`${name}, line ${one.line}`, one.extends, one.states.join(', '), messages.join('<br>')].map(cell).join(' | ')} |`;
  });
  const table = ['| automaton | extends | states | messages |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
  const rest = [
    ...(otherClasses.length > 0 ? [`Other classes: ${otherClasses.join(', ')}.`] : []),
    ...(functions.length > 0 ? [`Functions: ${functions.join(', ')}.`] : []),
    ...(hasProgram ? ['A program: its `main()`.'] : []),
  ];
  return [
    `### \`${path}\` → \`${module}\``,
    ...(rows.length > 0 ? [table] : []),
    ...(rest.length > 0 ? [rest.map(escaped).join('\n')] : []),
  ].join('\n\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** What PHP has in angle brackets or stars is no markup. */
function escaped(text: string): string {
  return text.replace(/[<*]/g, '\\$&');
}
