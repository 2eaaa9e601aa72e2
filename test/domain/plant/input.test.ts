/** Samples of any source and blocks of Modbus registers, read as the same thing. */
import { readInput } from '../../../nodes/src/domain/plant/input.ts';
import { sitePackSchema } from '../../../nodes/src/domain/site/pack.ts';
import { pack } from './bench.ts';

const oven = { protocol: 'modbus', url: 'tcp://oven', registers: [{ tag: 'Temp', offset: 0, type: 'uint16' }] };
const site = sitePackSchema.parse({ ...pack, endpoints: { ...pack.endpoints, oven } });
const sample = { tag: 'T', value: 1, status: 'Good' };

test('samples keep what they say, and the endpoint they come from', () => {
  const payload = { source: 'plc', observedMs: 2_000, samples: [sample, { tag: 'U', value: { a: 1 } }] };
  expect(readInput(payload, site, '')).toEqual({
    ok: true,
    value: { source: 'plc', observedMs: 2_000, samples: [sample, { tag: 'U', value: '{"a":1}', status: 'Good' }] },
  });
  expect(readInput({ samples: [sample] }, site, '')).toMatchObject({ value: { source: '' } });
});

test('registers are read by the register map of their endpoint, and come from it', () => {
  expect(readInput([215], site, 'oven')).toMatchObject({
    value: { source: 'oven', samples: [{ tag: 'Temp', value: 215, status: 'Good' }] },
  });
  expect(readInput([215], site, 'press')).toMatchObject({ failure: { code: 'modbus-endpoint-unclear' } });
});

test('anything else is refused', () => {
  for (const payload of [7, null, { samples: 1 }, { samples: [{ value: 1 }] }])
    expect(readInput(payload, site, '')).toMatchObject({ failure: { code: 'samples-missing', class: 'data' } });
});
