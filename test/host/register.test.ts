import { z } from 'zod';
import type { Failure } from '../../nodes/src/domain/failure.ts';
import type { Outcome } from '../../nodes/src/domain/outcome.ts';
import { fail, ok, type System } from '../../nodes/src/domain/ports.ts';
import { defineNode, fields } from '../../nodes/src/host/define.ts';
import type { Behaviour, NodeContext, Started } from '../../nodes/src/host/node.ts';
import { register, registerConfig } from '../../nodes/src/host/register.ts';
import { allHoldings } from '../../nodes/src/host/resources.ts';
import { type FakeNode, fakeRed } from '../support/red.ts';
import { settled, testClock } from '../support/time.ts';

const definition = defineNode({
  type: 'probe',
  version: 2,
  category: 'operations',
  role: 'step',
  summary: 'A node for these tests.',
  inputs: [{ name: 'in', carries: 'anything' }],
  outputs: [
    { name: 'passed', carries: 'event' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    limit: z.coerce.number().int().min(1).default(5).register(fields, { title: 'Limit' }),
    url: z.string().min(1).register(fields, { title: 'Address', fromEnvironment: 'PROBE_URL' }),
    key: z.string().default('').register(fields, { title: 'Key', secret: true, fromEnvironment: 'PROBE_KEY' }),
    journal: z.string().default('').register(fields, { title: 'Journal', configNode: 'journal' }),
  }),
  upgrades: [{ from: 1, change: ({ address, ...rest }) => ({ ...rest, url: address }) }],
});
type Config = z.output<typeof definition.config>;

const failure: Failure = {
  code: 'lot-missing',
  class: 'data',
  attempted: 'map the event',
  on: 'WH/MO/00001',
  reason: 'the lot is empty',
  nextStep: 'Enter the lot at the machine.',
};
const event = { specversion: '1.0', type: 'mfg.production.output.reported.v1', siteid: 'MUC1', partitionkey: 'a' };
const saved = { id: 'n1', type: 'plantwire-probe', url: 'http://odoo', configVersion: 2, wires: [['a'], ['b']] };
const message = (): NodeContext<Config> => ({}) as NodeContext<Config>;

function bench(start: (context: NodeContext<Config>) => Started | Promise<Started>) {
  const clock = testClock();
  const system: System = { clock, ids: { uuid: () => 'u', random: () => 0.5 }, hash: (text) => text };
  const host = fakeRed('/data');
  host.load(register(definition, system, start));
  return { clock, system, host };
}
const answering = (outcome: Outcome | (() => Promise<Outcome>)): Behaviour => ({
  handle: async (input) => {
    const answer = typeof outcome === 'function' ? await outcome() : outcome;
    return answer.kind === 'pass' ? { ...answer, message: input } : answer;
  },
});
const passing: Outcome = { kind: 'pass', message: { event: undefined, trail: [] } };
const lastStatus = (node: FakeNode) => node.statuses.at(-1);

describe('configuration', () => {
  test('reaches start checked, with defaults, upgraded, and with the secret', () => {
    const seen: Config[] = [];
    const { host } = bench((context) => {
      seen.push(context.config);
      return answering(passing);
    });
    host.create({ id: 'n1', type: 'plantwire-probe', address: 'http://old', limit: '' }, { key: 'geheim' });
    expect(seen).toEqual([{ name: '', limit: 5, url: 'http://old', key: 'geheim', journal: '' }]);
  });

  test('falls back to the environment for empty fields and empty secrets', () => {
    const seen: Config[] = [];
    const { host } = bench((context) => {
      seen.push(context.config);
      return answering(passing);
    });
    host.environment['PROBE_URL'] = 'http://env';
    host.environment['PROBE_KEY'] = 'env-key';
    host.create({ ...saved, url: '' });
    expect(seen[0]).toMatchObject({ url: 'http://env', key: 'env-key' });
  });

  test.each([
    [{ ...saved, url: '' }, 'Address: enter it or set PROBE_URL'],
    [{ ...saved, limit: 'many' }, 'Limit: Invalid input: expected number, received NaN'],
    [{ ...saved, url: `\${NOWHERE}` }, 'Address: set the variable NOWHERE'],
    [{ ...saved, configVersion: 9 }, 'it was saved by a newer version of this node (9, this one knows 2)'],
  ])('a node that is set up wrongly is red and says which field: %#', async (config, words) => {
    const { host } = bench(() => answering(passing));
    const node = host.create(config);
    expect(node.errors.join()).toContain(words);
    expect(lastStatus(node)).toMatchObject({ fill: 'red' });
  });

  test('what arrives at a wrongly set up node leaves by rejected with the reason', async () => {
    const { host } = bench(() => answering(passing));
    const node = host.create({ ...saved, url: '' });
    const { error, sent } = await node.receive({ payload: event, topic: 'kept' });
    expect(error).toBeUndefined();
    expect(sent).toMatchObject([
      { port: 1, msg: { topic: 'kept', payload: event, failure: { code: 'node-misconfigured' } } },
    ]);
    expect(lastStatus(node)).toMatchObject({ fill: 'red' });
  });

  test('without a wire and without a journal it ends at the catch node', async () => {
    const { host } = bench(() => answering(passing));
    const { error } = await host.create({ ...saved, url: '', wires: [['a'], []] }).receive({ payload: event });
    expect(error?.message).toContain('Address: enter it');
  });
});

