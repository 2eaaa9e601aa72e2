import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainFinding, inspect, inspectFolder } from '../../../flows/_tools/check.ts';
import type { Flow } from '../../../flows/_tools/flow-file.ts';
import { siteCodesOf } from '../../../flows/_tools/site-codes.ts';
import { findingsOf, flowWith, goodFlow, goodPaper, nodeOf, palette, templateOf } from './good-flow.ts';

/** Rule and place of everything found; the message is read by people, its words are asserted where they carry facts. */
const found = (flow: Flow, paper?: object, readme?: string): string[] =>
  findingsOf(flow, paper, readme).map((finding) => `${finding.rule} ${finding.where}: ${finding.problem}`);

const variable = (name: string): string => ['$', '{', name, '}'].join('');

test('a good flow has no finding', () => {
  expect(found(goodFlow)).toEqual([]);
});

describe('parts', () => {
  test('an unknown type is named', () => {
    const [first] = found(flowWith({ id: 't.x', type: 'plantwire-cuonter', z: 't', wires: [] }));
    expect(first).toMatch(/^known-type plantwire-cuonter \(t\.x\)/);
  });

  test('an unknown option and a value out of range are named with their field', () => {
    const outbox = { ...nodeOf('t.outbox'), depth: 4, maxDepth: 0 };
    const findings = found(flowWith(outbox)).join('\n');
    expect(findings).toContain('`depth`');
    expect(findings).toContain('`maxDepth`');
  });

  test('a required field may come from the environment or a variable, others may not be missing', () => {
    expect(
      found(flowWith({ ...nodeOf('t.outbox'), maxDepth: variable('DEPTH') }), {
        ...goodPaper,
        variables: { DEPTH: 'How deep it may get.' },
      }),
    ).toEqual([]);
    const { journal: _gone, ...without } = nodeOf('t.counter') as { journal: unknown } & ReturnType<typeof nodeOf>;
    expect(found(flowWith(without))[0]).toMatch(/^configuration plantwire-counter \(t\.counter\): `journal`/);
  });

  test('a configuration saved for an older version is refused', () => {
    const { configVersion: _old, ...outbox } = nodeOf('t.outbox') as { configVersion: unknown } & ReturnType<
      typeof nodeOf
    >;
    expect(found(flowWith(outbox))).toEqual([
      'configuration plantwire-outbox (t.outbox): configured for version 1, the node is at 2',
    ]);
  });

  test('a reference to a configuration node must find one of the right kind', () => {
    expect(found(flowWith({ ...nodeOf('t.write'), connection: 'plantwire.journal' }))[0]).toContain(
      'is a plantwire-journal',
    );
    expect(found(flowWith({ ...nodeOf('t.write'), connection: 'gone' }))[0]).toContain('is not in the flow');
  });

  test('an Odoo write that names no intent, or one that does not exist, is found', () => {
    const named = (intents: string) => found(flowWith({ ...nodeOf('t.write'), intents }));
    expect(named(' ')).toEqual(['intents plantwire-odoo-write (t.write): names no intent']);
    expect(named('produce prodcue')).toEqual([
      'intents plantwire-odoo-write (t.write): names prodcue, which is no intent',
    ]);
  });

  test.each([
    ['leads nowhere', { ...nodeOf('t.source'), wires: [['t.counter', 't.gone']] }, 'leads to t.gone'],
    ['enters a source', { ...nodeOf('t.source'), wires: [['t.counter', 't.catch']] }, 'takes no input'],
    ['uses an output that does not exist', { ...nodeOf('t.source'), wires: [['t.counter'], ['t.dlq']] }, 'only'],
    ['stands on a missing tab', { ...nodeOf('t.source'), z: 'other' }, 'stands on tab other'],
  ])('a wire that %s is found', (_case, node, words) => {
    const findings = found(flowWith(node)).filter((finding) => finding.startsWith('wire '));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(words === 'only' ? 'but 1 exist' : words);
  });

  test('two entries with one id are found', () => {
    expect(found([...goodFlow, { ...nodeOf('t.source') }]).some((finding) => finding.includes('same id'))).toBe(true);
  });
});

