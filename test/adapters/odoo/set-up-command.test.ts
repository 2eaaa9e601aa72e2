/** The administrator's command on the simulated Odoo: what it says, what it does, and that doing it twice does it once. */
import { setUp } from '../../../nodes/src/adapters/odoo/set-up-command.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../../plant/odoo/server.ts';

let odoo: SimulatedOdoo;
beforeEach(async () => {
  odoo = await startSimulatedOdoo();
});
afterEach(() => odoo.stop());

async function run(
  words: string,
  change: Record<string, string> = {},
  nowMs = Date.now(),
): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const environment = {
    ODOO_URL: odoo.url,
    ODOO_DB: odoo.db,
    ODOO_LOGIN: odoo.login,
    ODOO_API_KEY: odoo.apiKey,
    ODOO_ADMIN_LOGIN: odoo.adminLogin,
    ODOO_ADMIN_PASSWORD: odoo.adminPassword,
    ...change,
  };
  const code = await setUp(words.split(' '), { environment, nowMs, say: (line) => lines.push(line) });
  return { code, said: lines.join('\n') };
}

const records = (model: string) => odoo.control.records(model);
/** The groups that the set-up makes; Odoo has others of its own. */
const groups = () => odoo.control.records('res.groups', [['name', '=', 'Plantwire batch posting']]);

test('install makes group, membership and action once, and prints the number', async () => {
  const first = await run('batch install');
  const [action] = records('ir.actions.server');
  expect(first).toMatchObject({ code: 0, said: expect.stringContaining(`ODOO_BATCH_ACTION=${String(action?.id)}`) });
  expect(await run('batch install')).toMatchObject({ code: 0, said: expect.stringContaining('Nothing to do.') });
  expect([records('ir.actions.server').length, groups().length]).toEqual([1, 1]);
});

test('a dry run says what would be done and does nothing', async () => {
  const dry = await run('batch install --dry-run');
  expect(dry.code).toBe(0);
  expect(dry.said).toMatch(/would make the group[\s\S]+would put the user[\s\S]+would make the server action/);
  expect(groups()).toEqual([]);
});

test('check tells what is missing, then that it fits, then that somebody changed it', async () => {
  expect(await run('batch check')).toMatchObject({ code: 1, said: expect.stringContaining('To do: make the group') });
  await run('batch install');
  expect(await run('batch check')).toMatchObject({ code: 0, said: expect.stringContaining('is installed') });
  const [action] = records('ir.actions.server');
  odoo.control.call('ir.actions.server', 'write', [Number(action?.id)], { vals: { code: 'action = 1' } });
  expect(await run('batch check')).toMatchObject({ code: 1, said: expect.stringContaining('To do: replace the text') });
  await run('batch install');
  expect(await run('batch check')).toMatchObject({ code: 0 });
});

test('remove takes away what install made, and leaves the ledger', async () => {
  await run('batch install');
  const row = { module: 'plantwire_ledger', name: 'k1.event', model: 'base' };
  odoo.control.call('ir.model.data', 'create', [], { vals_list: [row] });
  expect((await run('batch remove')).code).toBe(0);
  expect([records('ir.actions.server'), groups()]).toEqual([[], []]);
  const ledger = odoo.control.records('ir.model.data', [['module', '=', 'plantwire_ledger']]);
  expect(ledger).toHaveLength(1);
  expect(await run('batch remove')).toMatchObject({ code: 0, said: 'Nothing to do.' });
});

test('purge deletes rows that are old enough, and no others', async () => {
  await run('batch install');
  odoo.control.call('ir.model.data', 'create', [], {
    vals_list: [{ module: 'plantwire_ledger', name: 'k1.event', model: 'base' }],
  });
  const ledger = () => odoo.control.records('ir.model.data', [['module', '=', 'plantwire_ledger']], ['name']);
  expect(await run('batch purge --older-than 30')).toMatchObject({ code: 0, said: 'Nothing to do.' });
  expect(ledger()).toHaveLength(1);
  const later = await run('batch purge --older-than 30', {}, Date.now() + 31 * 86_400_000);
  expect(later).toMatchObject({ code: 0, said: 'delete 1 rows of the ledger' });
  expect(ledger()).toEqual([]);
  expect(records('ir.actions.server')).toHaveLength(1);
});

