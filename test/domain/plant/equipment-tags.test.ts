import { machinesBehind, tagsOf } from '../../../nodes/src/domain/plant/equipment-tags.ts';
import { pack } from './bench.ts';

test('a machine needs its counters and everything that says what it works on, each tag once', () => {
  expect([...tagsOf(pack.equipment)].sort()).toEqual(
    ['chips', 'complete', 'good', 'lot', 'material', 'order', 'reason', 'resin', 'resinLot', 'scrap', 'spare'].sort(),
  );
});

test('only machines of the endpoint are behind it', () => {
  expect(machinesBehind(pack, 'plc').map(({ name }) => name)).toEqual(['Press1']);
  expect(machinesBehind(pack, 'other')).toEqual([]);
});
