/** The simulator says line by line what a real Odoo 19 said; `record.ts` makes the recordings. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { clientOf, smallPlant } from '../bench.ts';
import { startSimulatedOdoo } from '../server.ts';
import { SCENARIOS } from './scenarios.ts';
import { openTape } from './tape.ts';

jest.setTimeout(60_000);

test.each(Object.entries(SCENARIOS))('%s as the real one', async (name, play) => {
  const recorded = readFileSync(path.join(__dirname, 'recorded', `${name}.txt`), 'utf8')
    .trimEnd()
    .split('\n');
  const server = await startSimulatedOdoo();
  const client = clientOf(server);
  const tape = openTape(client, await smallPlant(client, 'simz'), 'simz');
  await play(tape);
  await server.stop();
  expect(tape.lines).toEqual(recorded);
});
