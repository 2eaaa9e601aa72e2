import { isGood, readCount, readFlag, readText, stampOf } from '../../../nodes/src/domain/plant/sample.ts';

const NOW = Date.UTC(2026, 10, 20, 8);
const at = (text: string) => ({ tag: 't', value: 1, status: 'Good', sourceTimestamp: text });

test('the source’s stamp comes first, then the server’s, then our own clock', () => {
  const server = '2026-11-20T07:59:59.000Z';
  expect(stampOf({ ...at('2026-11-20T07:59:58.000Z'), serverTimestamp: server }, NOW)).toEqual({
    ms: NOW - 2000,
    clock: 'source',
  });
  expect(stampOf({ tag: 't', value: 1, status: 'Good', serverTimestamp: server }, NOW)).toEqual({
    ms: NOW - 1000,
    clock: 'server',
  });
  expect(stampOf({ tag: 't', value: 1, status: 'Good' }, NOW)).toEqual({ ms: NOW, clock: 'arrival' });
});

test.each(['1601-01-01T00:00:00.000Z', '1970-01-01T00:00:12.000Z', 'yesterday'])('a stamp of %s is none', (text) => {
  expect(stampOf(at(text), NOW).clock).toBe('arrival');
});

test('only a status that says good and has data is good', () => {
  expect(['Good', 'GoodLocalOverride', 'GoodClamped'].every(isGood)).toBe(true);
  expect(['GoodNoData', 'UncertainLastUsableValue', 'BadNoCommunication', ''].some(isGood)).toBe(false);
});

test('a 32-bit float loses its noise, and a whole counter has no fraction', () => {
  expect(readCount(12.300000190734863, false)).toMatchObject({ ok: true });
  const read = readCount(12.300000190734863, false);
  expect(read.ok && read.value.toFixed()).toBe('12.3');
  expect(readCount(12.3, true)).toMatchObject({ ok: false, reason: '12.3 is not a whole number' });
  expect(readCount(2 ** 53, true)).toMatchObject({ ok: false, reason: expect.stringContaining('too large') });
});

test('orders and lots may be numbers, flags may be 0 and 1', () => {
  expect(readText(4711)).toEqual({ ok: true, value: '4711' });
  expect(readText('  L1 ')).toEqual({ ok: true, value: 'L1' });
  expect(readText(null)).toEqual({ ok: true, value: '' });
  expect(readText(1.5)).toMatchObject({ ok: false });
  expect(readFlag(1)).toEqual({ ok: true, value: 'true' });
  expect(readFlag('yes')).toMatchObject({ ok: false });
});
