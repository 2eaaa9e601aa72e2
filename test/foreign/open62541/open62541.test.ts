/** An OPC UA server in C on open62541, signed and encrypted, as source of the templates. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { freePort } from '../../support/appliance.ts';
import { Line } from '../line.ts';
import { Machine } from '../machine.ts';
import { pressPack } from '../pack.ts';
import { type Bench, foreignSuite, PIECES_PER_SECOND, START } from '../suite.ts';

foreignSuite(open);

async function open(): Promise<Bench> {
  const root = provide();
  const folder = mkdtempSync(join(root, 'tmp/press-'));
  const port = await freePort();
  const server = ['/usr/local/bin/foreign-plant', String(port), `/tmp/${basename(folder)}`, String(PIECES_PER_SECOND)];
  const machine = new Machine({
    command: ['/usr/sbin/chroot', root, ...server],
    folder,
    memory: { GoodCount: String(START.good), ScrapCount: String(START.scrap), Material: 'FG-1000', RejectReason: '1' },
  });
  await machine.start();
  const endpoints = { plc: { protocol: 'opcua' as const, url: `opc.tcp://127.0.0.1:${port}`, registers: [] } };
  const line = await Line.start({
    prefix: 'FOU',
    variables: {},
    pack: (plant) => pressPack(plant, { name: 'press-open62541', endpoints, machine: (press) => press }),
  });
  return {
    machine,
    line,
    tags: { good: 'ns=1;s=Press1.GoodCount', scrap: 'ns=1;s=Press1.ScrapCount' },
    shown: async ({ name }) => name,
    isOut: () => !/fresh|no change/.test(line.status('t03.plant')),
  };
}

/** Path of the Debian root in which the compiled server lies; minutes the first time. */
function provide(): string {
  const result = spawnSync(join(__dirname, 'provision.sh'), ['install'], { encoding: 'utf8', timeout: 590_000 });
  if (result.status !== 0) throw new Error(`provision.sh: ${result.stderr.slice(-2_000)}`);
  return result.stdout.trim();
}
