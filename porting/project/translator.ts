import type { PhpFile, PhpProject, PortProblem } from '../read/model.js';

/** How PHP is written in TypeScript: the same classes, or XState machines. */
export type PortStyle = 'class' | 'machine';

/** A PHP file as TypeScript, not formatted yet. */
export interface Translated {
  readonly code: string;
  readonly problems: readonly PortProblem[];
  /** Whether it exports `main`, which is what stands outside classes. */
  readonly hasProgram: boolean;
  /** A test for it; machines have one. */
  readonly testCode?: string | undefined;
}

/** Translates one file of a project. */
export type Translate = (project: PhpProject, file: PhpFile) => Translated;

/** Loads what translates into this style. */
export async function loadTranslate(style: PortStyle): Promise<Translate> {
  if (style === 'machine') return (await import('../machine-style/translate-machines.js')).translateMachines;
  return (await import('../translate/translate-file.js')).translateFile;
}
