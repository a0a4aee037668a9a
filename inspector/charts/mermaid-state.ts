import type { Chart, ChartState } from './chart-types.js';
import { mermaidText } from './mermaid-text.js';
import { edgeGroups, rowsOf, statesOf, transitionLabel } from './chart-parts.js';

/** Mermaid refuses texts that are longer, in characters. */
const textLimit = 50_000;

/**
 * The chart as a Mermaid state diagram (`stateDiagram-v2`). Mermaid takes no dots or blanks in names, so states
 * are called `s1`, `s2` … and show their names as text. Transitions that Mermaid would refuse are left out.
 */
export function mermaidState(chart: Chart): string {
  const names = new Map([...statesOf(chart.root)].map(({ path }, index) => [path, `s${index}`]));
  const nameOf = (path: string): string => names.get(path) ?? 's0';
  const lines = ['---', `title: ${JSON.stringify(mermaidText(chart.id))}`, '---', 'stateDiagram-v2'];
  declare(chart.root, nameOf, 1, lines);
  let room = textLimit - lines.join('\n').length;
  for (const { source, target, transitions } of edgeGroups(chart)) {
    // The machine itself has no box here: what goes from it goes from all its states.
    const sources = source === '' ? chart.root.children.map(({ path }) => path) : [source];
    for (const from of sources) {
      for (const transition of transitions) {
        const line = `  ${nameOf(from)} --> ${nameOf(target === '' ? from : target)} : ${mermaidText(transitionLabel(transition))}`;
        room -= line.length + 1;
        if (room > 0) lines.push(line);
      }
      if (room <= 0) break;
    }
  }
  if (room <= 0) lines.push('  %% More transitions are left out, for Mermaid takes no longer texts.');
  return `${lines.join('\n')}\n`;
}

function declare(state: ChartState, nameOf: (path: string) => string, depth: number, lines: string[]): void {
  const indent = '  '.repeat(depth);
  const isRegions = state.type === 'parallel';
  for (const [index, child] of state.children.entries()) {
    if (isRegions && index > 0) lines.push(`${indent}--`);
    const name = nameOf(child.path);
    const title = child.type === 'history' ? 'H' : mermaidText(child.name);
    const texts = [title, ...rowsOf(child).map(({ text }) => mermaidText(text))];
    if (child.children.length === 0) for (const text of texts) lines.push(`${indent}${name} : ${text}`);
    else {
      lines.push(`${indent}state "${texts.join('\\n')}" as ${name} {`);
      declare(child, nameOf, depth + 1, lines);
      lines.push(`${indent}}`);
    }
    if (child.type === 'final') lines.push(`${indent}${name} --> [*]`);
  }
  if (state.initial !== undefined && state.type === 'compound')
    lines.push(`${indent}[*] --> ${nameOf(state.initial)}`);
}