test('asked wrongly or without an administrator it explains itself and touches nothing', async () => {
  expect(await run('batch destroy')).toMatchObject({ code: 2, said: expect.stringContaining('install') });
  expect(await run('batch install', { ODOO_ADMIN_PASSWORD: '' })).toMatchObject({ code: 2 });
  expect(await run('batch install', { ODOO_ADMIN_PASSWORD: 'wrong' })).toMatchObject({ code: 1 });
  expect(await run('batch install', { ODOO_LOGIN: 'nobody' })).toMatchObject({
    code: 1,
    said: expect.stringContaining('no user with this login'),
  });
  expect(groups()).toEqual([]);
});

describe('the places for held goods', () => {
  test('are made once in every warehouse, beside its stock, and archived again', async () => {
    const first = await run('quarantine install');
    expect(first).toMatchObject({ code: 0, said: expect.stringContaining('make the place WH/Quarantine') });
    const [house] = odoo.control.records('stock.warehouse', [], ['view_location_id']);
    const places = () =>
      odoo.control.records('stock.location', [['name', '=', 'Quarantine']], ['location_id', 'usage', 'active']);
    expect(places()).toMatchObject([{ location_id: house?.['view_location_id'], usage: 'internal' }]);
    expect(await run('quarantine install')).toMatchObject({ code: 0, said: 'Nothing to do.' });
    expect(await run('quarantine remove')).toMatchObject({ code: 0, said: 'archive the place WH/Quarantine' });
    expect(await run('quarantine check')).toMatchObject({
      code: 1,
      said: expect.stringContaining('out of the archive'),
    });
  });
});

describe('decimals', () => {
  test('are raised, never lowered', async () => {
    expect(await run('precision install --digits 4')).toMatchObject({
      code: 0,
      said: expect.stringContaining('2 to 4'),
    });
    expect(await run('precision install --digits 3')).toMatchObject({ code: 0, said: 'Nothing to do.' });
    expect(await run('precision install --digits many')).toMatchObject({ code: 2 });
    expect(await run('precision remove')).toMatchObject({ code: 1, said: expect.stringContaining('would be rounded') });
    expect(await run('precision check --digits 4')).toMatchObject({ code: 0 });
  });
});

describe('working hours around the clock', () => {
  test('are made once; a work centre nobody knows is told', async () => {
    expect((await run('calendar install')).code).toBe(0);
    expect(await run('calendar check')).toMatchObject({ code: 0, said: 'It is as it should be.' });
    const unknown = await run('calendar install --work-centres NOWHERE');
    expect(unknown).toMatchObject({ code: 1, said: expect.stringContaining('NOWHERE') });
  });

  const hoursOf = (code: string) =>
    odoo.control.records('mrp.workcenter', [['code', '=', code]], ['resource_calendar_id'])[0]?.[
      'resource_calendar_id'
    ];
  const centre = (code: string, more: Record<string, number | false> = {}) => {
    odoo.control.call('mrp.workcenter', 'create', [], { vals_list: [{ name: code, code, ...more }] });
    return hoursOf(code);
  };

  test('are taken back: every work centre gets what it had, one after the other or all', async () => {
    const before = [centre('A'), centre('B', { resource_calendar_id: false }), centre('C')];
    expect(before[1]).toBe(false);
    expect(await run('calendar remove')).toEqual({ code: 0, said: 'Nothing to do.' });
    await run('calendar install --work-centres A,B,C');
    expect(new Set(['A', 'B', 'C'].map((code) => String(hoursOf(code)))).size).toBe(1);
    expect((await run('calendar remove --work-centres A')).said).not.toContain('archive');
    expect([hoursOf('A'), hoursOf('B')]).toEqual([before[0], hoursOf('C')]);
    expect((await run('calendar remove --dry-run')).said).toMatch(
      /would give the work centre B .+\n.+ C .+\nwould archive/,
    );
    expect((await run('calendar remove')).code).toBe(0);
    expect(['A', 'B', 'C'].map(hoursOf)).toEqual(before);
    expect(await run('calendar remove')).toEqual({ code: 0, said: 'Nothing to do.' });
    expect(records('ir.model.data').filter(({ name }) => String(name).startsWith('former_hours'))).toEqual([]);
    expect(await run('calendar check')).toMatchObject({ code: 1, said: expect.stringContaining('out of the archive') });
    expect((await run('calendar install --work-centres A')).code).toBe(0);
    expect(await run('calendar check --work-centres A')).toMatchObject({ code: 0 });
  });

  test('are not taken back from a work centre whose former hours nobody knows', async () => {
    await run('calendar install');
    const [own] = odoo.control.records('resource.calendar', [['name', 'like', 'Plantwire']]);
    centre('D', { resource_calendar_id: Number(own?.id) });
    expect(await run('calendar remove')).toMatchObject({ code: 1, said: expect.stringContaining('by hand') });
    expect(hoursOf('D')).toMatchObject([own?.id, own?.['name']]);
  });
});

