import type { Diagrams } from './diagram.js';

/** The diagrams as files: a Mermaid text and a picture of each automaton, and who says what, by path. */
export function diagramFiles({
  automatons,
  overview,
}: Diagrams): readonly (readonly [path: string, text: string])[] {
  const stems = new Set<string>();
  const files = automatons.flatMap(({ name, mermaid, svg }) => {
    let stem = name;
    // On some systems names that differ in case only are the same file.
    for (let number = 2; stems.has(stem.toLowerCase()); number += 1) stem = `${name}-${number}`;
    stems.add(stem.toLowerCase());
    const path = `diagrams/${stem}`;
    return [
      [`${path}.mmd`, mermaid] as const,
      ...(svg === undefined ? [] : [[`${path}.svg`, svg.endsWith('\n') ? svg : `${svg}\n`] as const]),
    ];
  });
  return [...files, ['diagrams/who-says-what.mmd', overview]];
}

/** All diagrams in one Markdown text, for a Mermaid text holds one diagram. */
export function diagramMarkdown({ automatons, overview }: Diagrams): string {
  const sections = [
    ...automatons.map(({ name, mermaid }) => [name, mermaid] as const),
    ['Who says what', overview] as const,
  ];
  return sections.map(([title, text]) => `## ${title}\n\n\`\`\`mermaid\n${text}\`\`\`\n`).join('\n');
}
