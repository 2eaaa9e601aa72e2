/** Stories begin when somebody listens, tell each event until it is taken, and say the same again under the same number. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEvent } from '../../nodes/src/domain/canonical/registry.ts';
import { milestonesOf } from './carrier/milestones.ts';
import { movesOf, startLegacy } from './files/legacy-moves.ts';
import { jobsOf, shiftOf, shortagesOf } from './mes/floor.ts';
import { holdsOf, questionsOf } from './qms/decisions.ts';
import type { Ground } from './senders/ground.ts';
import { type Round, startStory } from './senders/story.ts';
import { countsOf, trucksOf } from './wms/dispatch.ts';

interface Heard {
  readonly path: string;
  readonly key: string;
  readonly event: { readonly id: string; readonly type: string; readonly data: Record<string, unknown> };
}

let server: Server;
let to: string;
let heard: Heard[];
/** How often nobody is there before the first event is taken. */
let absent: number;
beforeEach(async () => {
  heard = [];
  absent = 0;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      absent -= 1;
      if (absent < 0)
        heard.push({ path: request.url ?? '', key: String(request.headers['x-api-key']), event: JSON.parse(body) });
      response.writeHead(absent < 0 ? 202 : 404).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const tell = async (round: Round, rounds: number) => {
  const pace = { enterprise: 'ACME', site: 'MUC1', run: 'r', rounds, pauseMs: 0, betweenMs: 0 };
  return startStory({ ...pace, to }, round).done;
};
const GROUND: Ground = {
  orders: () => ['MO-2', 'MO-1'],
  awaited: () => ['MO-9'],
  deliveries: () => [
    { name: 'OUT-1', quantity: 6 },
    { name: 'OUT-2', quantity: 8 },
  ],
  left: () => [1, 2, 3].map((number) => ({ name: `OUT-${number}`, quantity: 6 })),
  counted: () => 40,
};

test('whatever is told keeps the contract of its event', async () => {
  const stories = [jobsOf(GROUND, 'k'), shiftOf('k'), shortagesOf(GROUND, 'k'), trucksOf(GROUND, 'k')];
  stories.push(countsOf(GROUND, 'k'), milestonesOf(GROUND, 'k'), holdsOf('r', 'k'), questionsOf('r', 'k'));
  for (const story of stories) await tell(story, 3);
  const broken = heard.flatMap(({ event: { id, type, data } }) => {
    const definition = findEvent(type);
    const read = definition?.writer.safeParse(data);
    if (!definition || !read?.success) return [`${id} ${type} ${read?.error}`];
    return definition.rules.filter((rule) => !rule.holds(read.data)).map(({ rule }) => `${id} ${rule}`);
  });
  expect(new Set(heard.map(({ event }) => event.type)).size).toBe(12);
  expect(broken).toEqual([]);
}, 60_000);

test('a job starts, is interrupted, goes on and ends; only every third time something is wrong', async () => {
  absent = 2;
  expect(await tell(jobsOf(GROUND, 'k'), 3)).toEqual({ sent: 16, refused: 0 });
  const states = heard.flatMap(({ event }) => event.data['toState'] ?? []);
  const good = ['Running', 'Interrupted.Suspended', 'Running', 'Ended.Completed'];
  expect(states).toEqual([...good, ...good, ...good, 'Interrupted.Held']);
  expect(heard[0]).toMatchObject({ path: '/jobs', key: 'k', event: { data: { operationsRequestId: 'MO-2' } } });
}, 60_000);

test('a shift is the same facts whenever it is told, and a late one in the end', async () => {
  const nowMs = Date.UTC(2026, 10, 22, 12);
  await tell(shiftOf('k', nowMs), 2);
  const once = heard.map(({ event }) => [event.id, event.data]);
  heard = [];
  await tell(shiftOf('k', nowMs), 2);
  expect(heard.map(({ event }) => [event.id, event.data])).toEqual(once);
  expect(once).toHaveLength(6);
});

test('every second truck lacks something, and each leaves once', async () => {
  await tell(trucksOf(GROUND, 'k'), 3);
  const lines = heard.map(({ event }) => [event.data['deliveryId'], event.data['lines']]);
  expect(lines).toMatchObject([
    ['OUT-1', [{ quantity: { value: '6' } }]],
    ['OUT-2', [{ quantity: { value: '6' } }]],
  ]);
});

test('a hold is released under its own name', async () => {
  await tell(holdsOf('r', 'k'), 4);
  expect(heard.map(({ event }) => [event.data['dispositionId'], event.data['action']])).toEqual([
    ...[
      ['r-HOLD-1', 'hold'],
      ['r-HOLD-1', 'release'],
    ],
    ...[
      ['r-HOLD-2', 'hold'],
      ['r-HOLD-2', 'release'],
    ],
  ]);
});

test('a legacy file follows when the last one was fetched, with its checksum, and repeats a row as it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plantwire-legacy-'));
  const inbox = join(folder, 'legacy-in');
  const legacy = startLegacy({ folder, run: 'r', files: 2, pauseMs: 5 });
  const fetched: string[] = [];
  const fetchAll = (): void => {
    const names = existsSync(inbox) ? readdirSync(inbox) : [];
    for (const name of names.filter((one) => one.startsWith('moves') && names.includes(`${one}.sha256`))) {
      fetched.push(readFileSync(join(inbox, name), 'utf8'));
      rmSync(join(inbox, name));
    }
  };
  const fetching = setInterval(fetchAll, 5);
  expect(await legacy.done).toEqual({ sent: 2, refused: 0 });
  clearInterval(fetching);
  fetchAll();
  const [first = '', second = ''] = fetched;
  expect(second.split('\r\n')[1]).toBe(first.split('\r\n')[1]);
  expect(fetched).toHaveLength(2);
  expect(movesOf('r', 1, 0).split('\r\n')).toHaveLength(5);
  rmSync(folder, { recursive: true });
}, 60_000);