test('an area nobody knows is refused before Odoo is asked', async () => {
  expect(await run('user install --for production,magic')).toMatchObject({
    code: 2,
    said: expect.stringContaining('not magic'),
  });
});

test('the table of shift summaries is missing until somebody makes it', async () => {
  const { code, said } = await run('shifts check');
  expect(code).toBe(1);
  expect(said).toMatch(/make the table "Shift Summaries"[\s\S]+show the table under Manufacturing, Reporting/);
});

describe('the outbox', () => {
  const rules = () => records('base.automation').map(({ name }) => name);

  test('is made once, follows what it is told besides orders, and says so', async () => {
    expect(await run('outbox status')).toMatchObject({ code: 1, said: expect.stringContaining('make the table') });
    expect((await run('outbox install --models stock.lot --dry-run')).said).toContain('would make the automation rule');
    expect(rules()).toEqual([]);
    expect((await run('outbox install --models stock.lot')).code).toBe(0);
    expect(rules()).toHaveLength(8);
    expect(await run('outbox install --models stock.lot')).toEqual({ code: 0, said: 'Nothing to do.' });
    expect(await run('outbox status')).toEqual({ code: 0, said: 'It is as it should be.' });
    expect((await run('outbox status --models product.product')).said).toContain('product.product written');
  });

  test('an altered text and a rule that is off are put right', async () => {
    await run('outbox install');
    const [action] = records('ir.actions.server');
    const [rule] = records('base.automation');
    odoo.control.call('ir.actions.server', 'write', [Number(action?.id)], { vals: { code: 'pass' } });
    odoo.control.call('base.automation', 'write', [Number(rule?.id)], { vals: { active: false } });
    const { said } = await run('outbox install');
    expect(said).toMatch(/replace the text[\s\S]+switch the automation rule/);
    expect(await run('outbox status')).toMatchObject({ code: 0 });
  });

  test('is taken away with everything that belongs to it', async () => {
    await run('outbox install');
    expect((await run('outbox remove')).code).toBe(0);
    for (const model of ['base.automation', 'ir.actions.server', 'ir.cron', 'x_plantwire_outbox'])
      expect(records(model)).toEqual([]);
    expect(odoo.control.records('res.groups', [['name', '=', 'Plantwire outbox']])).toEqual([]);
    expect(await run('outbox remove')).toEqual({ code: 0, said: 'Nothing to do.' });
  });

  test('old rows go by command and by its own job; what it follows stays known', async () => {
    await run('outbox install --models product.product --older-than 3');
    odoo.control.call('product.product', 'create', [], { vals_list: [{ name: 'P' }] });
    expect(await run('outbox purge')).toEqual({ code: 0, said: 'Nothing to do.' });
    const later = await run('outbox purge', {}, Date.now() + 8 * 86_400_000);
    expect(later).toMatchObject({ code: 0, said: expect.stringMatching(/delete \d+ rows of the outbox/) });
    expect(records('x_plantwire_outbox').map(({ x_occasion }) => x_occasion)).toEqual(Array(4).fill('follows'));
    expect(String(records('ir.cron')[0]?.['code'])).toContain('DAYS = 3');
    expect((await run('outbox install --models res.nothing')).code).toBe(1);
    expect((await run('outbox install --models Res;drop')).code).toBe(2);
  });
});