describe('hygiene', () => {
  test.each([
    ['credentials', { ...nodeOf('plantwire.odoo'), credentials: { apiKey: 'x' } }],
    ['a secret field', { ...nodeOf('plantwire.odoo'), apiKey: 'x' }],
    ['a key that looks like one', { ...nodeOf('t.source'), name: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3' }],
    ['a password of a foreign node', { id: 'm', type: 'mqtt-broker', password: 'hunter2' }],
  ])('%s in a flow is a secret', (_case, node) => {
    expect(found(flowWith(node)).some((finding) => finding.startsWith('secret '))).toBe(true);
  });

  test.each([
    ['opc.tcp://press-1:4840'],
    ['https://erp.example.com/'],
    ['10.0.0.17'],
    ['localhost:1883'],
    ['plc.factory.lan'],
    ['[fe80::1]'],
  ])('%s is an address', (address) => {
    const findings = found(flowWith({ ...nodeOf('t.source'), name: `reads ${address}` }));
    expect(findings.filter((finding) => finding.startsWith('address '))).toHaveLength(1);
  });

  test('host and port of a foreign node must be variables', () => {
    const client = { id: 'm', type: 'modbus-client', tcpHost: 'press', tcpPort: '502' };
    expect(found(flowWith(client)).map((finding) => finding.split(' ')[0])).toEqual(['address', 'address']);
    const variables = { MODBUS_HOST: 'Address of the gateway.', MODBUS_PORT: 'Port of the gateway.' };
    const free = { ...client, tcpHost: variable('MODBUS_HOST'), tcpPort: variable('MODBUS_PORT') };
    expect(found(flowWith(free), { ...goodPaper, variables })).toEqual([]);
  });

  test.each([
    ['mrp.production'],
    ['button_mark_done'],
    ['stock.move.line'],
    ['action_validate'],
    ['qty_producing'],
    ['search_read'],
  ])('%s is a word of Odoo’s interface', (word) => {
    const findings = found(flowWith({ ...nodeOf('t.source'), info: `then ${word} runs` }));
    expect(findings).toEqual([expect.stringMatching(/^odoo-word /)]);
  });

  test('the name of an event type is no model, a text around it may be one', () => {
    expect(found(flowWith({ ...nodeOf('t.source'), name: 'maintenance.request.raised' }))).toEqual([]);
    expect(found(flowWith({ ...nodeOf('t.source'), name: 'maintenance.request of an asset' }))).toHaveLength(1);
  });

  test.each([['PRESS-17'], ['ACME/MUC1/PACK/L3'], ['ns=1;s=Press1.Good'], ['WH/MO/00042']])(
    '%s is a code of one plant',
    (code) => {
      const findings = found(flowWith({ ...nodeOf('t.source'), name: `Count of ${code}` }));
      expect(findings).toEqual([expect.stringMatching(/^site-code /)]);
    },
  );

  test('a longer word that contains a code is not the code', () => {
    expect(found(flowWith({ ...nodeOf('t.source'), name: 'PRESS-170' }))).toEqual([]);
  });

  test('codes of a site pack are tags, equipment, materials and foreign codes, not short words', () => {
    const codes = siteCodesOf([
      {
        name: 'north',
        equipment: [
          { id: 'A/B/C', context: { orderTag: 'ns=1;s=Order' }, counters: [{ tag: 'ns=1;s=Good', reason: 'R1' }] },
        ],
        crosswalk: [{ localCode: '4711', canonicalId: 'FG-1000' }],
      },
    ]);
    expect([...codes.keys()].sort()).toEqual(['4711', 'A/B/C', 'FG-1000', 'ns=1;s=Good', 'ns=1;s=Order']);
  });
});

describe('paths', () => {
  test('a rejected port that ends nowhere is found', () => {
    const findings = found(flowWith({ ...nodeOf('t.counter'), wires: [['t.guard'], []] }));
    expect(findings).toEqual(['dead-letter plantwire-counter (t.counter): its `rejected` port ends nowhere']);
  });

  test('a rejected port that ends in a debug node only is found', () => {
    const debug = { id: 't.debug', type: 'debug', z: 't', wires: [] };
    const findings = found(flowWith({ ...nodeOf('t.counter'), wires: [['t.guard'], ['t.debug']] }, debug));
    expect(findings).toHaveLength(1);
  });

  test('a link that leads to the dead letters counts, a cut one does not', () => {
    expect(found(flowWith({ ...nodeOf('t.in'), wires: [[]] }))).toEqual([
      'dead-letter plantwire-odoo-write (t.write): its `rejected` port ends nowhere',
    ]);
  });

  test('a tab without a catch node, or with a catch of single nodes only, is found', () => {
    expect(found(goodFlow.filter((node) => node.id !== 't.catch'))[0]).toContain('no catch node covers');
    expect(found(flowWith({ ...nodeOf('t.catch'), scope: ['t.write'] }))[0]).toContain('no catch node covers');
    expect(found(flowWith({ ...nodeOf('t.catch'), wires: [[]] }))[0]).toContain('what it catches is lost');
  });

  test('telemetry straight into an Odoo write is found with its path', () => {
    const findings = found(flowWith({ ...nodeOf('t.source'), wires: [['t.outbox']] }));
    expect(findings[0]).toContain(
      '"Machine" (t.source) → plantwire-outbox (t.outbox) → plantwire-odoo-write (t.write)',
    );
    expect(findings.map((finding) => finding.split(' ')[0])).toEqual(['telemetry', 'certainty']);
  });

  test('a Modbus reader needs a counter as well', () => {
    const modbus = { id: 't.modbus', type: 'modbus-read', z: 't', wires: [['t.guard'], []] };
    expect(found(flowWith(modbus))).toEqual([expect.stringMatching(/^telemetry modbus-read/)]);
  });

  test('a path around the outbox is found', () => {
    const findings = found(flowWith({ ...nodeOf('t.guard'), wires: [['t.outbox', 't.write'], ['t.dlq']] }));
    expect(findings).toEqual([expect.stringMatching(/^certainty .*without outbox/)]);
  });

  test('a path from Odoo to a control write is refused unless an exception is approved', () => {
    const control = { id: 't.set', type: 'modbus-write', z: 't', wires: [] };
    const write = { ...nodeOf('t.write'), wires: [['t.set'], ['t.out']] };
    expect(found(flowWith(write, control))).toEqual([expect.stringMatching(/^control plantwire-odoo-write/)]);
    const approved = {
      rule: 'control',
      node: 't.write',
      reason: 'A lamp that lights when an order is booked.',
      approvedBy: 'plant safety',
    };
    expect(found(flowWith(write, control), { ...goodPaper, exceptions: [approved] })).toEqual([]);
  });

  test.each(['http-source', 'mqtt-source', 'file-source'])('a fact of the %s needs guard and outbox', (type) => {
    const source = { id: 't.in2', type: `plantwire-${type}`, z: 't', wires: [['t.outbox']] };
    const certainty = (flow: Flow): string[] => found(flow).filter((finding) => finding.startsWith('certainty '));
    expect(certainty(flowWith(source))).toEqual([
      `certainty plantwire-${type} (t.in2): reaches an Odoo write without idempotency-guard: plantwire-${type} (t.in2) → plantwire-outbox (t.outbox) → plantwire-odoo-write (t.write)`,
    ]);
    expect(certainty(flowWith({ ...source, wires: [['t.write']] }))).toHaveLength(2);
    expect(certainty(flowWith({ ...source, wires: [['t.guard']] }))).toEqual([]);
  });

  test('what another system is told goes through an outbox of its own', () => {
    const publish = { id: 't.pub', type: 'plantwire-event-publish', z: 't', configVersion: 1, wires: [] };
    const queue = { ...nodeOf('t.outbox'), id: 't.outbox2', wires: [['t.pub'], ['t.out']] };
    const findings = (...nodes: Flow): string[] =>
      found(flowWith(publish, ...nodes)).filter((finding) => finding.startsWith('certainty '));
    const guard = (to: string) => ({ ...nodeOf('t.guard'), wires: [['t.outbox', to], ['t.dlq']] });
    expect(findings(guard('t.pub'))).toEqual([expect.stringMatching(/"Machine".*without an outbox/)]);
    expect(findings(guard('t.outbox2'), queue)).toEqual([]);
    expect(findings({ ...nodeOf('t.write'), wires: [['t.pub'], ['t.out']] })).toEqual([
      expect.stringMatching(/odoo-write.*without an outbox/),
    ]);
  });

  test('what enters another outbox behind a delivery is handed on, and nothing else is', () => {
    const queue = { ...nodeOf('t.outbox'), id: 't.outbox2', queue: 'claims', wires: [['t.told'], ['t.out']] };
    const told = { id: 't.told', type: 'debug', z: 't', wires: [] };
    const findings = (change: object): string[] =>
      found(flowWith(told, queue, { ...nodeOf('t.write'), ...change })).filter((one) => one.startsWith('certainty '));
    const onward = { wires: [['t.outbox2'], ['t.out']] };
    expect(findings(onward)).toEqual([expect.stringMatching(/odoo-write.*power cut/)]);
    expect(findings({ ...onward, handOn: 'everything' })).toEqual([]);
    expect(findings({ wires: [['t.told'], ['t.out']], handOn: 'everything' })).toEqual([
      expect.stringMatching(/odoo-write.*no outbox takes it/),
    ]);
  });

  test('Odoo may publish events in the topic tree, and nothing at a topic of its own', () => {
    const event = { id: 't.event', type: 'plantwire-odoo-event', z: 't', wires: [['t.outbox2']] };
    const queue = { ...nodeOf('t.outbox'), id: 't.outbox2', queue: 'out', wires: [['t.pub'], ['t.out']] };
    const publish = (topic: string) => {
      const node = { id: 't.pub', type: 'plantwire-event-publish', z: 't', configVersion: 1, topic, wires: [] };
      return found(flowWith(event, queue, node)).filter((finding) => finding.startsWith('control '));
    };
    expect(publish('')).toEqual([]);
    expect(publish('line3/recipe/set')).toEqual([
      expect.stringMatching(/^control plantwire-odoo-event \(t\.event\): Odoo reaches a control write/),
    ]);
  });

  test('an event of Odoo must not reach the plant, over links, dead letters or a shared queue either', () => {
    const lamp = { id: 't.lamp', type: 'plantwire-lamp', z: 't', wires: [] };
    const event = (...to: string[]) => ({ id: 't.event', type: 'plantwire-odoo-event', z: 't', wires: [to] });
    const control = (flow: Flow): string[] => found(flow).filter((finding) => finding.includes('(t.event): Odoo'));
    expect(control(flowWith(lamp, event('t.lamp')))).toHaveLength(1);
    const link = { id: 't.out2', type: 'link out', z: 't', mode: 'link', links: ['t.in2'], wires: [] };
    const end = { id: 't.in2', type: 'link in', z: 't', links: ['t.out2'], wires: [['t.lamp']] };
    expect(control(flowWith(lamp, link, end, event('t.out2')))).toHaveLength(1);
    const dlq = { ...nodeOf('t.dlq'), wires: [['t.guard', 't.lamp']] };
    expect(control(flowWith(lamp, dlq, event('t.dlq')))).toHaveLength(1);
    const queue = (id: string, name: string) => ({
      ...nodeOf('t.outbox'),
      id,
      queue: name,
      wires: [['t.lamp'], ['t.dlq']],
    });
    const into = { ...nodeOf('t.outbox'), queue: 'a' };
    expect(control(flowWith(lamp, into, queue('t.outbox2', 'a'), event('t.outbox')))).toHaveLength(1);
    expect(control(flowWith(lamp, into, queue('t.outbox2', 'b'), event('t.outbox')))).toEqual([]);
  });

  test('a link call whose end is in the message is refused: nobody can follow it', () => {
    const call = { id: 't.call', type: 'link call', z: 't', linkType: 'dynamic', links: [], wires: [['t.guard']] };
    expect(found(flowWith(call))).toEqual(['wire link call (t.call): is told by the message where to go']);
  });

  test('a disabled node carries nothing', () => {
    const modbus = { id: 't.modbus', type: 'modbus-read', z: 't', d: true, wires: [['t.guard'], []] };
    expect(found(flowWith(modbus))).toEqual([]);
  });
});

describe('papers', () => {
  test('a tab without description is found', () => {
    expect(found(flowWith({ ...nodeOf('t'), info: 'short' }))).toEqual([
      expect.stringMatching(/^description "Test" \(t\)/),
    ]);
  });

  test('a variable that is not explained, and an explanation nobody needs, are found', () => {
    const named = flowWith({ ...nodeOf('plantwire.odoo'), url: variable('ODOO_URL') });
    expect(found(named)).toEqual([
      'variable t99-test/scenarios.json: `ODOO_URL` is used by the flow but not explained',
    ]);
    expect(found(goodFlow, { ...goodPaper, variables: { ODOO_URL: 'Address of Odoo.' } })).toEqual([
      'variable t99-test/scenarios.json: `ODOO_URL` is explained but the flow does not use it',
    ]);
  });

  test('a missing section of the page is found', () => {
    expect(found(goodFlow, goodPaper, '## Purpose\n')).toHaveLength(5);
    const all = ['Purpose', 'At the machine', 'Rights in Odoo', 'When something fails', 'Fallback on paper'];
    expect(found(goodFlow, goodPaper, all.map((heading) => `## ${heading}\n`).join('\n'))).toEqual([
      'page t99-test/README.md: has no section "Try it"',
    ]);
  });

  test.each([['happy'], ['duplicate'], ['odoo-down'], ['poison']])(
    'a template without a %s scenario is found',
    (kind) => {
      const scenarios = goodPaper.scenarios.filter((scenario) => scenario.kind !== kind);
      expect(found(goodFlow, { ...goodPaper, scenarios })).toEqual([expect.stringContaining(`\`${kind}\``)]);
    },
  );

  test('a template without a good case and two exceptions on a real Odoo is found', () => {
    const scenarios = goodPaper.scenarios.map((scenario) => ({ ...scenario, live: scenario.kind === 'duplicate' }));
    expect(found(goodFlow, { ...goodPaper, scenarios })).toEqual([
      'scenario t99-test/scenarios.json: has no good case for a real Odoo',
      'scenario t99-test/scenarios.json: has 1 exception(s) for a real Odoo instead of 2',
    ]);
  });

  test('a template whose scenarios no test plays is found', () => {
    const template = templateOf(goodFlow, goodPaper, undefined, { missing: ['test/live/flows.test.ts'] });
    expect(inspect(template, palette, new Map()).map(({ where }) => where)).toEqual(['test/live/flows.test.ts']);
  });

  test('a folder without scenarios is a finding, not a crash', () => {
    const flows = mkdtempSync(join(tmpdir(), 'plantwire-flows-'));
    mkdirSync(join(flows, 't98-bare'));
    const findings = inspectFolder('t98-bare', palette, new Map(), flows);
    expect(findings.map(({ where, problem }) => `${where} ${problem}`)).toEqual([
      't98-bare/flow.json is missing',
      't98-bare/scenarios.json is missing',
    ]);
    rmSync(flows, { recursive: true });
  });

  test('a scenario that expects nothing is found', () => {
    const [first, ...rest] = goodPaper.scenarios;
    // biome-ignore lint/suspicious/noThenProperty: the word of the format
    const silent = { ...first, then: {} };
    const findings = found(goodFlow, { ...goodPaper, scenarios: [silent, ...rest] });
    expect(findings).toEqual([expect.stringContaining('expects nothing')]);
  });
});

test('a finding is told with its remedy', () => {
  const [finding] = findingsOf(flowWith({ ...nodeOf('t.catch'), wires: [[]] }));
  expect(finding && explainFinding(finding)).toBe(
    '  [dead-letter] catch (t.catch): what it catches is lost.\n      Wire it to a dlq node.',
  );
});

test('every finding about a flow names a node by its id, and every finding says what to do', () => {
  const worst = goodFlow
    .filter(({ id }) => id !== 't.catch')
    .map((node) => ({ ...node, info: 'mrp.production at 10.0.0.17', ...(node.wires ? { wires: [['gone']] } : {}) }));
  const findings = findingsOf(worst);
  expect(findings.length).toBeGreaterThan(10);
  for (const { where, remedy } of findings) {
    expect(where).toMatch(/\([\w.]+\)$/);
    expect(remedy).toMatch(/^[A-Z].{15,}\.$/);
  }
});
