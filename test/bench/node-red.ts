/** A Node-RED of its own with one flow that measures itself and prints one line of figures. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { eventOf } from './events.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
export const MARK = 'BENCH-FIGURES';

/** Sends bursts of 200 as long as not much more is under way: the flow is measured, not the host's queue. `release` follows each event. */
export const source = (id: string, to: string, messages: number, release?: object): object => ({
  id,
  type: 'function',
  z: 'tab',
  wires: [[to]],
  libs: [],
  func: 'return null;',
  initialize: `
    const event = ${JSON.stringify(eventOf(1))};
    let sent = 0;
    global.set('count', 0);
    const send = () => {
      for (let room = 400 - (sent - global.get('count')); room >= 200 && sent < ${messages}; room -= 200) {
        for (let n = 0; n < 200; n += 1, sent += 1) {
          node.send({ topic: 'event', payload: { ...event, id: String(sent) } });
          ${release ? `node.send(${JSON.stringify(release)});` : ''}
        }
      }
      if (sent < ${messages}) setTimeout(send, 0);
    };
    setTimeout(() => { global.set('since', Date.now()); send(); }, 1500);`,
});

export const end = (id: string, messages: number): object => ({
  id,
  type: 'function',
  z: 'tab',
  wires: [[]],
  libs: [],
  func: `
    const count = global.get('count') + 1;
    global.set('count', count);
    if (count === ${messages}) node.warn('${MARK} ' + JSON.stringify({ messages: count, ms: Date.now() - global.get('since') }));
    return null;`,
});

export interface Ended {
  readonly messages: number;
  readonly ms: number;
}

export interface Setting {
  readonly folder: string;
  readonly flow: readonly object[];
  readonly context?: object;
  readonly deadlineMs: number;
}

/** Starts Node-RED from the project's own copy and resolves with the first line of figures. */
export async function runFlow({ folder, flow, context, deadlineMs }: Setting): Promise<Ended> {
  mkdirSync(folder, { recursive: true });
  const tab = { id: 'tab', type: 'tab', label: 'bench' };
  writeFileSync(path.join(folder, 'flows.json'), JSON.stringify([tab, ...flow]));
  const settings = {
    uiPort: 0,
    uiHost: '127.0.0.1',
    disableEditor: true,
    httpAdminRoot: false,
    ...(context ? { contextStorage: context } : {}),
  };
  writeFileSync(path.join(folder, 'settings.js'), `module.exports = ${JSON.stringify(settings)};`);
  const red = path.join(ROOT, 'node_modules/node-red/red.js');
  const child = spawn(process.execPath, [red, '-u', folder, '-s', path.join(folder, 'settings.js'), 'flows.json']);
  let text = '';
  try {
    return await new Promise<Ended>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no figures within ${deadlineMs} ms: ${text.slice(-400)}`)),
        deadlineMs,
      );
      child.once('exit', () => reject(new Error(`Node-RED ended: ${text.slice(-400)}`)));
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (part) => {
          text += String(part);
          const found = text.split('\n').find((line) => line.includes(MARK) && line.endsWith('}'));
          if (found === undefined) return;
          clearTimeout(timer);
          resolve(JSON.parse(found.slice(found.indexOf('{'))) as Ended);
        });
      }
    });
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
  }
}

/** Into the bench's own folder, never into the project. False where the registry does not have it. */
export function install(folder: string, module: string): boolean {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"name":"bench","private":true}');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', module];
  return spawnSync('npm', args, { cwd: folder, stdio: 'ignore' }).status === 0;
}
