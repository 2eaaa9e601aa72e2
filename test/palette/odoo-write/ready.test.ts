/** What cannot run on this Odoo is said when the flow is deployed. */
import type { Target } from '../../../nodes/src/domain/delivery/mode.ts';
import type { KnownAbilities } from '../../../nodes/src/domain/odoo/abilities.ts';
import { type Erp, type ErpCall, fail, ok } from '../../../nodes/src/domain/ports.ts';
import { sayWhatCannotRun } from '../../../nodes/src/palette/odoo-write/ready.ts';
import { failureOf } from '../../support/messages.ts';
import { settled } from '../../support/time.ts';

const profile = { major: 19, version: '19.0', protocol: 'json2', database: 'plant' } as const;

const foundLacking = (missing: readonly string[]): KnownAbilities => ({
  atMs: 0,
  profile,
  able: {
    version: '19.0',
    protocol: 'json2',
    edition: 'community',
    apps: [],
    intents: [
      { kind: 'note', missing },
      { kind: 'scrap', missing: ['install Inventory'] },
    ],
    excess: [],
    settings: [],
  },
});

interface World {
  may?(call: ErpCall): boolean;
  readonly isDown?: boolean;
  readonly mayRead?: boolean;
  readonly known?: KnownAbilities;
}

function deployed({ may = () => true, isDown = false, mayRead = true, known }: World) {
  const reports: string[] = [];
  const failures: string[] = [];
  const calls: ErpCall[] = [];
  const listeners = new Set<() => void>();
  const state = { known };
  const erp: Erp & Pick<Target, 'standing' | 'abilities'> = {
    profile: async () => (isDown ? fail(failureOf('transient', 'odoo-unreachable')) : ok(profile)),
    async call(call) {
      calls.push(call);
      return ok(may(call));
    },
    standing: () => ({ mode: mayRead ? 'normal' : 'erp-down', mayRead, mayPost: mayRead, limit: 1 }),
    abilities: {
      latest: () => state.known,
      keptIn: async () => () => undefined,
      onFound(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  };
  const outside = {
    report: ({ text }: { text: string }) => void reports.push(text),
    clock: { now: () => 3 * 3_600_000 },
    log: {
      info: () => undefined,
      warn: () => undefined,
      failure: (failure: { reason: string }) => void failures.push(failure.reason),
    },
  };
  const look = async (intents: string): Promise<() => void> => {
    const stop = sayWhatCannotRun(erp, intents, outside);
    await settled();
    return stop;
  };
  const find = (next: KnownAbilities): void => {
    state.known = next;
    for (const listener of [...listeners]) listener();
  };
  return { reports, failures, calls, listeners, look, find };
}

test('an intent whose right is missing is named with the right, the others are not', async () => {
  const { look, reports, failures } = deployed({ may: ({ model }) => model !== 'product.product' });
  await look('note\nupsertProduct\n');
  expect(reports).toEqual(['cannot run: upsertProduct']);
  expect(failures).toEqual([expect.stringContaining('create product.product (Inventory / Administrator)')]);
});

test('a kind that does not exist is said, too', async () => {
  const { look, reports, failures } = deployed({});
  await look('prodcue');
  expect({ reports, failures }).toEqual({ reports: [], failures: [expect.stringContaining('prodcue')] });
});

test('where all can run, or none is named, nothing is said', async () => {
  const { look, reports, failures } = deployed({});
  await look('produce note');
  await look('');
  expect({ reports, failures }).toEqual({ reports: [], failures: [] });
});

test.each([
  ['refuses the connection', { isDown: true }],
  ['is left alone', { mayRead: false }],
])('while Odoo %s, what is known from earlier is said with its age', async (_how, world) => {
  const { look, reports, failures, calls } = deployed({ ...world, known: foundLacking(['create x']) });
  await look('note');
  expect(reports).toEqual(['cannot run: note']);
  expect(failures[0]).toContain('lacks: create x; asked 3 h ago');
  expect(calls).toEqual([]);
});

test('what is known from earlier gives way to what Odoo says now', async () => {
  const { look, reports } = deployed({ known: foundLacking(['create x']) });
  await look('note');
  expect(reports).toEqual(['cannot run: note', 'can run']);
});

test('what the connection finds later is said once, until the node is closed', async () => {
  const { look, reports, find, listeners } = deployed({});
  const stop = await look('note');
  find(foundLacking([]));
  expect(reports).toEqual([]);
  find(foundLacking(['create x']));
  find(foundLacking(['create x']));
  expect(reports).toEqual(['cannot run: note']);
  stop();
  expect(listeners.size).toBe(0);
});
