/** The administrator's command on real servers: what it makes is there, and a second run has nothing to do. */
import { z } from 'zod';
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import { setUp } from '../../nodes/src/adapters/odoo/set-up-command.ts';
import { allKinds, cannotRun } from '../../nodes/src/domain/odoo/capabilities.ts';
import type { Erp, Result } from '../../nodes/src/domain/ports.ts';
import type { ErpServer } from '../contract/erp.ts';
import { realOdoo } from './odoo.ts';

const WHO = { model: 'res.users', method: 'context_get', repeatable: true };
const LIMITS = { tls: { rejectUnauthorized: true }, deadlineMs: 60_000, parallelCalls: 1 };

const ADMIN = ({ adminLogin, adminPassword }: ErpServer) =>
  ({ login: adminLogin, apiKey: adminPassword, protocol: 'jsonrpc' }) as const;

type Command = (words: string, more?: Record<string, string>) => Promise<{ code: number; said: string }>;
type Ask = (key: string, protocol: 'json2' | 'jsonrpc') => Promise<Result<unknown>>;

/** Two keys side by side, and the old one gone only after the new one was tried. */
async function keysAreExchanged(version: '19' | '14', command: Command, ask: Ask): Promise<void> {
  const protocols = version === '19' ? (['json2', 'jsonrpc'] as const) : (['jsonrpc'] as const);
  const shown = ({ said }: { said: string }): string => /ODOO_API_KEY=(\S+)/.exec(said)?.[1] ?? '';
  expect(await command('key check')).toMatchObject({ code: 1, said: expect.stringContaining('make an API key') });
  expect(await command('key install --dry-run')).toMatchObject({ code: 0 });
  const first = shown(await command('key install --show'));
  expect(await command('key install --show')).toEqual({ code: 0, said: 'Nothing to do.' });
  const ending = version === '19' ? /ends 20\d\d-/ : /without end/;
  expect(await command('key check')).toMatchObject({ code: 0, said: expect.stringMatching(ending) });
  if (version === '19') {
    const long = await command('key install --another --show --days 400');
    expect(long).toMatchObject({ code: 1, said: expect.stringContaining('cannot exceed') });
    expect((await command('key check')).said.match(/Key "/g)).toHaveLength(1);
  }
  const second = shown(await command('key install --another --show'));
  for (const key of [first, second])
    for (const protocol of protocols) expect(await ask(key, protocol)).toMatchObject({ ok: true });
  const early = await command('key purge', { ODOO_API_KEY: first });
  expect(early).toMatchObject({ code: 1, said: expect.stringContaining('is one of those to be deleted') });
  expect(await command('key purge', { ODOO_API_KEY: second.replace(/.$/, 'x') })).toMatchObject({ code: 1 });
  expect(await command('key purge', { ODOO_API_KEY: second })).toMatchObject({ code: 0 });
  for (const protocol of protocols) {
    expect(await ask(first, protocol)).toMatchObject({ failure: { code: 'odoo-key-refused' } });
    expect(await ask(second, protocol)).toMatchObject({ ok: true });
  }
  const third = shown(await command('key install --another --show'));
  expect(await command('key remove', { ODOO_API_KEY: second })).toMatchObject({ code: 0 });
  expect(await ask(third, 'jsonrpc')).toMatchObject({ failure: { code: 'odoo-key-refused' } });
  expect(await command('key remove', { ODOO_API_KEY: second })).toEqual({ code: 0, said: 'Nothing to do.' });
}

/** A work centre gets the hours back that it had, not those that new ones have. */
async function hoursAreTakenBack(command: Command, admin: Erp): Promise<void> {
  const made = async (model: string, vals: Record<string, unknown>): Promise<number> => {
    const answer = await admin.call({ model, method: 'create', args: { vals_list: [vals] } });
    return z.tuple([z.number()]).parse(answer.ok ? answer.value : answer.failure)[0];
  };
  const own = await made('resource.calendar', { name: `Own ${LOGIN}` });
  const centre = await made('mrp.workcenter', { name: LOGIN, code: LOGIN, resource_calendar_id: own });
  const hours = async (): Promise<unknown> => {
    const args = { fields: ['resource_calendar_id'] };
    const read = await admin.call({ model: 'mrp.workcenter', method: 'read', ids: [centre], args, repeatable: true });
    return read.ok ? read.value : read.failure;
  };
  const option = `--work-centres ${LOGIN}`;
  expect(await command(`calendar install ${option}`)).toMatchObject({ code: 0 });
  expect(await hours()).toMatchObject([{ resource_calendar_id: [expect.any(Number), 'Around the clock (Plantwire)'] }]);
  expect(await command(`calendar remove ${option}`)).toMatchObject({ code: 0 });
  expect(await hours()).toMatchObject([{ resource_calendar_id: [own, expect.any(String)] }]);
  expect(await command('calendar remove')).toMatchObject({ code: 0, said: expect.stringMatching(/^archive/) });
  expect(await command('calendar check')).toMatchObject({ code: 1, said: expect.stringContaining('archive') });
  expect(await command('calendar install')).toMatchObject({ code: 0 });
  await admin.call({ model: 'mrp.workcenter', method: 'write', ids: [centre], args: { vals: { active: false } } });
}

const OF_MASTER_DATA = allKinds.filter((kind) => kind.startsWith('upsert') && kind !== 'upsertRecord');

/** Who may carry out the intents about master data lacks nothing for them; the plant's user alone may none of it. */
async function masterDataIsOwned(version: '19' | '14', command: Command, open: (key: string) => Erp): Promise<void> {
  const shown = await command('key install --another --show');
  const user = open(/ODOO_API_KEY=(\S+)/.exec(shown.said)?.[1] ?? '');
  const lacking = async (kinds: readonly string[]): Promise<readonly string[]> => {
    const found = await cannotRun(user, kinds, { attempted: 'ask for rights', on: LOGIN });
    return found.ok ? found.value.flatMap(({ missing }) => missing) : [found.failure.reason];
  };
  expect(OF_MASTER_DATA).toHaveLength(8);
  expect(await lacking(OF_MASTER_DATA)).toEqual(expect.arrayContaining([expect.stringContaining('create mrp.bom')]));
  const reading = version === '14' ? [expect.stringContaining('read stock.valuation.layer')] : [];
  expect(await lacking(['return'])).toEqual(reading);
  const made = await command('user install --for returns,master-data');
  expect(made).toMatchObject({ code: 0, said: expect.stringContaining('mrp.group_mrp_manager') });
  expect(/into the group "Plantwire returns"/.test(made.said)).toBe(version === '14');
  expect(await command('user install --for returns,master-data')).toEqual({ code: 0, said: 'Nothing to do.' });
  expect(await lacking([...OF_MASTER_DATA, 'return'])).toEqual([]);
}

const LOGIN = `plant-${Date.now().toString(36)}`;

for (const version of ['19', '14'] as const) {
  const odoo = realOdoo(version);
  const run = odoo.available ? test : test.skip;

  run(
    `Odoo ${version}: user, working hours and the table of shifts are made once, keys are exchanged${odoo.available ? '' : ` (left out: ${odoo.reason})`}`,
    async () => {
      const server = await odoo.open();
      const command = async (words: string, more: Record<string, string> = {}) => {
        const lines: string[] = [];
        const environment = {
          ...{ ODOO_URL: server.url, ODOO_DB: server.db, ODOO_LOGIN: LOGIN },
          ...{ ODOO_ADMIN_LOGIN: server.adminLogin, ODOO_ADMIN_PASSWORD: server.adminPassword },
        };
        const code = await setUp(words.split(' '), {
          environment: { ...environment, ...more },
          nowMs: Date.now(),
          say: (line) => lines.push(line),
        });
        return { code, said: lines.join('\n') };
      };
      const made = await command('user install');
      expect(made).toMatchObject({ code: 0, said: expect.stringContaining(`make the user ${LOGIN}`) });
      for (const topic of ['user', 'calendar', 'shifts']) {
        expect(await command(`${topic} install`)).toMatchObject({ code: 0 });
        expect(await command(`${topic} install`)).toEqual({ code: 0, said: 'Nothing to do.' });
        expect(await command(`${topic} check`)).toEqual({ code: 0, said: 'It is as it should be.' });
      }
      await hoursAreTakenBack(command, openErp({ ...server, ...ADMIN(server), ...LIMITS }));
      await keysAreExchanged(version, command, (apiKey, protocol) =>
        openErp({ ...server, login: LOGIN, apiKey, protocol, ...LIMITS }).call(WHO),
      );
      const bills = await command('user install --for bills,purchase');
      expect(bills.said.match(/purchase\.group_purchase_user|account\.group_account_invoice/g)).toHaveLength(2);
      await masterDataIsOwned(version, command, (apiKey) =>
        openErp({ ...server, login: LOGIN, apiKey, protocol: 'jsonrpc', ...LIMITS }),
      );
      expect(await command('user remove')).toMatchObject({
        code: 0,
        said: expect.stringContaining('archive the user'),
      });
      expect(await command('user check')).toMatchObject({
        code: 1,
        said: expect.stringContaining('out of the archive'),
      });
    },
    300_000,
  );
}
