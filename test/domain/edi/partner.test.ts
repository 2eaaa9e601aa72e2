/** What is remembered of partners, and that an interchange is answered the same way however often it comes. */
import fc from 'fast-check';
import { answering, type PartnerMemory, STRANGER, seenBefore } from '../../../nodes/src/domain/edi/partner.ts';

const at = '2026-11-20T08:00:00Z';
const number = fc.constantFrom('1', '2', '3');
const digest = fc.constantFrom('a', 'b');
const taken = (memory: PartnerMemory, control: string, of: string, by?: string, when = at) =>
  answering(memory, { control, digest: of, at: when, isRefused: false, ...(by === undefined ? {} : { by }) });

test('what was taken is repeated with the same content and reused with other content; anything else is new', () => {
  const history = fc.array(fc.tuple(number, digest), { maxLength: 12 });
  fc.assert(
    fc.property(history, number, digest, (all, control, content) => {
      const memory = all.reduce((known, [one, of]) => taken(known, one, of).memory, STRANGER);
      const same = all.filter(([one]) => one === control);
      const wanted = same.some(([, of]) => of === content) ? 'repeated' : same.length > 0 ? 'reused' : 'new';
      expect(seenBefore(memory, control, content).kind).toBe(wanted);
    }),
  );
});

const asked = fc.record({
  control: number,
  digest,
  isRefused: fc.boolean(),
  by: fc.option(fc.constantFrom('i-1', 'i-2', 'i-3'), { nil: undefined }),
});

test('one interchange has one answer, no two share a number, and only a new question is a new sending', () => {
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 25 }), (all) => {
      const answers = new Map<string, { own: number; at: string; sending: number; by: Set<string> }>();
      let memory = STRANGER;
      for (const [index, { by, ...one }] of all.entries()) {
        const answer = answering(memory, { ...one, at: `at-${index}`, ...(by === undefined ? {} : { by }) });
        memory = JSON.parse(JSON.stringify(answer.memory)) as PartnerMemory;
        const name = JSON.stringify(one);
        const before = answers.get(name);
        if (before) expect([answer.own, answer.at]).toEqual([before.own, before.at]);
        else expect([...answers.values()].map(({ own }) => own)).not.toContain(answer.own);
        const isKnown = by !== undefined && before?.by.has(by) === true;
        expect(answer.isRedelivered).toBe(isKnown);
        expect(answer.sending).toBe((before?.sending ?? 0) + (isKnown ? 0 : 1));
        const names = new Set([...(before?.by ?? []), ...(by === undefined ? [] : [by])]);
        answers.set(name, { own: answer.own, at: answer.at, sending: answer.sending, by: names });
      }
    }),
  );
});

test('what an earlier release remembered is a repeat, and gets a number when it is answered', () => {
  const old: PartnerMemory = { taken: [{ control: '1', digest: 'a', at }], own: 7 };
  expect(seenBefore(old, '1', 'a')).toEqual({ kind: 'repeated', at });
  const first = taken(old, '1', 'a', 'i-1', 'later');
  expect(first).toMatchObject({ own: 8, at: 'later', sending: 1, isRedelivered: false });
  expect(first.memory.taken).toHaveLength(1);
  expect(taken(first.memory, '1', 'a', 'i-2', 'last')).toMatchObject({ own: 8, at: 'later', sending: 2 });
});

test('the memory does not grow for ever, and our own numbers begin anew after the last one', () => {
  let memory: PartnerMemory = STRANGER;
  for (let index = 0; index < 2_100; index += 1) {
    memory = taken(memory, String(index), 'a').memory;
    memory = answering(memory, { control: String(index), digest: 'x', at, isRefused: true }).memory;
  }
  expect([memory.taken.length, memory.refused?.length]).toEqual([2_000, 200]);
  expect(seenBefore(memory, '0', 'a').kind).toBe('new');
  expect(seenBefore(memory, '2099', 'a').kind).toBe('repeated');
  expect([taken(STRANGER, '1', 'a').own, taken({ ...STRANGER, own: 999_999_999 }, '1', 'a').own]).toEqual([1, 1]);
});
