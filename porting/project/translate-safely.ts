import type { PhpFile, PhpProject, PortProblem } from '../read/model.js';
import { formatted } from './format.js';
import type { Translate, Translated } from './translator.js';

export interface SafelyTranslated extends Translated {
  /** Why nothing of the file was translated. */
  readonly failure?: PortProblem;
}

/**
 * Translates a file. One that makes the translation fail, which is a defect of this program, becomes a comment: it is
 * not to keep the others from being ported, and what is written compiles.
 */
export async function translatedSafely(
  translate: Translate,
  project: PhpProject,
  file: PhpFile,
): Promise<SafelyTranslated> {
  try {
    const { code, ...rest } = translate(project, file);
    return { code: await formatted(code, file.module), ...rest };
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    // Each level of nesting is a call, and the stack has an end.
    const why =
      error instanceof RangeError
        ? 'because an expression or block nests too deeply; split it'
        : `because of a defect of this program (${reason}); report it, with the file`;
    const sentence = `${file.path} was not translated, ${why}.`;
    const failure: PortProblem = { severity: 'todo', sentence, file: file.path, line: 1 };
    const original = file.text.split('\n').map((line) => `// ${line}`.trimEnd());
    const code = [`// TODO(port): ${sentence}`, ...original, 'export {};'].join('\n');
    return { code: `${code}\n`, problems: [failure], hasProgram: false, failure };
  }
}
