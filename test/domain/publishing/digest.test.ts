/** Few notices at once, the rest in digests: nothing lost, nothing counted twice, whatever the order of things. */
import fc from 'fast-check';
import {
  CALM,
  countOf,
  type DigestPolicy,
  type DigestState,
  dueMs,
  onNotice,
  onTime,
  onTold,
} from '../../../nodes/src/domain/publishing/digest.ts';

const policy: DigestPolicy = { atOnce: 2, windowMs: 900_000 };
const notice = (id: string, about = 'equipment.condition.changed') => ({
  id,
  about,
  at: '2026-11-20T06:00:00Z',
  subject: id,
});

/** Plays notices at given times; a digest that is due is told at once. */
function play(steps: readonly (readonly [number, string])[], start: DigestState = CALM) {
  let state = start;
  const told: string[] = [];
  const digests: number[] = [];
  const tell = (nowMs: number): void => {
    state = onTime(state, nowMs, policy);
    if (!state.closing) return;
    digests.push(countOf(state.closing));
    state = onTold(state);
  };
  for (const [nowMs, id] of steps) {
    const due = dueMs(state, policy);
    if (due !== undefined && due <= nowMs) tell(due);
    const next = onNotice(state, notice(id), nowMs, policy);
    state = next.state;
    if (next.verdict === 'tell') told.push(id);
  }
  return { state, told, digests, tell };
}

test('the first ones go out at once, the rest with the window; a storm that goes on brings one digest for each window', () => {
  const storm = Array.from({ length: 3_600 }, (_, second) => [second * 1_000, `n${second}`] as const);
  const { told, digests } = play(storm);
  expect(told).toEqual(['n0', 'n1']);
  expect(digests).toEqual([898, 900, 900]);
});

test('after a window without a notice the next one goes out at once again', () => {
  const { tell, state, told } = play([
    [0, 'a'],
    [1, 'b'],
    [2, 'c'],
  ]);
  expect(told).toEqual(['a', 'b']);
  tell(900_000);
  const calm = onTime(onTold(onTime(state, 900_000, policy)), 1_800_000, policy);
  expect(onNotice(calm, notice('d'), 1_800_001, policy).verdict).toBe('tell');
});

test('a message that comes again is told again when it was to be told, and not counted again when it was kept', () => {
  const { state } = play([
    [0, 'a'],
    [1, 'b'],
    [2, 'c'],
  ]);
  expect(onNotice(state, notice('a'), 3, policy).verdict).toBe('tell');
  const again = onNotice(state, notice('c'), 3, policy);
  expect(again.verdict).toBe('known');
  expect(again.state.kept && countOf(again.state.kept)).toBe(1);
});

test('a digest that cannot be told yet is not mixed with the next one, which waits behind it', () => {
  const { state } = play([
    [0, 'a'],
    [1, 'b'],
    [2, 'c'],
  ]);
  let open = onTime(state, 900_000, policy);
  open = onNotice(open, notice('d'), 900_001, policy).state;
  open = onTime(open, 5_000_000, policy);
  expect([open.closing && countOf(open.closing), open.kept && countOf(open.kept)]).toEqual([1, 1]);
  open = onTime(onTold(open), 5_000_000, policy);
  expect(open.closing && countOf(open.closing)).toBe(1);
});

test('a clock that is put back begins the window again', () => {
  const { state } = play([
    [10_000_000, 'a'],
    [10_000_001, 'b'],
    [10_000_002, 'c'],
  ]);
  const back = onTime(state, 5_000, policy);
  expect(dueMs(back, policy)).toBe(905_000);
});

test('whatever comes when, and how often: each notice is told at once or counted in exactly one digest', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 0, max: 40 })), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(steps, (gaps) => {
      let nowMs = 0;
      const played = gaps.map(([gap, id]) => {
        nowMs += gap;
        return [nowMs, `n${id}`] as const;
      });
      // The same id much later is a new notice to nobody: within what is remembered it is the same.
      const seen = new Set<string>();
      const fresh = played.filter(([, id]) => !seen.has(id) && seen.add(id));
      const { told, digests, state, tell } = play(fresh);
      tell(nowMs + 900_000);
      tell(nowMs + 1_800_000);
      expect(state.closing).toBeUndefined();
      expect(told.length + digests.reduce((sum, count) => sum + count, 0)).toBe(fresh.length);
    }),
  );
});

test('the state stays small in a storm of many kinds', () => {
  let state: DigestState = { ...CALM, isStorm: true };
  for (let count = 0; count < 2_000; count += 1)
    state = onNotice(state, notice(`n${count}`, `kind${count % 100}`), count, policy).state;
  expect(JSON.stringify(state).length).toBeLessThan(20_000);
  expect(state.kept && countOf(state.kept)).toBe(2_000);
});
