/** The storm is the same whenever it is told, and a receiver that answers late loses nothing of it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startStorm } from './sender.ts';
import { changeAt, eventOf, type StormOptions } from './storm.ts';

const options: StormOptions = {
  ...{ run: 'r', assets: 50, perLine: 10, perSecond: 1_000, startMs: Date.UTC(2026, 10, 20, 8) },
  ...{ enterprise: 'ACME', site: 'MUC1' },
};

test('every condition goes on and off in turn, and all assets take part', () => {
  const latest = new Map<string, string>();
  const assets = new Set<string>();
  for (let number = 0; number < 20_000; number += 1) {
    const { condition, asset, transition } = changeAt(options, number);
    assets.add(asset);
    if (!condition.startsWith('TRIP')) expect(transition).not.toBe(latest.get(condition));
    latest.set(condition, transition);
  }
  expect([assets.size, latest.size]).toEqual([50, 200]);
  expect(eventOf(options, changeAt(options, 7))).toEqual(eventOf(options, changeAt(options, 7)));
});

test('what is not answered is sent again, what is refused for good is counted', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { id } = JSON.parse(body) as { id: string };
      seen.push(id);
      const isFirst = seen.filter((one) => one === id).length === 1;
      response.statusCode = id === 'r-2' ? 400 : id === 'r-3' && isFirst ? 503 : 202;
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alarms`;
  const storm = startStorm({ ...options, url, topic: '', key: 'k', count: 5 });
  expect(await storm.done).toEqual({ sent: 5, refused: 1, activations: 5 });
  expect(seen.sort()).toEqual(['r-0', 'r-1', 'r-2', 'r-3', 'r-3', 'r-4']);
  await new Promise((resolve) => server.close(resolve));
}, 30_000);
