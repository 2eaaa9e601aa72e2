/** The start command as a person meets it: a real process, real ports, real folders. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, NODE, ROOT } from '../support/appliance.ts';
import { until } from '../support/time.ts';

const EXIT_CONFIGURATION = 78;
/** Addresses nobody answers on, so that the command starts no simulator of its own. */
const OWN_PLANT = {
  PLANTWIRE_OPCUA_URL: 'opc.tcp://127.0.0.1:9',
  PLANTWIRE_MODBUS_HOST: '127.0.0.1',
  ODOO_URL: 'http://127.0.0.1:9',
  ODOO_DB: 'none',
  ODOO_API_KEY: 'for-tests-only',
};

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-start-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcess;
  text(): string;
  readonly code: Promise<number | null>;
}

function start(variables: Record<string, string>): Run {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PLANTWIRE|ODOO)_/.test(name));
  const child = spawn(NODE, ['settings/start.ts'], {
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), PLANTWIRE_DATA: join(folder, 'data'), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (text += part.toString()));
  return { child, text: () => text, code: new Promise((resolve) => child.once('close', resolve)) };
}

async function refusal(variables: Record<string, string>): Promise<string> {
  const run = start(variables);
  expect(await run.code).toBe(EXIT_CONFIGURATION);
  return run.text().replace(/\s+/g, ' ');
}

const listenOn = async (port: number): Promise<Server> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
};

describe('refuses to start, with the variable, the fault and the remedy', () => {
  test('when the port is taken', async () => {
    const port = await freePort();
    const other = await listenOn(port);
    const text = await refusal({ ...OWN_PLANT, PLANTWIRE_PORT: String(port) });
    other.close();
    expect(text).toContain(`PLANTWIRE_PORT ${port} another program already listens`);
    expect(text).toContain(`PLANTWIRE_PORT=${port + 1}`);
  });

  test('when the data folder stands behind a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    const text = await refusal({ ...OWN_PLANT, PLANTWIRE_DATA: join(folder, 'file') });
    expect(text).toContain('PLANTWIRE_DATA');
    expect(text).toContain('a file stands in the way');
  });

  test('when the data folder cannot be written', async () => {
    // /proc refuses new entries to everyone, root included.
    const text = await refusal({ ...OWN_PLANT, PLANTWIRE_DATA: '/proc/plantwire' });
    expect(text).toContain('PLANTWIRE_DATA /proc/plantwire');
  });

  test('when the data folder is the repository, where Node-RED would load every node twice', async () => {
    expect(await refusal({ ...OWN_PLANT, PLANTWIRE_DATA: ROOT })).toContain('this folder holds other things');
  });

  test('when variables are wrong, all of them at once and no secret among them', async () => {
    const text = await refusal({ PLANTWIRE_PORT: 'abc', PLANTWIRE_LOGLEVEL: 'info', ODOO_API_KEY: 'top-secret' });
    for (const part of [
      '3 settings need attention',
      'PLANTWIRE_PORT abc',
      'Did you mean PLANTWIRE_LOG_LEVEL?',
      'ODOO_URL',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('top-secret');
  });

  test('when the address is not one of this machine', async () => {
    const text = await refusal({ ...OWN_PLANT, PLANTWIRE_HOST: '192.0.2.1', PLANTWIRE_EDITOR: 'off' });
    expect(text).toContain('not an address of this machine');
  });
});

describe('runs', () => {
  const MINUTE = 60_000;
  const running = async (variables: Record<string, string> = {}) => {
    const port = await freePort();
    const run = start({ ...OWN_PLANT, PLANTWIRE_PORT: String(port), ...variables });
    await until(
      'the block is printed',
      () => run.text().includes('Plantwire is running') || run.child.exitCode !== null,
      MINUTE,
    );
    if (run.child.exitCode !== null) throw new Error(run.text());
    return { ...run, url: `http://127.0.0.1:${port}` };
  };

  test(
    'prints where everything is, answers on /health, and stops cleanly on SIGTERM and on SIGINT',
    async () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        const run = await running();
        expect(run.text()).toContain(`Editor     ${run.url}`);
        expect(run.text()).toContain('http://127.0.0.1:9, database none');
        expect(run.text()).not.toContain('for-tests-only');
        expect([200, 503]).toContain((await fetch(`${run.url}/health`)).status);
        run.child.kill(signal);
        expect(await run.code).toBe(0);
        await expect(fetch(run.url)).rejects.toThrow();
        const log = readFileSync(join(folder, 'data', 'logs', 'appliance.log'), 'utf8');
        expect(log).toContain('Stopped flows');
      }
    },
    2 * MINUTE,
  );

  test(
    'ends with an error and the last lines of the log when Node-RED ends by itself',
    async () => {
      const run = await running();
      process.kill(await childOf(run.child, 'node-red'), 'SIGKILL');
      expect(await run.code).toBe(1);
      expect(run.text()).toContain('Plantwire stopped: Node-RED was ended by SIGKILL unexpectedly');
      expect(run.text()).toContain('Last lines of');
    },
    MINUTE,
  );

  test(
    'leaves nothing behind when it is killed itself',
    async () => {
      const run = await running();
      const nodeRed = await childOf(run.child, 'node-red');
      run.child.kill('SIGKILL');
      await until('Node-RED has ended too', () => !isAlive(nodeRed), MINUTE);
      await expect(fetch(run.url)).rejects.toThrow();
    },
    MINUTE,
  );

  test(
    'starts what is not named as a simulation, and says so',
    async () => {
      const { ODOO_URL: _url, ODOO_DB: _db, ODOO_API_KEY: _key, ...plant } = OWN_PLANT;
      const run = await running({ ...plant, ODOO_URL: '', ODOO_DB: '', ODOO_API_KEY: '' });
      expect(run.text()).toMatch(/Odoo +simulated, http:\/\/127\.0\.0\.1:\d+/);
      run.child.kill('SIGTERM');
      expect(await run.code).toBe(0);
    },
    MINUTE,
  );
});

/** Process id of the child whose command line holds `word`. */
async function childOf(parent: ChildProcess, word: string): Promise<number> {
  const children = readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  const found = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word));
  if (found === undefined) throw new Error(`no child ${word} among ${children.join(', ')}`);
  return found;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
