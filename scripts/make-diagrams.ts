// Draws the machines into docs/diagrams and keeps their layouts for the debugger's page: `npm run diagrams`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { diagramFiles } from './diagram-files.js';

const root = new URL('../', import.meta.url);
mkdirSync(new URL('docs/diagrams/', root), { recursive: true });
for (const [path, text] of await diagramFiles()) {
  writeFileSync(new URL(path, root), text);
  console.log(path);
}
