/** With a login set up, readers read, writers write, and nobody else gets in: asked of a real Node-RED. */
import { type Appliance, startAppliance } from '../support/appliance.ts';

jest.setTimeout(60_000);

/** bcrypt of "secret", cost 4: a login for one test. */
const bcrypt = require('bcryptjs') as { hashSync(text: string, rounds: number): string };
const password = bcrypt.hashSync('secret', 4);
const users = [
  { username: 'reader', password, permissions: ['read'] },
  { username: 'operator', password, permissions: ['plantwire.read', 'plantwire.write'] },
  { username: 'other', password, permissions: ['flows.read'] },
];

let appliance: Appliance;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  appliance = await startAppliance({ settings: { adminAuth: { type: 'credentials', users } } });
  for (const { username, permissions } of users) {
    const body = new URLSearchParams({
      client_id: 'node-red-admin',
      grant_type: 'password',
      scope: permissions.join(' '),
      username,
      password: 'secret',
    });
    const answer = await appliance.fetch('/auth/token', { method: 'POST', body });
    tokens[username] = ((await answer.json()) as { access_token: string }).access_token;
  }
});
afterAll(() => appliance.kill());

async function status(user: string, method: string, path: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    ...(tokens[user] ? { authorization: `Bearer ${tokens[user]}` } : {}),
  };
  return (await appliance.fetch(path, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) })).status;
}

const READ = [
  ['GET', '/plantwire/dead-letters'],
  ['GET', '/plantwire/dead-letters/causes'],
  ['GET', '/plantwire/dead-letters/audit'],
  ['GET', '/plantwire/reviews'],
  ['GET', '/plantwire/crosswalk'],
  ['GET', '/plantwire/crosswalk/targets'],
  ['GET', '/plantwire/crosswalk/export'],
  ['GET', '/plantwire/crosswalk/audit'],
  ['GET', '/plantwire/browse/site-packs'],
] as const;
const WRITE = [
  ['GET', '/plantwire/dead-letters/1'],
  ['POST', '/plantwire/dead-letters/1/check'],
  ['POST', '/plantwire/dead-letters/1/replay'],
  ['POST', '/plantwire/dead-letters/replay'],
  ['POST', '/plantwire/dead-letters/1/discard'],
  ['POST', '/plantwire/reviews/decide'],
  ['POST', '/plantwire/crosswalk/rows'],
  ['POST', '/plantwire/crosswalk/rows/1/approve'],
  ['POST', '/plantwire/crosswalk/import'],
  ['POST', '/plantwire/action/odoo-connection/test'],
] as const;

/** Who is let in hears that there is no such letter or row (409), that nobody asks (404), or how the test went (200). */
const LET_IN: Readonly<Record<string, number>> = {
  '/plantwire/reviews/decide': 404,
  '/plantwire/action/odoo-connection/test': 200,
};

test.each(READ)('%s %s: readers and operators', async (method, path) => {
  for (const user of ['nobody', 'other'])
    expect({ user, status: await status(user, method, path) }).toEqual({ user, status: 401 });
  for (const user of ['reader', 'operator']) expect(await status(user, method, path)).not.toBe(401);
});

test.each(WRITE)('%s %s: operators only', async (method, path) => {
  for (const user of ['nobody', 'other', 'reader'])
    expect({ user, status: await status(user, method, path) }).toEqual({ user, status: 401 });
  expect(await status('operator', method, path)).toBe(LET_IN[path] ?? 409);
});

test('a monitor needs no login', async () => {
  expect(await status('nobody', 'GET', '/health')).toBe(200);
  expect(await status('nobody', 'GET', '/metrics')).toBe(200);
});
