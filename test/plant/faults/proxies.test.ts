/** The proxies in front of foreign peers. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { startHttpProxy } from './http-proxy.ts';
import { startTcpProxy } from './tcp-proxy.ts';

jest.setTimeout(60_000);

const listening = async (server: Server | ReturnType<typeof createTcpServer>): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return (server.address() as AddressInfo).port;
};

describe('in front of an HTTP peer', () => {
  const seen: string[] = [];
  const peer = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    request.pipe(response);
  });
  let proxy: Awaited<ReturnType<typeof startHttpProxy>>;
  const kill = jest.fn();

  beforeAll(async () => {
    proxy = await startHttpProxy({ target: `http://127.0.0.1:${await listening(peer)}`, kill });
  });
  beforeEach(() => {
    seen.length = 0;
    proxy.faults.clear();
    kill.mockClear();
  });
  afterAll(async () => {
    await proxy.stop();
    peer.close();
  });

  const send = (path: string) => fetch(proxy.url + path, { method: 'POST', body: 'hello' });

  test('nothing is changed without a fault', async () => {
    expect(await (await send('/a')).text()).toBe('hello');
    expect(seen).toEqual(['POST /a']);
  });

  test('an answer is lost after the peer had the request', async () => {
    proxy.faults.arm({ kind: 'lost', times: 1 });
    await expect(send('/lost')).rejects.toThrow('fetch failed');
    expect(seen).toEqual(['POST /lost']);
  });

  test('an intermediary gives up after the peer had the request', async () => {
    proxy.faults.arm({ kind: 'lost', status: 504, times: 1 });
    expect((await send('/late')).status).toBe(504);
    expect(seen).toEqual(['POST /late']);
  });

  test('a request is overtaken by the next one', async () => {
    proxy.faults.arm({ kind: 'reorder', match: { path: '/first' }, delayMs: 60_000, times: 1 });
    const first = send('/first');
    await (await send('/second')).text();
    expect(await (await first).text()).toBe('hello');
    expect(seen).toEqual(['POST /second', 'POST /first']);
  });

  test.each([
    ['sent', [], 'fetch failed'],
    ['done', ['POST /kill'], 'fetch failed'],
    ['answered', ['POST /kill'], 200],
  ] as const)('the process behind a request is killed when it is %s', async (at, reached, outcome) => {
    proxy.faults.arm({ kind: 'kill', at, times: 1 });
    const answer = await send('/kill').then(
      ({ status }) => status,
      (error: Error) => error.message,
    );
    expect({ answer, reached: [...seen], kills: kill.mock.calls.length }).toEqual({
      answer: outcome,
      reached,
      kills: 1,
    });
  });

  test('faults tell calls that write from those that read', async () => {
    proxy.faults.arm({ kind: 'status', match: { writes: true } });
    expect((await send('/json/2/stock.lot/search_read')).status).toBe(200);
    expect((await send('/json/2/stock.lot/create')).status).toBe(503);
    expect((await send('/web/health')).status).toBe(200);
  });

  test('a duplicate reaches the peer twice', async () => {
    proxy.faults.arm({ kind: 'duplicate', times: 1 });
    expect(await (await send('/twice')).text()).toBe('hello');
    expect(seen).toEqual(['POST /twice', 'POST /twice']);
  });

  test('a cut and a status keep the request from the peer', async () => {
    proxy.faults.arm({ kind: 'cut', times: 1 });
    await expect(send('/cut')).rejects.toThrow('fetch failed');
    proxy.faults.arm({ kind: 'status', status: 502, times: 1 });
    expect((await send('/502')).status).toBe(502);
    expect(seen).toEqual([]);
  });

  test('a match names a part of the path, or a call of Odoo', async () => {
    proxy.faults.arm({ kind: 'status', status: 503, match: { path: '/json/' } });
    expect((await send('/other')).status).toBe(200);
    expect((await send('/json/2/stock.lot/create')).status).toBe(503);
    proxy.faults.clear();
    proxy.faults.arm({ kind: 'html', match: { model: 'stock.lot', method: 'create' } });
    expect(await (await send('/json/2/stock.lot/create')).text()).toContain('<html>');
  });

  test('a fault ends by itself after its time', async () => {
    proxy.faults.arm({ kind: 'status', status: 503, forMs: 60 });
    expect((await send('/first')).status).toBe(503);
    const deadline = Date.now() + 5_000;
    while ((await send('/later')).status !== 200) if (Date.now() > deadline) throw new Error('the fault never ended');
  });

  test('a peer that is gone is a bad gateway', async () => {
    const gone = await startHttpProxy({ target: 'http://127.0.0.1:1' });
    expect((await fetch(gone.url)).status).toBe(502);
    await gone.stop();
  });
});

describe('in front of a TCP peer', () => {
  const peer = createTcpServer((socket) => socket.on('error', () => undefined).pipe(socket));
  let line: Awaited<ReturnType<typeof startTcpProxy>>;

  beforeAll(async () => {
    line = await startTcpProxy({ target: { host: '127.0.0.1', port: await listening(peer) } });
  });
  afterAll(async () => {
    await line.stop();
    peer.close();
  });

  /** `echo` when the peer answered, otherwise the code of the error or `closed`. */
  const talk = (): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(line.port, line.host);
      socket.on('connect', () => socket.write('ping'));
      socket.on('data', () => {
        resolve('echo');
        socket.destroy();
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
      socket.on('close', () => resolve('closed'));
    });

  const until = async (wanted: string): Promise<void> => {
    const deadline = Date.now() + 5_000;
    while ((await talk()) !== wanted) if (Date.now() > deadline) throw new Error(`never ${wanted}`);
  };

  test('bytes pass, late when the line is slow', async () => {
    expect(await talk()).toBe('echo');
    const off = line.faults.arm({ kind: 'slow', delayMs: 40 });
    const started = performance.now();
    expect(await talk()).toBe('echo');
    expect(performance.now() - started).toBeGreaterThanOrEqual(75);
    off();
  });

  test('refused while the fault lasts, served afterwards', async () => {
    const off = line.faults.arm({ kind: 'refuse' });
    await until('ECONNREFUSED');
    off();
    await until('echo');
  });

  test('open connections are reset, new ones too while the cut lasts', async () => {
    const socket = connect(line.port, line.host);
    const ended = new Promise<string>((resolve) => {
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
      socket.on('close', () => resolve('closed'));
    });
    await new Promise<void>((resolve) => socket.on('connect', () => socket.write('x', () => resolve())));
    await new Promise<void>((resolve) => socket.once('data', () => resolve()));
    line.cut();
    expect(['ECONNRESET', 'closed']).toContain(await ended);
    line.faults.arm({ kind: 'cut', times: 1 });
    expect(['ECONNRESET', 'closed', 'EPIPE']).toContain(await talk());
    expect(await talk()).toBe('echo');
  });
});
