/**
 * A password, session credential or key. Whatever prints, logs or encodes it gets a placeholder; only modules
 * of protocol/ can look inside, through `reveal`, and a lint rule keeps it so.
 */
export class Secret {
  readonly #value: string;
  /** What it is, in one word, for placeholders: `password`, `session`, `key`. */
  readonly kind: string;

  constructor(value: string, kind = 'password') {
    this.#value = value;
    this.kind = kind;
  }

  toString(): string {
    return `[${this.kind} hidden]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  /** @internal For `reveal` in secret-access.ts only. */
  static revealValue(secret: Secret): string {
    return secret.#value;
  }
}
