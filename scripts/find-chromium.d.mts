/** What is looked at and done on a machine to find a Chromium. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isProgram: (path: string) => boolean;
  readonly isRoot: () => boolean;
  /** @returns whether the program ended well */
  readonly run: (program: string, args: readonly string[]) => boolean;
  /** Tells the person what takes so long. */
  readonly say: (sentence: string) => void;
}

/**
 * The path of a Chromium or Chrome. `PBX_CHROMIUM` names one; as root on Debian it is installed with apt-get when there is none.
 * @param machine default: this one
 * @throws Error with a sentence that says how to get one
 */
export function findChromium(machine?: Machine): string;
