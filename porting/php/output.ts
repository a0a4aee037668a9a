import { byteLength, isText, toBytes } from './bytes.js';
import { text } from './convert.js';

/** Takes what the program prints. */
export type Output = (text: string) => void;

interface Writable {
  write(part: string | Uint8Array): unknown;
}

/** In Node.js standard output; elsewhere nothing is written until `setOutput` says where. */
function standardOutput(): Output {
  const surroundings = globalThis as { readonly process?: { readonly stdout?: Writable } };
  return (part) => {
    surroundings.process?.stdout?.write(isText(part) ? part : toBytes(part));
  };
}

let output: Output = standardOutput();

/** Where `echo`, `print`, `printf`, `print_r` and `var_dump` write to; without a function standard output again. */
export function setOutput(to?: Output): void {
  output = to ?? standardOutput();
}

/** Writes a text; the number of its bytes. */
export function write(part: string): number {
  output(part);
  return byteLength(part);
}

/** `echo $a, $b`. */
export function echo(...values: readonly unknown[]): void {
  for (const value of values) write(text(value));
}

/** `print $a`, which is 1. */
export function print(value: unknown): 1 {
  write(text(value));
  return 1;
}

/** Output goes out at once here. */
export function flush(): void {
  return undefined;
}
