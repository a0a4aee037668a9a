import { mermaidText } from '../../inspector/charts/mermaid-text.js';
import type { PhpClass } from '../read/model.js';
import type { HandlerPicture } from './php-chart.js';

/** An automaton and what its handlers do. */
export interface PicturedClass {
  readonly klass: PhpClass;
  readonly pictures: readonly HandlerPicture[];
}

/**
 * Who sends what, as a Mermaid flowchart: solid arrows to sockets, dotted ones for posts, to every automaton that has
 * a handler for them.
 */
export function whoSaysWhat(automatons: readonly PicturedClass[]): string {
  const names = new Map(automatons.map(({ klass }, index) => [klass, `a${index}`]));
  const lines = ['flowchart LR'];
  for (const { klass } of automatons) {
    lines.push(`  ${names.get(klass) ?? ''}["${mermaidText(klass.name)}"]`);
  }
  const arrows = new Map<string, Set<string>>();
  const add = (arrow: string, label: string): void => {
    arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(label));
  };
  for (const { klass, pictures } of automatons) {
    const from = names.get(klass) ?? '';
    for (const { kind, mt, to } of pictures.flatMap((one) =>
      one.outcomes.flatMap(({ effects }) => effects),
    )) {
      const label = mt ?? 'some message';
      if (kind === 'send') {
        add(`${from} --> |LABEL| ${from}s(("socket of ${mermaidText(klass.name)}"))`, label);
        continue;
      }
      const takers = automatons.filter((one) => takes(one.klass, mt));
      const named = takers.filter((one) => one.klass.name === to);
      const receivers = named.length > 0 ? named : takers;
      for (const receiver of receivers) add(`${from} -. LABEL .-> ${names.get(receiver.klass) ?? ''}`, label);
      if (receivers.length === 0) add(`${from} -. LABEL .-> nobody["no automaton here"]`, label);
    }
  }
  for (const [arrow, labels] of arrows) {
    const text = `"${[...labels].map(mermaidText).join('<br/>')}"`;
    lines.push(`  ${arrow.replace('LABEL', () => text)}`);
  }
  return `${lines.join('\n')}\n`;
}

function takes({ handlers }: PhpClass, mt: string | undefined): boolean {
  return mt !== undefined && handlers.some((handler) => handler.mt.toLowerCase() === mt.toLowerCase());
}
