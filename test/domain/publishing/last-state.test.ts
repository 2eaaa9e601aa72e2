/** Which of two events is the last state. */
import fc from 'fast-check';
import { isNewer, type StatePosition } from '../../../nodes/src/domain/publishing/last-state.ts';

const position = fc.record({
  time: fc.integer({ min: 0, max: 5 }).map((second) => `2026-11-20T06:00:0${second}.000Z`),
  source: fc.constantFrom('urn:a', 'urn:b'),
  sequence: fc.integer({ min: 0, max: 9 }).map((count) => `0000000001-00000000000${count}`),
});

test('in whatever order the events of a source come, the latest by time and number stays', () => {
  const one = position.map((value) => ({ ...value, source: 'urn:a' }));
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), (events) => {
      let kept: StatePosition | undefined;
      for (const event of events) if (isNewer(event, kept)) kept = event;
      const key = ({ time, sequence }: StatePosition): string => `${time} ${sequence}`;
      expect(kept && key(kept)).toBe(events.map(key).sort().at(-1));
    }),
  );
});

test('the same event again is published again', () => {
  fc.assert(fc.property(position, (event) => expect(isNewer(event, event)).toBe(true)));
});

test('the same instant in another notation is the same instant', () => {
  const known = { time: '2026-11-20T06:00:00Z', source: 'urn:a', sequence: '0000000001-000000000002' };
  const older = { time: '2026-11-20T07:00:00+01:00', source: 'urn:a', sequence: '0000000001-000000000001' };
  expect(isNewer(older, known)).toBe(false);
  expect(isNewer({ ...older, source: 'urn:b' }, known)).toBe(true);
});
