/** Who may edit, how credentials are encrypted, what the editor may install (nothing), and TLS. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Environment, isLoopback } from './environment.ts';
import type { Problem } from './problems.ts';

export type EditorAccess = 'login' | 'this-machine' | 'anyone' | 'none';

/** Who reaches the editor under these variables. `environment.ts` has already refused `on` without login on a network address. */
export function editorAccess(environment: Environment): EditorAccess {
  if (environment.PLANTWIRE_EDITOR === 'off') return 'none';
  if (environment.PLANTWIRE_ADMIN_USER !== undefined) return 'login';
  if (isLoopback(environment.PLANTWIRE_HOST)) return 'this-machine';
  return environment.PLANTWIRE_EDITOR === 'open' ? 'anyone' : 'none';
}

/** What the log says at start when the choice needs a word. */
export function editorRemark(environment: Environment): string | undefined {
  const access = editorAccess(environment);
  if (access === 'anyone')
    return `the editor has no login: whoever reaches ${environment.PLANTWIRE_HOST} can change the flows`;
  if (access === 'none' && environment.PLANTWIRE_EDITOR === 'auto')
    return 'the editor is off, because no login is set: set PLANTWIRE_ADMIN_USER and PLANTWIRE_ADMIN_PASSWORD_HASH to get it';
  return undefined;
}

/** Key for the flows' credentials: the given one, else one made at the first start and readable by its owner alone. */
export function credentialSecret(environment: Environment, folder: string): string {
  if (environment.PLANTWIRE_CREDENTIAL_SECRET !== undefined) return environment.PLANTWIRE_CREDENTIAL_SECRET;
  const file = path.join(folder, SECRET_FILE);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  }
  const secret = randomBytes(32).toString('hex');
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}
export const SECRET_FILE = 'credential-secret';

/** Certificate and key, or what is wrong with the files. */
export function readTls(environment: Environment): { tls?: { cert: string; key: string }; problems: Problem[] } {
  const { PLANTWIRE_TLS_CERT: certFile, PLANTWIRE_TLS_KEY: keyFile } = environment;
  if (certFile === undefined || keyFile === undefined) return { problems: [] };
  const cert = pem('PLANTWIRE_TLS_CERT', certFile);
  const key = pem('PLANTWIRE_TLS_KEY', keyFile);
  if (typeof cert === 'string' && typeof key === 'string') return { tls: { cert, key }, problems: [] };
  return { problems: [cert, key].filter((part) => typeof part !== 'string') };
}

function pem(variable: string, file: string): string | Problem {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.includes('-----BEGIN ')) return text;
    return { variable, given: file, wrong: 'not a PEM file', todo: 'Name a file that starts with -----BEGIN.' };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    return {
      variable,
      given: file,
      wrong: `cannot be read (${code})`,
      todo: 'Check the path and who may read the file.',
    };
  }
}

/** Node-RED's security settings. Everything that would fetch code or report home is closed. */
export function security(environment: Environment, secret: string, tls: { cert: string; key: string } | undefined) {
  const access = editorAccess(environment);
  const login = {
    type: 'credentials',
    users: [
      {
        username: environment.PLANTWIRE_ADMIN_USER,
        password: environment.PLANTWIRE_ADMIN_PASSWORD_HASH,
        permissions: '*',
      },
    ],
  };
  return {
    credentialSecret: secret,
    ...(access === 'none' ? { httpAdminRoot: false } : {}),
    ...(access === 'login' ? { adminAuth: login } : {}),
    ...(tls ? { https: tls, requireHttps: false } : {}),
    externalModules: {
      autoInstall: false,
      palette: { allowInstall: false, allowUpload: false, allowUpdate: false },
      modules: { allowInstall: false },
    },
    functionExternalModules: false,
    telemetry: { enabled: false, updateNotification: false },
  };
}
