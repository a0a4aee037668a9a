import { expect } from 'chai';
import type { AutomatonClass } from '../../../porting/classes/handlers.js';
import { statesAndMessages } from '../../../porting/classes/compile.js';
import * as porting from '../../../porting/index.js';
import { libraryClasses } from '../../../porting/library/library-names.js';

const exported = new Map<string, unknown>(Object.entries(porting));
const classes = [...libraryClasses.values()];

/** Names of everything that can be called on a class or its objects. */
function methodsOf(value: unknown): Set<string> {
  const names = new Set<string>();
  const owners = typeof value === 'function' ? [value, (value as { prototype: object }).prototype] : [value];
  for (const owner of owners) {
    for (
      let at = owner as object | null;
      at !== null && at !== Object.prototype;
      at = Object.getPrototypeOf(at) as object | null
    )
      for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return names;
}

describe('names of the PHP library', () => {
  it('are found in lower case', () => {
    for (const [key, { name }] of libraryClasses) expect(key).to.equal(name.toLowerCase());
    expect(libraryClasses.get('finitstateautomaton')?.isAutomaton).to.equal(true);
  });

  for (const { name, parent, methods, asyncMethods, isBuilt } of classes) {
    it(`${name} is exported, with its methods and its parent`, () => {
      const value = exported.get(name);
      expect(value, name).not.to.equal(undefined);
      expect([...methodsOf(value)]).to.include.members([...methods]);
      expect(methods).to.include.members([...asyncMethods]);
      if (parent === undefined || name === 'FiniteStateAutomaton') return;
      const parentClass = exported.get(parent) as abstract new () => object;
      expect((value as { prototype: object }).prototype, `${name} extends ${parent}`).to.be.instanceOf(
        parentClass,
      );
      expect(isBuilt).to.be.a('boolean');
    });
  }

  for (const { name, isAutomaton, isBuilt, handlers, states } of classes) {
    if (!isAutomaton || !isBuilt || name.startsWith('Fini')) continue;
    it(`${name}: states and handlers are those of the class`, () => {
      const found = statesAndMessages(exported.get(name) as AutomatonClass);
      expect(found.problems).to.deep.equal([]);
      expect(found.handlers.map(({ state, mt }) => `${state} ${mt}`)).to.have.members(
        handlers.map(({ state, mt }) => `${state} ${mt}`),
      );
      expect(found.states).to.have.members([...states]);
    });
  }

  for (const { name, isBuilt } of classes) {
    if (isBuilt) continue;
    it(`${name} is not there yet: using it is one clear error`, () => {
      const Unbuilt = exported.get(name) as new (...given: unknown[]) => object;
      expect(() => new Unbuilt('given'))
        .to.throw(`${name} of the PHP library is not there yet`)
        .with.property('code', 'LIBRARY_NOT_BUILT');
      class Derived extends Unbuilt {}
      expect(() => new Derived()).to.throw(`${name} of the PHP library`);
    });
  }

  it('PbxAppLoginAutomaton: getServices and setNumberOfAuthentications are not there yet', () => {
    const { PbxAppLoginAutomaton, AppServiceCredentials } = porting;
    const login = new PbxAppLoginAutomaton(
      new porting.WSClient('PBXWS'),
      new AppServiceCredentials('a', 'b'),
    );
    expect(() => void login.getServices())
      .to.throw()
      .with.property('code', 'LIBRARY_NOT_BUILT');
    expect(() => {
      login.setNumberOfAuthentications(2);
    })
      .to.throw()
      .with.property('code', 'LIBRARY_NOT_BUILT');
  });

  it('stdClass: plain objects are its instances', () => {
    const made = new porting.stdClass();
    expect(made).to.deep.equal({});
    expect(made).to.be.instanceOf(porting.stdClass);
    expect({ a: 1 }).to.be.instanceOf(porting.stdClass);
    expect([1]).not.to.be.instanceOf(porting.stdClass);
    expect(new porting.Message('A')).not.to.be.instanceOf(porting.stdClass);
  });
});
