/** Three queues, each with the node that empties it: to a broker, to another system, to people. */
export const JOURNAL = 'sinks.sqlite';
export const SECRET = 'a signing secret of this test';

export interface Peers {
  readonly mqtt: string;
  readonly protocol: '5' | '3.1.1';
  readonly smtp: string;
  readonly ca: string;
}

const config = (id: string, type: string, own: object) => ({ id, type: `plantwire-${type}`, configVersion: 1, ...own });
const node = (id: string, type: string, own: object, ...wires: readonly string[][]) => ({
  ...config(id, type, own),
  ...{ z: 'tab', x: 100, y: 100, wires },
});
const outbox = (id: string, to: string, own: object = {}) =>
  node(
    id,
    'outbox',
    {
      ...{ journal: 'journal', queue: id, concurrency: 8, holdLane: false },
      ...{ firstPauseSeconds: 0.1, maxPauseSeconds: 1, leaseSeconds: 5, ...own },
    },
    [to],
    ['dlq'],
  );

export const flowFor = ({ mqtt, protocol, smtp, ca }: Peers): readonly object[] => [
  { id: 'tab', type: 'tab', label: 'To others' },
  config('journal', 'journal', { file: JOURNAL, reserveMb: 0, minFreeMb: 0 }),
  config('site', 'site-pack', { pack: 'demo-plant' }),
  config('broker', 'mqtt-broker', { url: mqtt, protocol }),
  config('plant.wms', 'http-endpoint', { sitePack: 'site', endpoint: 'wms', secretVariable: 'PLANTWIRE_WMS_SECRET' }),
  config('mail', 'smtp-server', { url: smtp, from: 'plantwire@acme.example', user: 'plantwire', ca }),
  outbox('news', 'publish'),
  outbox('hooks', 'webhook'),
  outbox('people', 'notify', { concurrency: 1 }),
  node(
    'publish',
    'event-publish',
    { broker: 'broker', journal: 'journal', sitePack: 'site', lastState: ['equipment.state.changed'] },
    [],
    ['dlq'],
  ),
  node('webhook', 'webhook-out', { endpoint: 'plant.wms', journal: 'journal', path: '/events' }, [], ['dlq']),
  node(
    'notify',
    'notify',
    {
      ...{ journal: 'journal', sitePack: 'site', smtp: 'mail', roles: ['quality-lead', 'shift-leader'] },
      ...{ subject: 'Event {id}', text: 'At {time}', atOnce: 3, windowMinutes: 0.1 },
    },
    [],
    ['dlq'],
  ),
  node('dlq', 'dlq', { journal: 'journal' }, []),
];
