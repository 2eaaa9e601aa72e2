import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../settings/environment.ts';
import { credentialSecret, editorAccess, editorRemark, readTls, security } from '../../settings/security.ts';

const environment = (raw: Record<string, string> = {}) => readEnvironment(raw).environment;
const HASH = `$2y$08$${'a'.repeat(53)}`;
const LOGIN = { PLANTWIRE_ADMIN_USER: 'engineer', PLANTWIRE_ADMIN_PASSWORD_HASH: HASH };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the secret of the credentials is made once, differs per folder, and belongs to its owner alone', () => {
  const secret = credentialSecret(environment(), folder);
  expect(credentialSecret(environment(), folder)).toBe(secret);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(join(folder, 'credential-secret')).mode & 0o777).toBe(0o600);
});

test('a given secret is used and not stored', () => {
  expect(credentialSecret(environment({ PLANTWIRE_CREDENTIAL_SECRET: 'sixteen letters!' }), folder)).toBe(
    'sixteen letters!',
  );
  expect(() => readFileSync(join(folder, 'credential-secret'))).toThrow('ENOENT');
});

test.each([
  [{}, 'this-machine', undefined],
  [{ PLANTWIRE_EDITOR: 'off' }, 'none', undefined],
  [{ PLANTWIRE_HOST: '0.0.0.0', PLANTWIRE_EDITOR: 'auto' }, 'none', /PLANTWIRE_ADMIN_USER/],
  [{ PLANTWIRE_HOST: '0.0.0.0', PLANTWIRE_EDITOR: 'open' }, 'anyone', /no login/],
  [{ PLANTWIRE_HOST: '0.0.0.0', PLANTWIRE_EDITOR: 'auto', ...LOGIN }, 'login', undefined],
] as const)('with %j the editor is for %s', (raw, access, remark) => {
  expect(editorAccess(environment(raw))).toBe(access);
  const said = editorRemark(environment(raw));
  if (remark) expect(said).toMatch(remark);
  else expect(said).toBeUndefined();
});

test('without editor the admin API is gone as well, not merely the page', () => {
  expect(security(environment({ PLANTWIRE_EDITOR: 'off' }), 's', undefined)).toMatchObject({ httpAdminRoot: false });
  expect(security(environment(), 's', undefined)).not.toHaveProperty('httpAdminRoot');
});

test('nothing may be installed from the editor and nothing reports home', () => {
  expect(security(environment(), 's', undefined)).toMatchObject({
    externalModules: { palette: { allowInstall: false, allowUpload: false }, modules: { allowInstall: false } },
    functionExternalModules: false,
    telemetry: { enabled: false, updateNotification: false },
  });
});

test('a certificate that is missing or no PEM is refused by the variable that names it', () => {
  const cert = join(folder, 'tls.crt');
  writeFileSync(cert, 'no certificate');
  const { problems } = readTls(environment({ PLANTWIRE_TLS_CERT: cert, PLANTWIRE_TLS_KEY: join(folder, 'gone') }));
  expect(problems.map(({ variable, wrong }) => `${variable}: ${wrong}`)).toEqual([
    'PLANTWIRE_TLS_CERT: not a PEM file',
    'PLANTWIRE_TLS_KEY: cannot be read (ENOENT)',
  ]);
});
