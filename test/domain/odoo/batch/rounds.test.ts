/** Walks over a server that loses answers, is changed by others and answers late: each change happens once. */
import fc from 'fast-check';
import type { Failure } from '../../../../nodes/src/domain/failure.ts';
import type { Receipt } from '../../../../nodes/src/domain/message.ts';
import { inRounds, type Walk } from '../../../../nodes/src/domain/odoo/batch/rounds.ts';
import {
  type Erp,
  type ErpBatch,
  type ErpCall,
  type ErpPosting,
  fail,
  ok,
  type Posted,
  type Result,
} from '../../../../nodes/src/domain/ports.ts';

type Mishap = 'none' | 'lost-before' | 'lost-after' | 'changed-by-others' | 'question';

const lost: Failure = {
  code: 'odoo-answer-lost',
  class: 'unknown',
  attempted: 'post',
  on: 'server',
  reason: 'no answer',
  nextStep: 'Look.',
};

/** One document that is scrapped once more by every validation, as Odoo does it, with a ledger in front. */
function server(mishaps: Mishap[]) {
  const state = { made: 0, validated: 0, posts: 0, note: 'a' };
  const ledger = new Set<string>();
  const apply = (step: ErpCall): unknown => {
    if (step.method === 'load') {
      state.made = 1;
      return { ids: [7], messages: [] };
    }
    if (step.method === 'action_validate') state.validated += 1;
    return true;
  };
  const stands = ({ guards }: ErpPosting): boolean => guards.every(({ values }) => values['note'] === state.note);
  const foreseen = (step: ErpCall): boolean => step.method !== 'expect' || state.validated === 0;
  const carry = (posting: ErpPosting): Posted => {
    if (posting.key !== '' && ledger.has(posting.key)) return { kind: 'duplicate', id: state.made ? 7 : 0 };
    if (!stands(posting) || !posting.steps.every(foreseen)) return { kind: 'stale', detail: 'note' };
    if (posting.key !== '') ledger.add(posting.key);
    return { kind: 'done', results: posting.steps.map(apply) };
  };
  const batch: ErpBatch = {
    check: async () => ok(undefined),
    ledger: async (keys) => ok(new Map(keys.filter((key) => ledger.has(key)).map((key) => [key, 0]))),
    read: async () =>
      ok([{ id: 7, note: state.note, state: state.validated > 0 ? 'done' : 'draft' }].slice(state.made ? 0 : 1)),
    async post(posting) {
      state.posts += 1;
      const mishap = mishaps.shift() ?? 'none';
      if (mishap === 'lost-before') return fail(lost);
      if (mishap === 'question') return ok({ kind: 'question', answer: { res_model: 'stock.some.wizard' } });
      if (mishap === 'changed-by-others') state.note += 'x';
      const done = carry(posting);
      return mishap === 'lost-after' ? fail(lost) : ok(done);
    },
  };
  return { state, batch };
}

const erp: Erp = {
  profile: async () => fail(lost),
  call: async () => fail({ ...lost, code: 'called-directly' }),
};
const receipt: Receipt = { verdict: 'already', summary: 'scrapped', records: [], readBack: {} };
const where = { attempted: 'scrap 1', on: 'A' };

/** The way a scrap is posted: made once, looked at, validated from draft only, looked at again. */
const scrapping = (foresee: boolean): Walk => ({
  key: 'k1.event',
  where,
  bind: async () => ok(undefined),
  async run(view): Promise<Result<Receipt>> {
    const made = await view.call({ model: 'stock.scrap', method: 'load', args: { data: [['x']] }, repeatable: true });
    if (!made.ok) return made;
    const [id = 0] = (made.value as { ids: number[] }).ids;
    if (foresee && view.foresight) view.foresight.expect('stock.scrap', id, { state: 'draft' });
    const look = async (): Promise<Result<string>> => {
      const rows = await view.call({ model: 'stock.scrap', method: 'search_read', args: {}, repeatable: true });
      return rows.ok ? ok((rows.value as { state: string }[])[0]?.state ?? 'gone') : rows;
    };
    const before = foresee && view.foresight ? ok('draft') : await look();
    if (!before.ok) return before;
    if (before.value === 'done') return ok(receipt);
    const validated = await view.call({ model: 'stock.scrap', method: 'action_validate', ids: [id] });
    if (!validated.ok) return validated;
    const after = await look();
    if (!after.ok) return after;
    return after.value === 'done' ? ok(receipt) : fail({ ...lost, code: 'not-posted', class: 'business' });
  },
});

describe('a posting in rounds', () => {
  test.each([true, false])('is done in the end, once, whatever happens on the way (foreseen: %s)', (foresee) =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<Mishap>('none', 'lost-before', 'lost-after', 'changed-by-others'), { maxLength: 12 }),
        async (mishaps) => {
          const { state, batch } = server([...mishaps]);
          let answer = await inRounds(erp, batch, scrapping(foresee));
          for (let attempt = 0; attempt < 20 && !answer.ok; attempt += 1) {
            expect(['unknown', 'conflict']).toContain(answer.failure.class);
            answer = await inRounds(erp, batch, scrapping(foresee));
          }
          expect(answer.ok).toBe(true);
          expect(state).toMatchObject({ made: 1, validated: 1 });
        },
      ),
    ),
  );

  test('takes one transaction when its results can be foreseen, and says that it posted', async () => {
    const { state, batch } = server([]);
    expect(await inRounds(erp, batch, scrapping(true))).toMatchObject({ ok: true, value: { verdict: 'posted' } });
    expect(state.posts).toBe(1);
  });

  test('finds what another attempt posted and says so', async () => {
    const { state, batch } = server([]);
    await inRounds(erp, batch, scrapping(true));
    expect(await inRounds(erp, batch, scrapping(true))).toMatchObject({ ok: true });
    expect(state.validated).toBe(1);
  });

  test('parks a question of Odoo under its name', async () => {
    const { state, batch } = server(['question']);
    const answer = await inRounds(erp, batch, scrapping(true));
    expect(answer).toMatchObject({ ok: false, failure: { code: 'unknown-wizard', on: 'A' } });
    expect(state.validated).toBe(0);
  });
});
