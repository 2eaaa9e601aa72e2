import type { StatusReport } from '../../nodes/src/host/node.ts';
import type { RedStatus } from '../../nodes/src/host/red.ts';
import { statusLine, toStatus } from '../../nodes/src/host/status.ts';
import { testClock } from '../support/time.ts';

function bench() {
  const clock = testClock();
  const shown: RedStatus[] = [];
  const line = statusLine({ status: (status) => void shown.push(status as RedStatus) }, clock);
  return { clock, shown, line };
}
const passed: StatusReport = { health: 'ok', text: 'passed' };

test('every state differs in colour and shape together, so it is readable without colours', () => {
  const states = (['ok', 'idle', 'waiting', 'degraded', 'failed'] as const).map((health) =>
    toStatus({ health, text: '' }),
  );
  expect(new Set(states.map(({ fill }) => fill)).size).toBe(5);
  expect(states.filter(({ fill }) => fill === 'green')).toEqual([{ fill: 'green', shape: 'dot', text: '' }]);
});

test('a long text is cut with a mark', () => {
  const { text = '' } = toStatus({ health: 'failed', text: 'x'.repeat(100) });
  expect(text).toHaveLength(40);
  expect(text.endsWith('…')).toBe(true);
});

test('at most two statuses a second reach the editors, and the last one always does', async () => {
  const { clock, shown, line } = bench();
  for (let n = 0; n < 100; n += 1) line.flow({ health: 'ok', text: `${n}` });
  expect(shown).toHaveLength(1);
  await clock.advance(500);
  expect(shown.map(({ text }) => text)).toEqual(['0', '99']);
  line.close();
  expect(clock.pending).toBe(0);
});

test('green turns grey when nothing has flowed for a minute, not before', async () => {
  const { clock, shown, line } = bench();
  line.flow(passed);
  await clock.advance(50_000);
  line.flow(passed);
  await clock.advance(50_000);
  expect(shown.at(-1)).toMatchObject({ fill: 'green' });
  await clock.advance(10_000);
  expect(shown.at(-1)).toMatchObject({ fill: 'grey' });
  line.flow(passed);
  await clock.advance(500);
  expect(shown.at(-1)).toMatchObject({ fill: 'green' });
  line.close();
  expect(clock.pending).toBe(0);
});

test('trouble stays until something better is known', async () => {
  const { clock, shown, line } = bench();
  line.flow(passed);
  await clock.advance(1_000);
  line.show({ health: 'failed', text: 'no answer' });
  await clock.advance(600_000);
  expect(shown.at(-1)).toMatchObject({ fill: 'red', text: 'no answer' });
  line.close();
});
