/** The administrator's command on real servers: what it makes is there, and a second run has nothing to do. */
import { setUp } from '../../nodes/src/adapters/odoo/set-up-command.ts';
import { realOdoo } from './odoo.ts';

const LOGIN = `plant-${Date.now().toString(36)}`;

for (const version of ['19', '14'] as const) {
  const odoo = realOdoo(version);
  const run = odoo.available ? test : test.skip;

  run(
    `Odoo ${version}: user and working hours are made once${odoo.available ? '' : ` (left out: ${odoo.reason})`}`,
    async () => {
      const server = await odoo.open();
      const command = async (words: string) => {
        const lines: string[] = [];
        const environment = {
          ...{ ODOO_URL: server.url, ODOO_DB: server.db, ODOO_LOGIN: LOGIN },
          ...{ ODOO_ADMIN_LOGIN: server.adminLogin, ODOO_ADMIN_PASSWORD: server.adminPassword },
        };
        const code = await setUp(words.split(' '), { environment, nowMs: Date.now(), say: (line) => lines.push(line) });
        return { code, said: lines.join('\n') };
      };
      const made = await command('user install');
      expect(made).toMatchObject({ code: 0, said: expect.stringContaining(`make the user ${LOGIN}`) });
      for (const topic of ['user', 'calendar']) {
        expect(await command(`${topic} install`)).toMatchObject({ code: 0 });
        expect(await command(`${topic} install`)).toEqual({ code: 0, said: 'Nothing to do.' });
        expect(await command(`${topic} check`)).toEqual({ code: 0, said: 'It is as it should be.' });
      }
      expect(await command('user remove')).toMatchObject({
        code: 0,
        said: expect.stringContaining('archive the user'),
      });
      expect(await command('user check')).toMatchObject({
        code: 1,
        said: expect.stringContaining('out of the archive'),
      });
    },
    120_000,
  );
}
