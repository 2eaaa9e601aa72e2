import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { filesUnder } from '../../nodes/scripts/stamp.ts';
import { readEnvironment } from '../../settings/environment.ts';
import { problemTable } from '../../settings/problems.ts';
import { rows, variableNames } from '../../settings/variables.ts';
import { NODE, ROOT } from '../support/appliance.ts';
import { modules } from '../support/sources.ts';

const problems = (raw: Record<string, string>) => readEnvironment(raw).problems;
const about = (raw: Record<string, string>) => problems(raw).map(({ variable }) => variable);

describe('variables', () => {
  test('nothing set gives the embedded defaults without a complaint', () => {
    const { environment, problems } = readEnvironment({});
    expect(problems).toEqual([]);
    expect(environment.PLANTWIRE_PORT).toBe(1880);
    expect(environment.PLANTWIRE_HOST).toBe('127.0.0.1');
    expect(environment.PLANTWIRE_DATA).toBe('.data');
    expect(environment.ODOO_URL).toBeUndefined();
  });

  test('every variable that a template or a site pack names may be set', () => {
    const papers = filesUnder(ROOT, 'flows').filter((file) => /\.(json|md)$/.test(file));
    const named = papers.flatMap(
      (file) => readFileSync(join(ROOT, file), 'utf8').match(/\bPLANTWIRE_[A-Z0-9_]+/g) ?? [],
    );
    expect(named.length).toBeGreaterThan(50);
    const made = 'PLANTWIRE_MODBUS_URL';
    expect(
      [...new Set(named)].filter((name) => name !== made && !variableNames.some((known) => known === name)),
    ).toEqual([]);
  });

  test('an empty value counts as not given', () => {
    expect(readEnvironment({ PLANTWIRE_PORT: '', ODOO_URL: '' })).toEqual(readEnvironment({}));
  });

  test.each([
    ['PLANTWIRE_PORT', 'http'],
    ['PLANTWIRE_PORT', '0'],
    ['PLANTWIRE_PORT', '65536'],
    ['PLANTWIRE_PORT', '18 80'],
    ['ODOO_URL', 'odoo.example.com'],
    ['ODOO_URL', 'ftp://odoo.example.com'],
    ['PLANTWIRE_OPCUA_URL', 'http://plc'],
    ['PLANTWIRE_MODBUS_HOST', 'tcp://meter:502'],
    ['PLANTWIRE_LOG_LEVEL', 'verbose'],
    ['PLANTWIRE_MAX_AGE_SECONDS', '1h'],
    ['PLANTWIRE_EDITOR', 'yes'],
    ['PLANTWIRE_SITE', '../other'],
    ['PLANTWIRE_ADMIN_PASSWORD_HASH', 'password'],
  ])('%s=%s is refused by name', (name, value) => {
    const [problem] = problems({ [name]: value });
    expect(problem?.variable).toBe(name);
    expect(problem?.wrong).not.toBe('');
    expect(problem?.todo).not.toBe('');
  });

  test('every example in the list is accepted where it stands', () => {
    for (const name of variableNames.filter((one) => !rows[one].secret))
      expect(about({ [name]: rows[name].example })).not.toContain(name);
  });

  test('a mistyped name is answered with the one it resembles', () => {
    expect(problems({ PLANTWIRE_PROT: '1881' })[0]?.todo).toBe('Did you mean PLANTWIRE_PORT?');
    expect(problems({ PLANTWIRE_DATA_DIR: 'x' })[0]?.todo).toBe('Did you mean PLANTWIRE_DATA?');
    expect(problems({ PLANTWIRE_ENTIRELY_DIFFERENT: 'x' })[0]?.todo).toContain('.env.example');
  });

  test('the address Kubernetes injects for a service is recognised', () => {
    expect(problems({ PLANTWIRE_PORT: 'tcp://10.0.0.7:1880' })[0]?.todo).toContain('enableServiceLinks');
  });

  test('an Odoo needs its database and key, and a key needs its Odoo', () => {
    expect(about({ ODOO_URL: 'https://odoo.example.com' })).toEqual(['ODOO_DB', 'ODOO_API_KEY']);
    expect(about({ ODOO_API_KEY: 'k', ODOO_DB: 'd' })).toEqual(['ODOO_URL']);
    expect(about({ ODOO_URL: 'https://odoo.example.com', ODOO_DB: 'd', ODOO_API_KEY: 'k' })).toEqual([]);
  });

  test('the Modbus address of site packs follows host and port', () => {
    expect(about({ PLANTWIRE_MODBUS_URL: 'tcp://a:502' })).toEqual(['PLANTWIRE_MODBUS_URL']);
    expect(about({ PLANTWIRE_MODBUS_HOST: 'a', PLANTWIRE_MODBUS_URL: 'tcp://a:502' })).toEqual([]);
  });
});

