import fc from 'fast-check';
import { type RegisterMap, readRegisters } from '../../../nodes/src/domain/plant/registers.ts';

const map = (...rows: Partial<RegisterMap[number]>[]): RegisterMap =>
  rows.map((row) => ({ tag: 't', offset: 0, type: 'uint16', wordOrder: 'high-first', ...row }));
const values = (words: readonly number[], rows: RegisterMap) => {
  const read = readRegisters(words, rows);
  return read.ok ? read.value.map(({ value }) => value) : read.failure.reason;
};

test('every type and word order is read as a controller wrote it', () => {
  const bytes = new DataView(new ArrayBuffer(4));
  bytes.setFloat32(0, 12.3);
  const float = [bytes.getUint16(0), bytes.getUint16(2)];
  expect(values([0xfffe], map({ type: 'int16' }))).toEqual([-2]);
  expect(values([0x0001, 0x0002], map({ type: 'uint32' }))).toEqual([65_538]);
  expect(values([0x0002, 0x0001], map({ type: 'uint32', wordOrder: 'low-first' }))).toEqual([65_538]);
  expect(values([0xffff, 0xfffe], map({ type: 'int32' }))).toEqual([-2]);
  expect(values(float, map({ type: 'float32' }))).toEqual([12.3]);
});

test('any 32-bit number survives the way through two registers', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 32 - 1 }), (number) => {
      expect(values([number >>> 16, number & 0xffff], map({ type: 'uint32' }))).toEqual([number]);
    }),
  );
});

test('a block that is too short, or holds no registers, is refused with the tag or the register', () => {
  expect(values([1, 2], map({ tag: 'Meter.Pieces', offset: 1, type: 'uint32' }))).toBe(
    'Meter.Pieces needs register 2 of 2 read',
  );
  expect(values([1, 70_000], map({}))).toBe('register 1 is 70000, not a number of 16 bits');
  expect(values(['a' as unknown as number], map({}))).toBe('register 0 is a, not a number of 16 bits');
});
