import type { PhpClass } from '../read/model.js';

/** A method that PHP calls, found in the classes of the project or of the library. */
export interface MethodTarget {
  /** As it is declared (PHP ignores case in calls), renamed where TypeScript needs that. */
  readonly name: string;
  /** The class of the project that declares it; undefined: a class of the library. */
  readonly owner: PhpClass | undefined;
  readonly isStatic: boolean;
}

/**
 * How things are written that depend on what becomes of the class: in a class `$this` is `this`; in the functions of
 * a machine it is `self`, a draft of the members that also takes `sendMessage`, `postEvent` and `log`, and the
 * class's other methods are functions with `self` as first argument. All arguments are TypeScript already.
 */
export interface Dialect {
  /** What `$this` is: `this` or `self`. */
  readonly self: string;
  /** `$this->name`, read or written; the name is a valid one already. Example: `this.devices`. */
  member(name: string): string;
  /** `$this->method(…)` and, for what is not static, `self::method(…)` and `static::method(…)`. */
  callSelf(method: MethodTarget, args: readonly string[]): string;
  /** `parent::method(…)`, constructors left out. */
  callParent(method: MethodTarget, args: readonly string[]): string;
  /** Why a method of the library is not there, so that calls of it are marked with TODO(port); undefined: it is there. */
  whyMissing?(libraryMethod: string): string | undefined;
  /** `$this->method` as a value (`$this->method(...)`, `[$this, 'method']`): something that can be called. */
  methodAsValue(method: MethodTarget): string;
  /** A static method of a class of the project; `className` as it is written in TypeScript. */
  callStatic(className: string, method: MethodTarget, args: readonly string[]): string;
  /** `self::$name`, `A::$name`, `static::$name` (then `isLate`), read or written. */
  staticMember(owner: PhpClass, name: string, isLate: boolean): string;
  /** `self::NAME`, `A::NAME`, `static::NAME` (then `isLate`). */
  classConstant(owner: PhpClass, name: string, isLate: boolean): string;
  /** A class of the project where it is used as a value or after `new`: its name, imported if need be. */
  className(klass: PhpClass): string;
  /** Whether there are objects of a class of the project, with the class's own names of members; default: yes. */
  hasObjects?(klass: PhpClass): boolean;
  /** `new X(…)` of a class of the library, `Message` among them; `name` as the library here spells it. */
  newOfLibrary(name: string, args: readonly string[]): string;
  /** A class of the library where it is a value (`instanceof`, `extends`). */
  libraryClass(name: string): string;
  /** A static call of the library: `Log::log(…)`, `Message::fromJSON(…)`. */
  callLibraryStatic(className: string, method: string, args: readonly string[]): string;
  /**
   * A method of any other value (`$msg->getMt()`), if it is written in another way than `object.method(…)`;
   * undefined: it is not.
   */
  callOnValue(object: string, method: string, args: readonly string[]): string | undefined;
  /** The `return` of a handler; `value` undefined: a plain `return`. Example: `return 'Dead';`. */
  returnState(value: string | undefined): string;
  /** TypeScript type of a handler's parameter, imported if need be: `Message`. */
  messageType(): string;
}
