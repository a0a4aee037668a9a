import { inspect } from 'node:util';
import { expect } from 'chai';
import { encode } from '../../../runtime/index.js';
import * as php from '../../../porting/php/index.js';
import { attempt, shown, Thrown } from '../../support/php-values.js';

const longId = new php.ExactNumber('9007199254740993');

class Device {
  id: unknown = 1;
  tags: unknown = ['a'];
  owner: unknown = {};
  get label(): string {
    return `device ${php.text(this.id)}`;
  }
  getId(): unknown {
    return this.id;
  }
  __toString(): string {
    return this.label;
  }
}

describe("PHP's values", () => {
  describe('arrays', () => {
    it('are lists as long as their keys count, and PhpArray otherwise', () => {
      expect(
        php.phpArray([
          ['0', 'a'],
          [1, 'b'],
        ]),
      ).to.deep.equal(['a', 'b']);
      expect(php.phpArray([[1, 'a']])).to.be.instanceOf(php.PhpArray);
    });

    it('are written as JSON as PHP writes them, also inside a message', () => {
      const message = { mt: 'X', list: php.phpArray([['a', 1]]), gap: php.without([1, 2], 1) as unknown };
      expect(JSON.stringify(message)).to.equal('{"mt":"X","list":{"a":1},"gap":[1]}');
      expect(encode({ ids: php.phpArray([['a', longId]]) })).to.equal('{"ids":{"a":9007199254740993}}');
    });

    it('are printed with their keys and values, in their order', () => {
      const orphans = php.phpArray([
        ['009033', 'Kitchen'],
        [7, 'Hall'],
      ]);
      expect(inspect({ orphans })).to.equal("{ orphans: Map(2) { '009033' => 'Kitchen', 7 => 'Hall' } }");
    });

    it('change in place while they can', () => {
      const list = [1, 2];
      expect(php.withElement(list, 2, 3)).to.equal(list);
      expect(php.append(list, 4)).to.equal(list);
      expect(list).to.deep.equal([1, 2, 3, 4]);
    });

    it('are copied on all levels, objects in them are not', () => {
      const device = new Device();
      const array = php.phpArray([['in', [[1], device]]]) as php.PhpArray;
      const copy = php.copyOf(array);
      php.append(php.elementOf(php.elementOf(copy, 'in'), 0), 2);
      expect(shown(php.elementOf(array.get('in'), 0))).to.equal('[0 => 1]');
      expect(php.elementOf(copy.get('in'), 1)).to.equal(device);
    });

    it('come out of functions as copies', () => {
      const inner = [1];
      const merged: unknown = php.arrayMerge([inner], []);
      php.append(php.elementOf(merged, 0), 2);
      expect(inner).to.deep.equal([1]);
    });

    it('go on counting after the last element is unset', () => {
      expect(shown(php.append(php.without([1, 2, 3], 2), 'new'))).to.equal('[0 => 1, 1 => 2, 3 => "new"]');
    });

    it('go back by one key when the last element is taken off', () => {
      const array = php.phpArray([
        [3, 'a'],
        [9, 'b'],
        ['x', 'c'],
      ]);
      php.arrayPop(array);
      expect(shown(php.append(array, 'd'))).to.equal('[3 => "a", 9 => "b", 10 => "d"]');
      php.arrayPop(array);
      expect(shown(php.append(array, 'e'))).to.equal('[3 => "a", 9 => "b", 10 => "e"]');
    });

    it('can be gone through by reference, spread, and taken apart', () => {
      expect(php.eachByReference([1, 2], (value: number) => value * 2)).to.deep.equal([2, 4]);
      expect(
        shown(
          php.spread(
            [1],
            php.phpArray([
              ['a', 2],
              [7, 3],
            ]),
          ),
        ),
      ).to.equal('[0 => 1, "a" => 2, 1 => 3]');
      expect(php.destructure([1, 2], 1, 5)).to.deep.equal([2, null]);
      expect(php.destructure(null, 0)).to.deep.equal([null]);
    });
  });

  describe('objects', () => {
    it('give their members, getters and no methods', () => {
      const device = new Device();
      const members = ['id', 'label', 'getId', 'none', 'constructor'].map((name): unknown =>
        php.memberOf(device, name),
      );
      expect(members).to.deep.equal([1, 'device 1', null, null, null]);
      expect(php.memberOf({}, 'toString')).to.equal(null);
      expect(php.memberOf(null, 'a')).to.equal(null);
    });

    it('are handles; a clone has its own arrays and the same objects', () => {
      const device = new Device();
      const copy = php.clone(device);
      php.append(copy.tags, 'b');
      expect(device.tags).to.deep.equal(['a']);
      expect(copy.owner).to.equal(device.owner);
      expect(copy).to.be.instanceOf(Device);
      expect(php.looseEquals(device, new Device())).to.equal(true);
      expect(php.identical(device, new Device())).to.equal(false);
    });

    it('are compared with texts by their own text', () => {
      expect(php.looseEquals(new Device(), 'device 1')).to.equal(true);
      expect(php.concat('a ', new Device())).to.equal('a device 1');
      expect(attempt(() => php.text({}))).to.deep.equal(new Thrown('TypeError'));
    });

    it('are cast to arrays and back', () => {
      expect(shown(php.toArray({ a: 1, b: [2] }))).to.equal('["a" => 1, "b" => [0 => 2]]');
      expect(php.toObject(php.phpArray([['a', 1]]))).to.deep.equal({ a: 1 });
    });

    it('tell their class, its parents and methods, whatever the case', () => {
      class Phone extends Device {}
      const phone = new Phone();
      expect(php.getClass(phone)).to.equal('Phone');
      expect(php.getParentClass(phone)).to.equal('Device');
      expect([php.isA(phone, 'AppPlatform\\device'), php.isSubclassOf(phone, 'Phone')]).to.deep.equal([
        true,
        false,
      ]);
      expect([php.methodExists(phone, 'GETID'), php.methodExists(Phone, 'getId')]).to.deep.equal([
        true,
        true,
      ]);
      expect(php.callUserFunc([phone, 'getid'])).to.equal(1);
    });
  });

  describe('ints beyond 2^53', () => {
    it('stay exact in arithmetic, texts and comparisons', () => {
      expect(shown(php.add(longId, 1))).to.equal('int 9007199254740994');
      expect(shown(php.multiply(4294967296, 4294967295))).to.equal('18446744069414584000');
      expect(shown(php.subtract(longId, 9007199254740000))).to.equal('993');
      expect(php.concat('id ', longId)).to.equal('id 9007199254740993');
      expect(php.sprintf('%d', longId)).to.equal('9007199254740993');
      expect(php.looseEquals(longId, '9007199254740993')).to.equal(true);
      expect(php.looseEquals(longId, new php.ExactNumber('9007199254740992'))).to.equal(false);
      expect(php.inArray(longId, ['x', '9007199254740993'])).to.equal(true);
    });

    it('are told apart as keys', () => {
      const array: unknown = php.withElement([], longId, 'a');
      expect(php.elementOf(array, '9007199254740993')).to.equal('a');
      expect(php.elementOf(array, '9007199254740992')).to.equal(null);
    });

    it('keep their digits beyond 64 bits, where PHP makes floats of them', () => {
      const unsigned: unknown = new php.ExactNumber('18446744073709551615');
      expect([php.text(unsigned), php.isInt(unsigned), php.jsonEncode([unsigned]) as unknown]).to.deep.equal([
        '18446744073709551615',
        true,
        '[18446744073709551615]',
      ]);
    });
  });

  describe('texts', () => {
    it('put halves of a character together again', () => {
      const [first, second] = [php.substr('ä', 0, 1), php.substr('ä', 1)];
      expect([php.strlen(first), php.bin2hex(first), php.concat(first, second)]).to.deep.equal([
        1,
        'c3',
        'ä',
      ]);
    });

    it('carry digests in binary', () => {
      const digest = php.hash('sha256', 'a', true);
      expect(php.strlen(digest)).to.equal(32);
      expect(php.bin2hex(digest)).to.equal(php.hash('sha256', 'a'));
    });
  });
});