describe('outcomes', () => {
  test('pass leaves by the first port with a trail entry, foreign properties and one done', async () => {
    const { host } = bench(() => answering(passing));
    const request = { headers: {} };
    const { sent } = await host.create(saved).receive({ _msgid: 'm', payload: event, req: request });
    expect(sent).toEqual([
      {
        port: 0,
        msg: {
          _msgid: 'm',
          req: request,
          payload: event,
          plantwire: { trail: [{ stage: 'probe', at: '2026-11-20T08:00:00.000Z', verdict: 'passed' }] },
        },
      },
    ]);
  });

  test('pass-all keeps the order of its messages', async () => {
    const all = [1, 2, 3].map((n) => ({ event: { n }, trail: [] }));
    const { host } = bench(() => answering({ kind: 'pass-all', messages: all }));
    const { sent } = await host.create(saved).receive({ payload: event });
    expect(sent.map(({ msg }) => msg.payload)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  test('drop sends nothing and is done', async () => {
    const { host } = bench(() => answering({ kind: 'drop', reason: 'duplicate' }));
    const node = host.create(saved);
    expect(await node.receive({ payload: event })).toEqual({ error: undefined, sent: [] });
    expect(lastStatus(node)).toMatchObject({ text: 'duplicate' });
  });

  test('reject leaves by rejected with the failure and the original event', async () => {
    const { host } = bench(() => answering({ kind: 'reject', failure }));
    const node = host.create(saved);
    const { sent } = await node.receive({ payload: event });
    expect(sent).toMatchObject([{ port: 1, msg: { payload: event, failure } }]);
    expect(lastStatus(node)).toMatchObject({ fill: 'yellow', text: 'the lot is empty' });
  });

  test('a throw is a bug: catch node with stack, and the message leaves by rejected', async () => {
    const { host } = bench(() => answering(() => Promise.reject(new TypeError('x is undefined'))));
    const { error, sent } = await host.create(saved).receive({ payload: event });
    expect(error).toBeInstanceOf(TypeError);
    expect(sent).toMatchObject([{ port: 1, msg: { failure: { code: 'internal-error', cause: 'x is undefined' } } }]);
  });

  test('a port that the definition does not know is a bug', async () => {
    const { host } = bench(() => answering({ ...passing, port: 'elsewhere' }));
    const { error } = await host.create(saved).receive({ payload: event });
    expect(error?.message).toBe('probe has no port "elsewhere"');
  });
});

describe('again later, without a queue', () => {
  test('is repeated until it works, and later messages of the lane stay behind', async () => {
    const order: string[] = [];
    let ready = false;
    const { host, clock } = bench(() => ({
      async handle(input) {
        const { n } = input.event as { n: number };
        order.push(`${n}${ready ? '' : '?'}`);
        return ready ? { kind: 'pass', message: input } : { kind: 'retry', failure };
      },
    }));
    const node = host.create(saved);
    const first = node.receive({ payload: { ...event, n: 1 } });
    const second = node.receive({ payload: { ...event, n: 2 } });
    await clock.advance(300);
    ready = true;
    await clock.advance(10_000);
    await Promise.all([first, second]);
    expect(order.at(-2)).toBe('1');
    expect(order.at(-1)).toBe('2');
    expect(order.filter((entry) => entry === '2?')).toEqual([]);
    expect(lastStatus(node)).toMatchObject({ fill: 'green' });
  });

  test('ends as rejected when the budget is spent', async () => {
    const { host, clock } = bench(() => answering({ kind: 'retry', failure }));
    const done = host.create(saved).receive({ payload: event });
    await clock.advance(200_000);
    expect((await done).sent).toMatchObject([{ port: 1, msg: { failure: { code: 'lot-missing' } } }]);
  });

  test('a close makes one last attempt instead of waiting', async () => {
    let attempts = 0;
    const { host } = bench(() =>
      answering(async () => {
        attempts += 1;
        return attempts > 1 ? passing : { kind: 'retry', failure, afterMs: 60_000 };
      }),
    );
    const node = host.create(saved);
    const done = node.receive({ payload: event });
    await settled();
    await node.close();
    expect((await done).sent).toMatchObject([{ port: 0 }]);
    expect(attempts).toBe(2);
  });
});

describe('start and close', () => {
  test('messages wait for a slow start', async () => {
    let begin = (_behaviour: Behaviour): void => undefined;
    const { host } = bench(() => new Promise<Behaviour>((resolve) => (begin = resolve)));
    const done = host.create(saved).receive({ payload: event });
    await settled();
    begin(answering(passing));
    expect((await done).sent).toHaveLength(1);
  });

  test('a start that cannot yet succeed is repeated while messages wait', async () => {
    let tries = 0;
    const { host, clock } = bench(() => {
      tries += 1;
      return tries < 3 ? fail(failure) : ok(answering(passing));
    });
    const node = host.create(saved);
    const done = node.receive({ payload: event });
    await clock.advance(1);
    expect(lastStatus(node)).toMatchObject({ fill: 'red' });
    await clock.advance(10_000);
    expect((await done).sent).toMatchObject([{ port: 0 }]);
    expect(node.errors).toHaveLength(1);
  });

  test('a start that throws is red, logs the stack and rejects what arrives', async () => {
    const { host } = bench(() => {
      throw new Error('boom');
    });
    const node = host.create(saved);
    const { sent } = await node.receive({ payload: event });
    expect(sent).toMatchObject([{ port: 1, msg: { failure: { code: 'internal-error', cause: 'boom' } } }]);
    expect(node.errors[0]).toContain('register.test.ts');
  });

  test('close waits for what is in flight, then closes the behaviour, within its bound', async () => {
    const events: string[] = [];
    let finish = (): void => undefined;
    const { host, clock } = bench(() => ({
      handle: (input) =>
        new Promise((resolve) => {
          finish = () => {
            events.push('handled');
            resolve({ kind: 'pass', message: input });
          };
        }),
      close: async () => void events.push('closed'),
    }));
    const node = host.create(saved);
    void node.receive({ payload: event });
    await settled();
    const closed = node.close();
    finish();
    await closed;
    expect(events).toEqual(['handled', 'closed']);

    const stuck = host.create({ ...saved, id: 'n2' });
    void stuck.receive({ payload: event });
    await settled();
    const late = stuck.close();
    await clock.advance(10_000);
    await late;
    expect(stuck.warned[0]).toContain('still under way');
    expect(clock.pending).toBe(0);
  });
});

describe('configuration nodes', () => {
  const config = defineNode({
    type: 'journal',
    version: 1,
    category: 'config',
    role: 'config',
    summary: 'A resource for these tests.',
    config: z.object({ name: z.string().default('').register(fields, { title: 'Name' }) }),
    upgrades: [],
  });

  test('offer a typed resource, counted: it closes after its last user', async () => {
    const events: string[] = [];
    const { host, clock, system } = bench(async (context) => {
      const found = await context.resource<{ hello: string }>('c1');
      if (!found.ok) return found;
      return { ...answering(passing), close: async () => void events.push(`user closed with ${found.value.hello}`) };
    });
    host.load(
      registerConfig(config, system, async () =>
        ok({
          value: { hello: 'world' },
          health: async () => ({ health: 'ok' as const, text: 'open' }),
          close: async () => void events.push('resource closed'),
        }),
      ),
    );
    const resource = host.create({ id: 'c1', type: 'plantwire-journal' });
    const user = host.create(saved);
    expect((await user.receive({ payload: event })).sent).toHaveLength(1);
    const closing = resource.close();
    await settled();
    expect(events).toEqual([]);
    await user.close();
    await closing;
    expect(events).toEqual(['user closed with world', 'resource closed']);
    expect(allHoldings()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test('a missing one is a failure that names the way out', async () => {
    const seen: unknown[] = [];
    const { host } = bench(async (context) => {
      seen.push(await context.resource('nowhere'));
      return answering(passing);
    });
    host.create(saved);
    await settled();
    expect(seen).toMatchObject([{ ok: false, failure: { code: 'resource-missing', on: 'nowhere' } }]);
  });

  test('one that cannot open is tried again, and its users are told why meanwhile', async () => {
    let works = false;
    const { host, clock, system } = bench(async (context) => {
      const found = await context.resource('c2');
      return found.ok ? ok(answering(passing)) : found;
    });
    host.load(
      registerConfig(config, system, async () =>
        works
          ? ok({ value: 1, health: async () => ({ health: 'ok' as const, text: '' }), close: async () => undefined })
          : fail(failure),
      ),
    );
    const resource = host.create({ id: 'c2', type: 'plantwire-journal' });
    const user = host.create(saved);
    await clock.advance(5_000);
    expect(lastStatus(user)).toMatchObject({ fill: 'red', text: 'the lot is empty' });
    works = true;
    await clock.advance(60_000);
    expect((await user.receive({ payload: event })).sent).toMatchObject([{ port: 0 }]);
    expect(resource.errors).toHaveLength(1);
    await user.close();
    await resource.close();
    expect(clock.pending).toBe(0);
  });
});

describe('messages from no input', () => {
  test('leave by the named port with a trail', () => {
    let context = message();
    const { host } = bench((given) => {
      context = given;
      return {};
    });
    const node = host.create({ ...saved, name: 'press 1' });
    context.emit({ event, trail: [] });
    expect(node.sent).toMatchObject([{ port: 0, msg: { plantwire: { trail: [{ stage: 'press 1' }] } } }]);
    expect(context.flow).toBe('Line 3');
    context.emit({ event, trail: [] }, 'elsewhere');
    expect(node.errors[0]).toContain('has no port "elsewhere"');
  });
});
