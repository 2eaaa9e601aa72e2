/** Pages and a flow that is slow, stuck, or goes away: what is held stays bounded, and no page is lost or told twice. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { type Erp, fail } from '../../../nodes/src/domain/ports.ts';
import type { Ended, Followed } from '../../../nodes/src/host/following.ts';
import { reader } from '../../../nodes/src/palette/odoo-read/behaviour.ts';
import { definition } from '../../../nodes/src/palette/odoo-read/definition.ts';
import type { Records } from '../../../nodes/src/palette/odoo-read/records.ts';
import { settled, testClock } from '../../support/time.ts';
import { OdooTable } from './odoo-table.ts';

interface Page {
  readonly records: Records;
  end(how: Ended): void;
}

/** The flow behind the node: a page stays in it until the test says that it is done. */
class Flow {
  pages: Page[] = [];
  most = 0;

  send = ({ event }: Message): Followed => {
    let end: Page['end'] = () => undefined;
    const ended = new Promise<Ended>((resolve) => {
      end = resolve;
    });
    const page = { records: event as Records, end };
    this.pages.push(page);
    this.most = Math.max(this.most, this.pages.length);
    return { end: ended, forget: () => this.leave(page, 'forgotten') };
  };

  leave(page: Page | undefined, how: Ended): void {
    this.pages = this.pages.filter((one) => one !== page);
    page?.end(how);
  }
}

function reading(erp: Erp, change: object = {}) {
  const clock = testClock();
  const flow = new Flow();
  const config = definition.config.parse({ connection: 'c', model: 'stock.lot', pageSize: 10, ...change });
  const behaviour = reader(config, erp, { clock, send: flow.send });
  const ask = (message: Message = { event: {}, trail: [] }) => behaviour.handle?.(message);
  return { clock, flow, ask };
}

test('a slow flow holds two pages, never more, and gets every record once in order', async () => {
  const table = new OdooTable(95);
  const { flow, ask } = reading(table.erp);
  const asked = ask();
  const seen: unknown[] = [];
  for (let done = 0; done < 9; done += 1) {
    await settled();
    expect(table.pages).toBeLessThanOrEqual(done + 2);
    const [page] = flow.pages;
    expect(page?.records.page).toBe(done + 1);
    seen.push(...(page?.records.records ?? []));
    flow.leave(page, 'taken');
  }
  const outcome = await asked;
  expect(outcome).toMatchObject({ kind: 'pass', message: { event: { page: 10, last: true } } });
  if (outcome?.kind === 'pass') seen.push(...(outcome.message.event as Records).records);
  expect(seen).toMatchObject(Array.from({ length: 95 }, (_, at) => ({ id: at + 1 })));
  expect(flow.most).toBe(2);
});

test('memory does not grow with the number of pages', async () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const { flow, ask } = reading(new OdooTable(2_000, 10_000).erp, { limit: 2_000 });
  const asked = ask();
  const pages: WeakRef<object>[] = [];
  let mostAlive = 0;
  for (let done = 0; done < 199; done += 1) {
    await settled();
    if (flow.pages[0]) pages.push(new WeakRef(flow.pages[0].records));
    flow.leave(flow.pages[0], 'taken');
    if (done % 20 !== 19) continue;
    await settled();
    gc();
    mostAlive = Math.max(mostAlive, pages.filter((page) => page.deref()).length);
  }
  expect(await asked).toMatchObject({ kind: 'pass', message: { event: { page: 200 } } });
  expect(pages).toHaveLength(199);
  expect(flow.most).toBe(2);
  expect(mostAlive).toBeLessThanOrEqual(3);
});

test('several questions share the room, and one of a single page need not wait for it', async () => {
  const table = new OdooTable(50);
  const { flow, ask } = reading(table.erp);
  const asked = [ask(), ask(), ask()];
  const seen: number[] = [];
  for (let done = 0; done < 12; done += 1) {
    await settled();
    seen.push(flow.pages[0]?.records.page ?? 0);
    flow.leave(flow.pages[0], 'taken');
  }
  expect(await Promise.all(asked)).toMatchObject(Array(3).fill({ message: { event: { page: 5, last: true } } }));
  expect(seen.sort()).toEqual([1, 2, 3, 4].flatMap((page) => [page, page, page]));
  expect(flow.most).toBe(2);
});

test('a flow that is never done ends the reading with the reason, and the room is there for the next one', async () => {
  const { flow, ask, clock } = reading(new OdooTable(50).erp, { patienceSeconds: 60 });
  const asked = ask();
  await clock.advance(59_000);
  expect(flow.pages).toHaveLength(2);
  await clock.advance(1_000);
  expect(await asked).toMatchObject({
    kind: 'reject',
    failure: { code: 'page-not-taken', reason: 'the flow is not done with the pages before after 60 s' },
  });
  expect(flow.pages).toEqual([]);
  const again = ask();
  await settled();
  expect(flow.pages.map(({ records }) => records.page)).toEqual([1, 2]);
  for (let done = 0; done < 4; done += 1) {
    flow.leave(flow.pages[0], 'taken');
    await settled();
  }
  expect(await again).toMatchObject({ kind: 'pass' });
  expect(clock.pending).toBe(0);
});

test('a node that closes stops between two pages', async () => {
  const { flow, ask } = reading(new OdooTable(50).erp);
  const asked = [ask(), ask()];
  await settled();
  for (const page of flow.pages) flow.leave(page, 'closed');
  expect(await Promise.all(asked)).toMatchObject(
    Array(2).fill({ kind: 'retry', failure: { code: 'reading-stopped' } }),
  );
});

test('a message that is tried again goes on behind the pages that have left', async () => {
  const table = new OdooTable(45);
  const away = { code: 'odoo-down', class: 'transient', attempted: 'a', on: 'b', reason: 'c', nextStep: 'd' } as const;
  const call: Erp['call'] = async (asked) => {
    const isThird = asked.method === 'search_read' && table.pages === 2;
    const answer = await table.erp.call(asked);
    return isThird ? fail(away) : answer;
  };
  const { flow, ask } = reading({ ...table.erp, call });
  const message: Message = { event: {}, trail: [] };
  const pages: number[] = [];
  const taken = async (outcome: ReturnType<typeof ask>) => {
    for (let turn = 0; turn < 10; turn += 1) {
      await settled();
      const [page] = flow.pages;
      if (page) pages.push(page.records.page);
      flow.leave(page, 'taken');
    }
    return outcome;
  };
  expect(await taken(ask(message))).toMatchObject({ kind: 'retry', failure: { code: 'odoo-down' } });
  expect(await taken(ask(message))).toMatchObject({ kind: 'pass', message: { event: { page: 5, last: true } } });
  expect(pages).toEqual([1, 2, 3, 4]);
});

test('at once means at once', async () => {
  const table = new OdooTable(50);
  const { flow, ask } = reading(table.erp, { paging: 'atOnce' });
  expect(await ask()).toMatchObject({ kind: 'pass' });
  expect(table.pages).toBe(5);
  // Nobody waits for them.
  expect(flow.pages).toEqual([]);
  expect(flow.most).toBe(1);
});
