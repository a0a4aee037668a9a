/** Set once by the class below, the only code that can read the private field. */
let readValue: (secret: Secret) => string;

/**
 * A password, session credential or key. Whatever prints, logs or encodes it gets a placeholder; only modules
 * of protocol/ can look inside, through `reveal`, and a lint rule keeps it so.
 */
export class Secret {
  readonly #value: string;
  /** What it is, in one word, for placeholders: `password`, `session`, `key`. */
  readonly kind: string;

  static {
    readValue = (secret) => secret.#value;
  }

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
}

/** The text inside a secret. For modules of protocol/ only (a lint rule holds that). */
export function reveal(secret: Secret): string {
  return readValue(secret);
}
