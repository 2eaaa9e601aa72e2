import { refreshing } from '../../nodes/src/host/refresh.ts';
import { testClock } from '../support/time.ts';

test('reads at once, again regularly, and soon after something moved', async () => {
  const clock = testClock();
  let readings = 0;
  const refresh = refreshing(clock, async () => {
    readings += 1;
  });
  await clock.advance(0);
  expect(readings).toBe(1);
  await clock.advance(5_000);
  expect(readings).toBe(2);
  for (let moves = 0; moves < 50; moves += 1) refresh.soon();
  await clock.advance(250);
  expect(readings).toBe(3);
  refresh.close();
  await clock.advance(60_000);
  expect(readings).toBe(3);
  expect(clock.pending).toBe(0);
});

test('never reads twice at the same time', async () => {
  const clock = testClock();
  let running = 0;
  let most = 0;
  let finish = (): void => undefined;
  const refresh = refreshing(clock, async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    running -= 1;
  });
  await clock.advance(0);
  refresh.soon();
  await clock.advance(1_000);
  finish();
  await clock.advance(1_000);
  expect(most).toBe(1);
  refresh.close();
  finish();
});
