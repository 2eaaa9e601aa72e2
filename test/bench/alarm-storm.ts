/**
 * An alarm storm through T-11 in a real process: 1,000 changes a second from 50 assets over Mosquitto, down to requests in
 * the simulated Odoo. Ten minutes with `--minutes 10`; fails when an alarm is lost or uncounted, a budget is overrun, or the
 * appliance needs one core or more (not with `--short`: three seconds are mostly the start).
 */
import { playStorm } from '../flows/bench/storm.ts';
import { answer } from './measure.ts';
import { broken } from './promises.ts';

await answer(async ({ minutes, short }) => {
  const storm = await playStorm(short ? 3 : minutes * 60);
  const wrong = broken(storm, short);
  if (wrong.length > 0) throw new Error(`not as promised (${wrong.join('; ')}): ${JSON.stringify(storm)}`);
  return { ...storm };
});
