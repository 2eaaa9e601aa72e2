/** The outbox on real servers: set up, followed by the least-privileged user, taken away. */
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import { setUp } from '../../nodes/src/adapters/odoo/set-up-command.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import { RecordFeed } from '../../nodes/src/domain/odoo/changes/record-feed.ts';
import { type Erp, ok } from '../../nodes/src/domain/ports.ts';
import { until } from '../support/time.ts';
import { realOdoo } from './odoo.ts';
import { must } from './seed.ts';

const prefix = `OX${Date.now().toString(36).slice(-6).toUpperCase()}`;
jest.setTimeout(240_000);

// A table that comes or goes makes Odoo load its models anew: calls of others on that server would fail meanwhile.
for (const [version, model, extra, port] of [
  ['19', 'stock.lot', {}, '8097'],
  ['14', 'stock.production.lot', { company_id: 1 }, '8063'],
] as const) {
  const odoo = realOdoo(version, { ODOO_DB: 'outbox', ODOO_PORT: port, ...process.env });
  const run = odoo.available ? describe : describe.skip;

  run(`the outbox of Odoo ${version}${odoo.available ? '' : ` (left out: ${odoo.reason})`}`, () => {
    let admin: Erp;
    let erp: Erp;
    let uid: number | undefined;
    let product: number;
    let told: Message[];
    let command: (words: string) => Promise<{ code: number; said: string }>;

    beforeAll(async () => {
      const server = await odoo.open();
      const { url, db } = server;
      const connection = { url, db, tls: { rejectUnauthorized: true }, deadlineMs: 90_000, parallelCalls: 4 };
      admin = openErp({ ...connection, login: server.adminLogin, apiKey: server.adminPassword, protocol: 'jsonrpc' });
      erp = openErp({ ...connection, login: server.login, apiKey: server.apiKey, protocol: 'auto' });
      const profile = await erp.profile();
      uid = profile.ok ? profile.value.uid : undefined;
      command = async (words) => {
        const lines: string[] = [];
        const environment = {
          ...{ ODOO_URL: url, ODOO_DB: db, ODOO_LOGIN: server.login },
          ...{ ODOO_ADMIN_LOGIN: server.adminLogin, ODOO_ADMIN_PASSWORD: server.adminPassword },
        };
        const code = await setUp(words.split(' '), { environment, nowMs: Date.now(), say: (line) => lines.push(line) });
        return { code, said: lines.join('\n') };
      };
      const vals = { name: `${prefix} ${version}`, tracking: 'lot' };
      [product = 0] = await must<number[]>(admin, {
        model: 'product.product',
        method: 'create',
        args: { vals_list: [vals] },
      });
    }, 600_000);
    afterAll(() => command('outbox remove'));
    beforeEach(() => {
      told = [];
    });

    const lot = (who: Erp, method: string, ids: number[] | undefined, args: object) =>
      must<number[]>(who, { model, method, ...(ids ? { ids } : {}), args: args as Record<string, unknown> });
    const make = async (name: string): Promise<number> => {
      const vals = { name: `${prefix}-${name}`, product_id: product, ...extra };
      const [id] = await lot(admin, 'create', undefined, { vals_list: [vals] });
      return id ?? 0;
    };
    const feed = (overlapMs: number): RecordFeed =>
      new RecordFeed(
        {
          ...{ erp, hash: system.hash, ownUid: uid, ownWrites: 'hide', enterprise: 'ACME', site: 'MUC1' },
          ...{ system: 'odoo', nowMs: () => Date.now() },
          take: async (arrived) => {
            told.push(...arrived.map(({ message }) => message));
            return ok(undefined);
          },
        },
        { name: 'lots', model, fields: ['name', 'note'], domain: [['product_id', '=', product]] },
        { overlapMs, pageSize: 50, start: 'now', outbox: true },
        [],
      );
    const seen = () =>
      told.map(({ event }) => {
        const { type, data } = event as { type: string; data: { recordId: number } };
        return `${data.recordId} ${type.includes('deleted') ? 'deleted' : 'changed'}`;
      });
    const poll = async (following: RecordFeed): Promise<void> => {
      const polled = await following.poll();
      if (!polled.ok) throw new Error(JSON.stringify(polled.failure));
    };

    test('is made once, written to with the change, read and not changed by the plant’s user', async () => {
      expect(await command(`outbox install --models ${model}`)).toMatchObject({ code: 0 });
      expect(await command(`outbox install --models ${model}`)).toEqual({ code: 0, said: 'Nothing to do.' });
      const refused = await erp.call({
        ...{ model: 'x_plantwire_outbox', method: 'create' },
        args: { vals_list: [{ x_name: 'forged' }] },
      });
      expect(refused).toMatchObject({ ok: false, failure: { code: 'odoo-access-denied' } });
    });

    test('tells what others wrote together with us, not what we wrote alone, and a deletion at once', async () => {
      const [theirs, ours, gone] = [await make('1'), await make('2'), await make('3')];
      const following = feed(30_000);
      await poll(following);
      await lot(admin, 'write', [theirs], { vals: { note: 'theirs' } });
      await lot(erp, 'write', [theirs, ours], { vals: { note: 'ours' } });
      await lot(admin, 'unlink', [gone], {});
      await poll(following);
      await following.sweep();
      expect(seen().sort()).toEqual([`${gone} deleted`, `${theirs} changed`].sort());
    });

    test('finds what a transaction much longer than the overlap wrote', async () => {
      const id = await make('4');
      const [about] = await must<{ id: number }[]>(admin, {
        model: 'ir.model',
        method: 'search_read',
        args: { domain: [['model', '=', model]], fields: ['id'] },
      });
      const flush = version === '19' ? 'env.flush_all()' : "env['base'].flush()";
      // A number drawn from a sequence of PostgreSQL is seen by others at once: it says that the rows are written.
      const [drawn = 0] = await must<number[]>(admin, {
        ...{ model: 'ir.sequence', method: 'create' },
        args: { vals_list: [{ name: `${prefix} drawn`, implementation: 'standard' }] },
      });
      const nextNumber = async (): Promise<unknown> => {
        const args = { fields: ['number_next_actual'] };
        const [sequence] = await must<Record<string, unknown>[]>(admin, {
          ...{ model: 'ir.sequence', method: 'read', ids: [drawn], args },
        });
        return sequence?.['number_next_actual'];
      };
      const before = await nextNumber();
      const code = [
        `env['${model}'].browse(${id}).write({'note': 'late'})`,
        flush,
        `env['ir.sequence'].browse(${drawn}).next_by_id()`,
        "env.cr.execute('select pg_sleep(5)')",
      ].join('\n');
      const vals = { name: `${prefix} slow`, model_id: about?.id, state: 'code', code };
      const [action = 0] = await must<number[]>(admin, {
        ...{ model: 'ir.actions.server', method: 'create' },
        args: { vals_list: [vals] },
      });
      const following = feed(1_000);
      await poll(following);
      const slow = must(admin, { model: 'ir.actions.server', method: 'run', ids: [action] });
      await until(
        'its rows have their numbers, and nobody sees them',
        async () => (await nextNumber()) !== before,
        60_000,
      );
      const soon = await make('5');
      await poll(following);
      await slow;
      const last = await make('6');
      await poll(following);
      await poll(following);
      expect(seen().sort()).toEqual([`${id} changed`, `${soon} changed`, `${last} changed`].sort());
      await must(admin, { model: 'ir.actions.server', method: 'unlink', ids: [action] });
      await must(admin, { model: 'ir.sequence', method: 'unlink', ids: [drawn] });
    });

    test('is taken away, and what was followed goes on by time', async () => {
      const following = feed(30_000);
      await poll(following);
      expect(await command('outbox remove')).toMatchObject({ code: 0 });
      expect(await command('outbox remove')).toEqual({ code: 0, said: 'Nothing to do.' });
      const id = await make('7');
      await poll(following);
      expect(seen()).toEqual([`${id} changed`]);
    });
  });
}
