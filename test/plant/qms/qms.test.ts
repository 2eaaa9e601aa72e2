/** The quality system of the plant: signs what it tells, hears what it is told, and says the same whenever it is asked. */
import { startListener } from '../http/listener.ts';
import { signed } from '../http/sign.ts';
import { factAt } from '../senders/facts.ts';
import { saidOf } from './facts.ts';
import { startQms } from './qms.ts';

const SECRET = 'a secret of at least 24 letters';
const options = {
  ...{ run: 'r', count: 4, perSecond: 1_000, orders: ['-'], material: 'FG-1000', enterprise: 'ACME', site: 'MUC1' },
  ...{ poisonEvery: 0, lot: 'L-1', secret: SECRET },
};

test('every third inspection fails, opens a nonconformance, and the next one ends it', () => {
  const said = [1, 2, 3, 4].map((number) => saidOf(options, factAt(options, number)));
  expect(said.map((events) => events.map(({ id }) => id.replace(/^r-\d+-/, '')))).toEqual([
    ['test-reported'],
    ['test-reported'],
    ['test-reported', 'nonconformance-changed'],
    ['test-reported', 'disposition-changed', 'nonconformance-changed'],
  ]);
  expect(said[2]?.[1]).toMatchObject({ data: { ncId: 'r-NC1', status: 'opened', severity: 'critical' } });
  expect(said).toEqual([1, 2, 3, 4].map((number) => saidOf(options, factAt(options, number))));
});

test('it tells signed, and answers a notice with the word of a person', async () => {
  const appliance = await startListener({ secret: SECRET });
  const qms = await startQms({ ...options, events: appliance.url });
  expect(await qms.done).toEqual({ sent: 4, refused: 0 });
  expect(appliance.told).toHaveLength(7);
  const body = JSON.stringify({ subject: 'critical: nonconformance r-NC1 is unanswered', roles: ['quality-lead'] });
  const post = (secret: string) =>
    fetch(`${qms.url}/notices`, { method: 'POST', body, headers: signed(body, 'n-1', secret) });
  expect((await post('somebody else altogether')).status).toBe(401);
  expect((await post(SECRET)).status).toBe(202);
  const deadline = Date.now() + 30_000;
  while (appliance.told.length < 8 && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  expect(JSON.parse(appliance.told[7]?.body ?? '{}')).toMatchObject({
    type: 'mfg.quality.escalation.acknowledged.v1',
    data: { about: 'nonconformance', subjectId: 'r-NC1' },
  });
  await qms.stop();
  await appliance.close();
}, 60_000);
