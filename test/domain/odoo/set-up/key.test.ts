/** Which keys are made and which go: whatever keys there are, one that is good always stays. */
import fc from 'fast-check';
import {
  daysLeft,
  type KeyWish,
  keySteps,
  keysOf,
  newKeySteps,
  oldKeySteps,
} from '../../../../nodes/src/domain/odoo/set-up/key.ts';
import { odooTime } from '../../../../nodes/src/domain/odoo/time.ts';
import { type Erp, type ErpCall, ok, type Result } from '../../../../nodes/src/domain/ports.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-03-01T12:00:00Z');
const USER = 5;

interface Row {
  readonly id: number;
  readonly name: string;
  readonly create_date: string;
  readonly expiration_date: string | false;
}

interface Order {
  readonly do: 'make' | 'delete';
  readonly ids?: readonly number[];
  readonly days?: number | false;
}

/** A server with one user, his keys, and the server action. */
function server(major: 14 | 19, rows: readonly Row[]) {
  let keys = rows;
  const orders: Order[] = [];
  const carryOut = (order: Order): unknown => {
    orders.push(order);
    if (order.do === 'make') return { key: 'k'.repeat(40) };
    keys = keys.filter(({ id }) => !order.ids?.includes(id));
    return { deleted: order.ids?.length };
  };
  const answers: Readonly<Record<string, (call: ErpCall) => unknown>> = {
    'res.users.search_read': () => [{ id: USER }],
    'res.users.apikeys.search_read': () => keys,
    'ir.model.search_read': () => [{ id: 1 }],
    'ir.model.data.search_read': () => [{ id: 1, res_id: 4 }],
    'ir.actions.server.load': () => ({ ids: [9], messages: [] }),
    'ir.actions.server.run': ({ context }) => carryOut((context as { plantwire_key: Order }).plantwire_key),
    'ir.actions.server.unlink': () => true,
  };
  const erp: Erp = {
    profile: async () => ok({ major, version: `${major}.0`, protocol: 'jsonrpc', database: 'plant' }),
    call: async (call): Promise<Result<unknown>> => ok(answers[`${call.model}.${call.method}`]?.(call)),
  };
  return { erp, orders, left: () => keys.map(({ id }) => id) };
}

const kept: string[] = [];
const wish = (more: Partial<KeyWish> = {}): KeyWish => ({
  ...{ login: 'plant', nowMs: NOW_MS, days: 90, leftDays: 30, isAnother: false },
  place: async () => ok({ keep: async (key) => ok(void kept.push(key)), drop: async () => undefined }),
  prove: async () => ok('s'.repeat(40)),
  ...more,
});

const someKeys = (major: 14 | 19) =>
  fc
    .array(
      fc.record({
        isOurs: fc.boolean(),
        endsInDays:
          major === 14 ? fc.constant(undefined) : fc.option(fc.integer({ min: -5, max: 99 }), { nil: undefined }),
      }),
      { maxLength: 5 },
    )
    .map((list) =>
      list.map(
        ({ isOurs, endsInDays }, at): Row => ({
          id: at + 10,
          name: isOurs ? 'Plantwire 2026-01-01' : 'made by hand',
          create_date: '2026-01-01 08:00:00',
          // Half a day off, so that no end falls on the moment itself.
          expiration_date:
            endsInDays === undefined ? false : odooTime(new Date(NOW_MS + (endsInDays + 0.5) * DAY_MS).toISOString()),
        }),
      ),
    );

const isValid = ({ expiration_date: end }: Row, days = 0): boolean =>
  end === false || (Date.parse(`${end.replace(' ', 'T')}Z`) - NOW_MS) / DAY_MS > days;

describe.each([19, 14] as const)('on %s', (major) => {
  test('a key is made when the newest does not live long enough, and none is taken away by it', async () => {
    await fc.assert(
      fc.asyncProperty(someKeys(major), fc.integer({ min: 1, max: 99 }), async (rows, leftDays) => {
        const { erp, orders, left } = server(major, rows);
        const newest = rows.filter((row) => isValid(row)).at(-1);
        const isGood = newest !== undefined && isValid(newest, leftDays);
        const steps = await keySteps(erp, wish({ leftDays }));
        expect(steps).toMatchObject({ ok: true, value: isGood ? [] : [{}] });
        for (const step of steps.ok ? steps.value : []) expect(await step.run()).toMatchObject({ ok: true });
        const days = major === 19 && 90;
        expect(orders).toMatchObject(isGood ? [] : [{ do: 'make', user: USER, days }]);
        expect(left()).toEqual(rows.map(({ id }) => id));
        expect(await keySteps(erp, wish({ leftDays, isAnother: true }))).toMatchObject({ value: [{}] });
      }),
    );
  });

  test('purge and remove leave a key that lets in, and never touch one before the proof', async () => {
    const actions = { purge: oldKeySteps, remove: newKeySteps };
    await fc.assert(
      fc.asyncProperty(
        someKeys(major),
        fc.constantFrom('purge', 'remove'),
        fc.boolean(),
        async (rows, word, isProven) => {
          const { erp, orders, left } = server(major, rows);
          const prove: KeyWish['prove'] = isProven
            ? wish().prove
            : async () => ({ ok: false, failure: { ...NOT_PROVEN } });
          const steps = await actions[word](erp, wish({ prove }));
          for (const step of steps.ok ? steps.value : []) expect((await step.run()).ok).toBe(isProven);
          const valid = rows.filter((row) => isValid(row));
          const last = valid.at(-1);
          const goes =
            word === 'purge' ? valid.slice(0, -1) : valid.length > 1 && last?.name !== 'made by hand' ? [last] : [];
          const gone = isProven ? goes.map((row) => row?.id) : [];
          expect(left()).toEqual(rows.map(({ id }) => id).filter((id) => !gone.includes(id)));
          expect(orders).toHaveLength(gone.length > 0 ? 1 : 0);
        },
      ),
    );
  });
});

const NOT_PROVEN = {
  code: 'odoo-key-refused',
  class: 'authorisation',
  attempted: 'ask',
  on: 'Odoo',
  reason: 'refused',
  nextStep: 'Enter another key.',
} as const;

test('a key that Odoo made but nobody could keep is told as a failure', async () => {
  const failure = { ...NOT_PROVEN, code: 'key-file-unwritable' };
  const keep = async (): Promise<Result<void>> => ({ ok: false, failure });
  const { erp } = server(19, []);
  const place: KeyWish['place'] = async () => ok({ keep, drop: async () => undefined });
  const steps = await keySteps(erp, wish({ place }));
  expect(steps.ok && (await steps.value[0]?.run())).toEqual({ ok: false, failure });
});

test('where keys never end, their end is not asked for', async () => {
  const [row] = [{ id: 10, name: 'old', create_date: '2020-01-01 08:00:00', expiration_date: false }] as const;
  const profile = { major: 14, version: '14.0', protocol: 'jsonrpc', database: 'plant' } as const;
  const found = await keysOf(server(14, [row]).erp, profile, USER);
  expect(found).toEqual(ok([{ id: 10, name: 'old', made: '2020-01-01T08:00:00Z' }]));
  expect(daysLeft({}, NOW_MS)).toBe(Number.POSITIVE_INFINITY);
});
