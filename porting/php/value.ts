/**
 * Any value of a PHP program. PHP has no types that a compiler could hold on to, so this is the dynamic type, as
 * `JSON.parse` gives it; the functions of this folder take `unknown` and give `PhpValue`.
 *
 * | PHP | here |
 * | --- | --- |
 * | null | `null`; `undefined` is treated alike |
 * | bool, string | the same; a string's bytes are those of its UTF-8 (see bytes.ts) |
 * | int, float | `number`: one without a fraction is an int; an int beyond ±2^53 is an `ExactNumber` |
 * | array with the keys 0, 1, 2 … in order | an array; copied by `copyOf` where PHP copies |
 * | any other array | `PhpArray` |
 * | stdClass | a plain object; all objects are handles, as in PHP |
 * | closure | a function |
 */
export type PhpValue = ReturnType<typeof JSON.parse>;

/** A key of a PHP array. Integers beyond ±2^53 stay the text of their digits. */
export type PhpKey = string | number;
