import { VerifyError } from './verify-error.js';

/** Says what is not compared. */
export interface IgnoreRules {
  /** Whether messages of this type are not compared at all. */
  ignoresMessage(mt: string): boolean;
  /** Whether a member of a message of this type is not compared; steps are names, and indexes as `[0]`. */
  ignoresMember(mt: string): (steps: readonly string[]) => boolean;
}

interface Rule {
  readonly mt: string;
  readonly steps: readonly string[];
}

/**
 * Reads what somebody wants ignored: `GetDevices.src`, `*.src` in messages of every type, `AddUser.user.guid` inside,
 * `Result.rows[*].id` in each row, `Result.rows[0]` one row, `Keepalive` messages of this type altogether.
 * @throws VerifyError `VERIFY_IGNORE_INVALID`
 */
export function ignoreRules(paths: readonly string[]): IgnoreRules {
  const rules = paths.map(ruleOf);
  const found = new Map<string, (steps: readonly string[]) => boolean>();
  return {
    ignoresMessage: (mt) => rules.some((rule) => rule.mt === mt && rule.steps.length === 0),
    ignoresMember: (mt) => {
      let test = found.get(mt);
      if (test === undefined) {
        const own = rules.filter((rule) => rule.steps.length > 0 && (rule.mt === '*' || rule.mt === mt));
        test = own.length === 0 ? () => false : (steps) => own.some((rule) => fits(rule.steps, steps));
        found.set(mt, test);
      }
      return test;
    },
  };
}

function ruleOf(path: string): Rule {
  const match = /^([^.[\]]+)((?:\.[^.[\]]+|\[(?:\*|\d+)\])*)$/.exec(path.trim());
  const [, mt = '', rest = ''] = match ?? [];
  const steps = [...rest.matchAll(/\.([^.[\]]+)|(\[(?:\*|\d+)\])/g)].map(
    ([, name, index]) => name ?? index ?? '',
  );
  if (match !== null && !(mt === '*' && steps.length === 0)) return { mt, steps };
  const sentence = `${JSON.stringify(path)} names nothing that could be ignored; write TYPE.MEMBER, such as GetDevices.src, *.src or Result.rows[*].id, or TYPE for all messages of a type.`;
  throw new VerifyError('VERIFY_IGNORE_INVALID', sentence, { path });
}

function fits(rule: readonly string[], steps: readonly string[]): boolean {
  return (
    rule.length === steps.length &&
    rule.every((step, at) => {
      const actual = steps[at] ?? '';
      return (
        step === actual ||
        (step === '*' && !actual.startsWith('[')) ||
        (step === '[*]' && actual.startsWith('['))
      );
    })
  );
}