describe('an editor open to the network', () => {
  const hash = `$2y$08$${'a'.repeat(53)}`;
  test('is refused without login', () => {
    expect(about({ PLANTWIRE_HOST: '0.0.0.0' })).toEqual(['PLANTWIRE_ADMIN_USER']);
  });
  test.each<Record<string, string>>([
    { PLANTWIRE_EDITOR: 'auto' },
    { PLANTWIRE_EDITOR: 'off' },
    { PLANTWIRE_EDITOR: 'open' },
    { PLANTWIRE_ADMIN_USER: 'engineer', PLANTWIRE_ADMIN_PASSWORD_HASH: hash },
  ])('is accepted with %j', (more) => {
    expect(about({ PLANTWIRE_HOST: '0.0.0.0', ...more })).toEqual([]);
  });
  test('is no question on the loopback', () => {
    for (const host of ['127.0.0.1', 'localhost', '::1']) expect(about({ PLANTWIRE_HOST: host })).toEqual([]);
  });
});

describe('secrets', () => {
  const secrets = variableNames.filter((name) => rows[name].secret);
  const word = fc.stringMatching(/^[A-Za-z0-9]{6,40}$/).filter((value) => !/^(hidden|set)$/.test(value));

  test('are never shown, whatever else is wrong', () => {
    fc.assert(
      fc.property(word, (value) => {
        const typed = `s3cr3t-${value}`;
        const raw = Object.fromEntries([
          ...secrets.map((name) => [name, typed]),
          ['PLANTWIRE_PORT', 'x'],
          ['PLANTWIRE_ADMIN_PASWORD', typed],
        ]);
        expect(problemTable(problems(raw)).replace(/\s+/g, '')).not.toContain(typed);
      }),
    );
  });

  test('in an address are refused and masked', () => {
    const [problem] = problems({ ODOO_URL: 'https://admin:hunter2@odoo.example.com' });
    expect(problem?.variable).toBe('ODOO_URL');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });
});

test('.env is read, and a variable of the process wins over it', () => {
  const root = mkdtempSync(join(tmpdir(), 'plantwire-env-'));
  writeFileSync(join(root, '.env'), "PLANTWIRE_PORT=1990\nPLANTWIRE_SITE=from-file\nPLANTWIRE_ADMIN_USER='a$b'\n");
  const module = JSON.stringify(pathToFileURL(join(ROOT, 'settings', 'environment.ts')).href);
  const code = `const { processEnvironment } = await import(${module});
    console.log(JSON.stringify(processEnvironment(${JSON.stringify(root)}).environment));`;
  const env = { PATH: process.env['PATH'] ?? '', PLANTWIRE_PORT: '1991' };
  const { stdout } = spawnSync(NODE, ['--input-type=module', '-e', code], { cwd: ROOT, env, encoding: 'utf8' });
  rmSync(root, { recursive: true });
  const wanted = { PLANTWIRE_PORT: 1991, PLANTWIRE_SITE: 'from-file', PLANTWIRE_ADMIN_USER: 'a$b' };
  expect(JSON.parse(stdout)).toMatchObject(wanted);
});

/**
 * A site pack and the tools are handed the variables whole: packs name any of them; tools and the administrator's command
 * run outside the appliance.
 */
const HANDED_ON = [
  'nodes/src/palette/site-pack/site-pack.ts',
  // The name of the variable that holds a key stands in the node, as the key must not.
  'nodes/src/palette/http-source/http-source.ts',
  'nodes/src/palette/http-endpoint/http-endpoint.ts',
  'flows/_tools/instance.ts',
  'nodes/src/adapters/odoo/drill-command.ts',
  'nodes/src/adapters/odoo/set-up-command.ts',
];

test('environment.ts alone reads variables by name', () => {
  const sources = modules('nodes/src', 'settings', 'flows');
  const readers = sources.filter(({ text }) => /process\.env\b/.test(text)).map(({ path }) => path);
  expect(readers.filter((path) => !HANDED_ON.includes(path))).toEqual(['settings/environment.ts']);
  expect(sources.filter(({ text }) => /process\.env[.[]/.test(text))).toEqual([]);
});
