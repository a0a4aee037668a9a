import { type Closure, type Expression, type Statement, children } from './ast.js';
import { referenceArguments } from './reference-arguments.js';
import type { ReferenceParameters } from './reference-parameters.js';

/** A run of statements: a function's body, a branch, a loop's body. */
export interface BlockScope {
  readonly parent: BlockScope | undefined;
  /** The statement that it belongs to, in the parent. */
  readonly owner: Statement | undefined;
  readonly isLoop: boolean;
}

/**
 * How a variable occurs: `plain` is a statement `$x = …`, `target` a foreach's variable, `init` the beginning of a
 * `for`, `caught` the variable of a catch; `write` any other assignment, `change` one of an element.
 */
export type OccurrenceKind = 'read' | 'write' | 'plain' | 'target' | 'init' | 'caught' | 'change' | 'unset';

export interface Occurrence {
  readonly name: string;
  readonly kind: OccurrenceKind;
  readonly block: BlockScope;
  /** The statement of the block that holds it. */
  readonly statement: Statement;
  /** What is assigned, where that is one expression. */
  readonly value?: Expression | undefined;
  /** For `change`: whether the array stays a list (`[] =`, `array_push`). */
  readonly keepsList?: boolean;
  /** For `change`: whether it is an array inside of the array that changes. */
  readonly isDeep?: boolean;
  /** Inside of a closure that shares it. */
  readonly isCaptured?: boolean;
}

/** Finds where variables occur in a function; nested functions count where they share variables. */
export class OccurrenceFinder {
  readonly found: Occurrence[] = [];
  #captured = false;

  constructor(readonly references: ReferenceParameters) {}

  /** `statements` of one block. */
  block(statements: readonly Statement[], scope: BlockScope): void {
    for (const statement of statements) this.#statement(statement, scope);
  }

