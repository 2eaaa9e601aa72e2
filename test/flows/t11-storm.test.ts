/**
 * A storm of alarms from 50 assets over MQTT into T-11 in a real process: no more requests in Odoo than the budgets of its
 * lines allow, and every activation counted. `npm run bench -- --only alarm-storm --minutes 10` is the long one.
 */
import { PER_SECOND, playStorm } from './bench/storm.ts';

const SECONDS = 3;

test(`${SECONDS} s of storm become no more requests than the budgets allow, and every alarm is counted`, async () => {
  const storm = await playStorm(SECONDS);
  expect(storm).toMatchObject({ sent: SECONDS * PER_SECOND, lost: 0 });
  expect(storm.requests).toBeGreaterThan(0);
  expect(storm.requests).toBeLessThanOrEqual(storm.budget);
  const heldBack = Object.values(storm.suppressed).reduce((total, count) => total + count, 0);
  expect(storm.passed + heldBack + storm.pending).toBe(storm.counted);
  expect(storm.counted).toBeGreaterThanOrEqual(storm.activations);
}, 300_000);
