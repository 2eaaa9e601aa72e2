import fc from 'fast-check';
import { createLanes } from '../../nodes/src/host/lanes.ts';
import { settled, testClock } from '../support/time.ts';

test('within a lane tasks end in the order they came, whatever each takes; lanes do not wait for each other', async () => {
  const task = fc.record({ lane: fc.constantFrom('a', 'b', undefined), ms: fc.nat(50) });
  await fc.assert(
    fc.asyncProperty(fc.array(task, { maxLength: 12 }), async (tasks) => {
      const clock = testClock();
      const lanes = createLanes(clock);
      const running = new Map<string, number>();
      const ended: { lane: string | undefined; index: number }[] = [];
      const all = tasks.map(({ lane, ms }, index) =>
        lanes.run(lane, async () => {
          if (lane) expect(running.get(lane) ?? 0).toBe(0);
          if (lane) running.set(lane, 1);
          await new Promise<void>((resolve) => clock.after(ms, resolve));
          if (lane) running.set(lane, 0);
          ended.push({ lane, index });
        }),
      );
      await clock.advance(1_000);
      await Promise.all(all);
      for (const name of ['a', 'b']) {
        const order = ended.filter(({ lane }) => lane === name).map(({ index }) => index);
        expect(order).toEqual([...order].sort((x, y) => x - y));
      }
      expect(lanes.inFlight()).toBe(0);
    }),
  );
});

test('waiting for the last one ends with it, or with the bound', async () => {
  const clock = testClock();
  const lanes = createLanes(clock);
  expect(await lanes.drained(1_000)).toBe(true);
  let finish = (): void => undefined;
  void lanes.run(
    'a',
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  const late = lanes.drained(1_000);
  await clock.advance(1_000);
  expect(await late).toBe(false);
  const inTime = lanes.drained(1_000);
  finish();
  await settled();
  expect(await inTime).toBe(true);
  expect(clock.pending).toBe(0);
});