  #add(
    name: string,
    kind: OccurrenceKind,
    block: BlockScope,
    statement: Statement,
    more: Partial<Occurrence> = {},
  ): void {
    if (name === 'this') return;
    this.found.push({ name, kind, block, statement, ...more, ...(this.#captured && { isCaptured: true }) });
  }

  #body(body: Statement | null, parent: BlockScope, owner: Statement, isLoop: boolean): void {
    const scope: BlockScope = { parent, owner, isLoop };
    if (body) this.block(body.kind === 'block' ? body.children : [body], scope);
  }

  #statement(node: Statement, block: BlockScope): void {
    const read = (one: Expression | null | undefined): void => {
      if (one) this.#expression(one, block, node);
    };
    switch (node.kind) {
      case 'expressionstatement':
        this.#expressionStatement(node.expression, block, node);
        return;
      case 'block':
      case 'namespace':
      case 'declare':
        this.block(node.children, block);
        return;
      case 'if':
        read(node.test);
        this.#body(node.body, block, node, false);
        if (node.alternate) this.#body(node.alternate, block, node, false);
        return;
      case 'while':
      case 'do':
        read(node.test);
        this.#body(node.body, block, node, true);
        return;
      case 'for': {
        const header: BlockScope = { parent: block, owner: node, isLoop: false };
        for (const one of node.init) {
          const isPlain = one.kind === 'assign' && one.operator === '=' && one.left.kind === 'variable';
          if (isPlain && typeof one.left.name === 'string') {
            this.#expression(one.right, header, node);
            this.#add(one.left.name, 'init', header, node, { value: one.right });
          } else this.#expression(one, header, node);
        }
        for (const one of [...node.test, ...node.increment]) this.#expression(one, header, node);
        this.#body(node.body, header, node, true);
        return;
      }
      case 'foreach': {
        read(node.source);
        const body: BlockScope = { parent: block, owner: node, isLoop: true };
        if (node.value.kind === 'variable' && node.value.byref)
          this.#lvalue(node.source, 'change', block, node, { isDeep: true });
        for (const target of [node.key, node.value]) if (target) this.#target(target, body, node);
        if (node.body) this.block(node.body.kind === 'block' ? node.body.children : [node.body], body);
        return;
      }
      case 'switch':
        read(node.test);
        for (const one of node.body.children) {
          if (one.test) read(one.test);
          this.#body(one.body, block, node, false);
        }
        return;
      case 'try':
        this.#body(node.body, block, node, false);
        for (const one of node.catches) {
          const scope: BlockScope = { parent: block, owner: node, isLoop: false };
          if (typeof one.variable?.name === 'string') this.#add(one.variable.name, 'caught', scope, node);
          this.block(one.body.children, scope);
        }
        if (node.always) this.#body(node.always, block, node, false);
        return;
      case 'unset':
        for (const one of node.variables)
          this.#lvalue(one, one.kind === 'variable' ? 'unset' : 'change', block, node);
        return;
      case 'global':
      case 'function':
      case 'class':
      case 'interface':
      case 'trait':
      case 'enum':
        return;
      case 'static':
        return;
      default:
        for (const child of children(node)) this.#expression(child as Expression, block, node);
    }
  }

  #expressionStatement(node: Expression, block: BlockScope, statement: Statement): void {
    if (
      node.kind === 'assign' &&
      node.operator === '=' &&
      node.left.kind === 'variable' &&
      typeof node.left.name === 'string'
    ) {
      this.#expression(node.right, block, statement);
      this.#add(node.left.name, 'plain', block, statement, { value: node.right });
      return;
    }
    if (node.kind === 'assign' && (node.left.kind === 'list' || node.left.kind === 'array')) {
      this.#expression(node.right, block, statement);
      for (const item of node.left.items)
        if (item?.kind === 'entry') this.#target(item, block, statement, 'plain');
      return;
    }
    this.#expression(node, block, statement);
  }

  /** Variables that a foreach or a list() assigns. */
  #target(node: Expression, block: BlockScope, statement: Statement, kind: OccurrenceKind = 'target'): void {
    if (node.kind === 'variable' && typeof node.name === 'string')
      this.#add(node.name, kind, block, statement);
    else if (node.kind === 'entry') {
      if (node.key) this.#expression(node.key, block, statement);
      this.#target(node.value, block, statement, kind);
    } else if (node.kind === 'list' || node.kind === 'array') {
      for (const item of node.items) if (item?.kind === 'entry') this.#target(item, block, statement, kind);
    } else this.#lvalue(node, 'write', block, statement);
  }

  /** What is written to: the variable at the root is written or changed, the keys on the way are read. */
  #lvalue(
    node: Expression,
    kind: OccurrenceKind,
    block: BlockScope,
    statement: Statement,
    more: Partial<Occurrence> = {},
  ): void {
    switch (node.kind) {
      case 'variable':
        if (typeof node.name === 'string') this.#add(node.name, kind, block, statement, more);
        return;
      case 'offsetlookup': {
        if (node.offset) this.#expression(node.offset, block, statement);
        const isDeep = kind === 'change' || node.what.kind === 'offsetlookup';
        const keepsList = !isDeep && !node.offset;
        this.#lvalue(node.what, 'change', block, statement, { keepsList, isDeep });
        return;
      }
      case 'list':
      case 'array':
      case 'entry':
        this.#target(node, block, statement, 'write');
        return;
      default:
        this.#expression(node, block, statement);
    }
  }

  #expression(node: Expression, block: BlockScope, statement: Statement): void {
    switch (node.kind) {
      case 'variable':
        if (typeof node.name === 'string') this.#add(node.name, 'read', block, statement);
        else this.#expression(node.name, block, statement);
        return;
      case 'assign':
        this.#expression(node.right, block, statement);
        if (node.operator !== '=') this.#expression(node.left, block, statement);
        this.#lvalue(node.left, 'write', block, statement, {
          value: node.operator === '=' ? node.right : node,
        });
        return;
      case 'assignref':
        this.#lvalue(node.left, 'write', block, statement);
        this.#lvalue(node.right, 'write', block, statement);
        return;
      case 'pre':
      case 'post':
        this.#lvalue(node.what, 'write', block, statement, { value: node });
        return;
      case 'staticlookup':
        // `A::$name` is no variable $name.
        this.#expression(node.what, block, statement);
        if (node.offset.kind !== 'variable') this.#expression(node.offset, block, statement);
        else if (typeof node.offset.name !== 'string') this.#expression(node.offset.name, block, statement);
        return;
      case 'closure':
        this.#closure(node, block, statement);
        return;
      case 'arrowfunc': {
        const own = new Set(node.arguments.map((one) => one.name.name));
        const inner = new OccurrenceFinder(this.references);
        inner.#expression(node.body, block, statement);
        for (const one of inner.found) if (!own.has(one.name)) this.found.push(one);
        return;
      }
      case 'call': {
        const references = referenceArguments(node);
        const byReference = this.references.argumentsOf(node);
        this.#expression(node.what, block, statement);
        for (const one of node.arguments) {
          const reference = references.find((each) => each.node === one);
          if (reference)
            this.#lvalue(one, reference.kind, block, statement, { keepsList: reference.keepsList });
          else if (byReference.includes(one)) {
            this.#lvalue(one, 'change', block, statement, { isDeep: true, isCaptured: true });
            this.#lvalue(one, 'write', block, statement, { isCaptured: true });
          } else this.#expression(one, block, statement);
        }
        return;
      }
      case 'new':
        if (node.what.kind !== 'class')
          for (const child of children(node)) this.#expression(child as Expression, block, statement);
        else for (const child of node.arguments) this.#expression(child, block, statement);
        return;
      default:
        for (const child of children(node)) this.#expression(child as Expression, block, statement);
    }
  }

  #closure(node: Closure, block: BlockScope, statement: Statement): void {
    for (const use of node.uses) {
      if (typeof use.name !== 'string') continue;
      if (!use.byref) {
        this.#add(use.name, 'read', block, statement);
        continue;
      }
      const inner = new OccurrenceFinder(this.references);
      inner.#captured = true;
      inner.block(node.body.children, { parent: block, owner: statement, isLoop: true });
      this.#add(use.name, 'write', block, statement, { isCaptured: true });
      for (const one of inner.found) {
        if (one.name === use.name)
          this.found.push({
            ...one,
            kind: one.kind === 'read' ? 'read' : one.kind === 'change' ? 'change' : 'write',
            block,
            statement,
          });
      }
    }
  }
}
