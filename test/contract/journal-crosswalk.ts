/** The promises of the Journal port about the crosswalk; part of its contract suite. */
import type { Journal } from '../../nodes/src/domain/journal.ts';
import type { Result } from '../../nodes/src/domain/ports.ts';
import { CODE_MISSED, type CrosswalkMove, ROWS_CHANGED } from '../../nodes/src/domain/site/crosswalk/row.ts';
import type { UnknownCode } from '../../nodes/src/domain/site/crosswalk/unknown-code.ts';
import type { CrosswalkRow } from '../../nodes/src/domain/site/pack.ts';
import { failureOf, orderMessage } from '../support/messages.ts';
import { type TestClock, testClock } from '../support/time.ts';
import type { OpenedJournal, OpenJournal } from './journal.ts';

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.reason}`);
  return result.value;
};

const ANNA = { actor: 'anna', reason: 'new supplier' };

export const crosswalkRow = (change: Partial<CrosswalkRow> = {}): CrosswalkRow => ({
  domain: 'material',
  system: 'mes',
  localCode: 'X-1',
  canonicalId: 'FG-1000',
  status: 'proposed',
  ...change,
});

export function crosswalkContract(open: OpenJournal): void {
  let clock: TestClock;
  let opened: OpenedJournal;
  let journal: Journal;
  beforeEach(async () => {
    clock = testClock();
    opened = await open({ clock, ids: { uuid: () => '1'.padStart(36, '0'), random: () => 0.5 } });
    journal = opened.journal;
  });
  afterEach(() => opened.dispose());

  const change = (...moves: CrosswalkMove[]) => journal.changeCrosswalk({ site: 'demo', moves }, ANNA);
  const add = (row: CrosswalkRow): CrosswalkMove => ({ kind: 'add', row });
  const rows = async (site = 'demo') => value(await journal.crosswalk(site));
  const bury = async (name: string, ...unknownCodes: UnknownCode[]) => {
    const failure = { ...failureOf('data', 'unmapped'), unknownCodes };
    const message = orderMessage(name);
    value(await journal.bury({ stage: 'mapper', outlet: 'dlq', message, original: 1, failure }));
  };

  describe('the crosswalk', () => {
    test('keeps rows of each site with who changed them and why, over restarts', async () => {
      value(await change(add(crosswalkRow({ validFrom: '2026-01-01' }))));
      const [first] = await rows();
      await clock.advance(1_000);
      value(await change({ kind: 'approve', id: first?.id ?? 0 }));
      journal = await opened.reopen();
      expect(await rows()).toEqual([
        {
          ...crosswalkRow({ validFrom: '2026-01-01', status: 'approved' }),
          ...{ id: first?.id, changedAt: clock.now(), changedBy: 'anna', reason: 'new supplier' },
        },
      ]);
      expect(await rows('elsewhere')).toEqual([]);
    });

    test('changes all or nothing, and says which move does not fit', async () => {
      value(await change(add(crosswalkRow({ status: 'approved' }))));
      const refused = await change(
        add(crosswalkRow({ localCode: 'X-2' })),
        add(crosswalkRow({ status: 'approved', canonicalId: 'FG-2000' })),
      );
      expect(refused).toMatchObject({ failure: { code: 'crosswalk-conflict', issues: [{ path: '2' }] } });
      expect(await rows()).toHaveLength(1);
    });

    test('writes every change into the audit, in the chain of the letters', async () => {
      value(await change(add(crosswalkRow())));
      value(await change(add(crosswalkRow())));
      expect(value(await journal.audit({ letter: 0 }))).toMatchObject([
        { action: 'crosswalk', ...ANNA, isIntact: true, detail: { site: 'demo', rows: [{ row: crosswalkRow() }] } },
      ]);
    });

    test('tells those who listen that rows changed, and that a code was missed', async () => {
      const heard: string[] = [];
      journal.onWork(ROWS_CHANGED, () => heard.push('rows'));
      journal.onWork(CODE_MISSED, () => heard.push('miss'));
      value(await change(add(crosswalkRow())));
      expect(heard).toEqual(['rows']);
      await bury('a', { site: 'demo', domain: 'material', system: 'mes', code: 'X-9', at: '2026-11-20T08:00:00Z' });
      expect(heard).toEqual(['rows', 'miss']);
    });

    test('knows each missed code once, with how often and when', async () => {
      const code = { site: 'demo', domain: 'material', system: 'mes', code: 'X-9', at: '2026-11-20T08:00:00Z' };
      await bury('a', code);
      const firstSeen = clock.now();
      await clock.advance(5_000);
      await bury('b', { ...code, at: '2026-11-20T08:01:00Z' }, { site: 'demo', domain: 'reason', code: 'R' });
      await bury('b', code);
      journal = await opened.reopen();
      expect(value(await journal.crosswalkMisses('demo', 9))).toEqual([
        { ...code, at: '2026-11-20T08:01:00Z', count: 2, firstSeen, lastSeen: clock.now() },
        {
          ...{ site: 'demo', domain: 'reason', system: '', code: 'R', at: '' },
          ...{ count: 1, firstSeen: clock.now(), lastSeen: clock.now() },
        },
      ]);
    });
  });
}
