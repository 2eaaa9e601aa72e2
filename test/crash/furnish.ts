/** The templates as the crash suite deploys them: real wiring, but everything that only takes time is made short. */
import type { SitePack } from '../../nodes/src/domain/site/pack.ts';
import { type Node, prepared, together } from '../flows/bench/flow-side.ts';
import { packFor } from '../flows/bench/site-pack.ts';
import type { SeededPlant } from '../live/seed.ts';

export const JOURNAL = 'crash.sqlite';
export const PACK = 'crash';

/** Variables of parts that a run may leave out. */
export const NOWHERE = {
  PLANTWIRE_OPCUA_URL: 'opc.tcp://127.0.0.1:9',
  PLANTWIRE_MODBUS_URL: 'tcp://127.0.0.1:502',
} as const;

const POLICIES = {
  Press1: { post: 'atClose', remainder: 'backorder', consumption: 'actual' },
  Press2: { post: 'perPallet', palletQuantity: '3', remainder: 'backorder', consumption: 'actual' },
  Filler: { post: 'atClose', remainder: 'closeShort', consumption: 'actual' },
} as const;

export const crashPack = (plant: SeededPlant): SitePack => ({
  ...packFor('demo-plant', plant, { policies: POLICIES }),
  name: PACK,
});

const HURRY: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // Encryption has its own tests; a handshake takes longer than the rest of a connection.
  'plantwire-opcua-endpoint': { securityMode: 'None', securityPolicy: 'None' },
  'plantwire-opcua-source': { samplingMs: 50, publishingMs: 50 },
  'plantwire-counter': { settleMs: 400, publishEveryUnits: 2, publishEverySeconds: 2 },
  'plantwire-outbox': { firstPauseSeconds: 0.1, maxPauseSeconds: 1, leaseSeconds: 15 },
};

export function furnishedFlow(folders: readonly string[]): readonly Node[] {
  const flow = prepared(together(folders), { journal: JOURNAL, pack: PACK });
  return flow.map((node) => ({ ...node, ...HURRY[node.type] }));
}

/** T-03 with another node in front of its validator. */
export function flowBehind(source: { readonly type: string; readonly id: string }, extra: object): readonly Node[] {
  const wires = [['t03.check'], ['t03.dead-letters']];
  return [
    ...furnishedFlow(['t03-completion']),
    {
      ...source,
      ...extra,
      z: 't03',
      name: source.id,
      x: 120,
      y: 700,
      journal: 'plantwire.journal',
      sitePack: 'plantwire.site',
      wires,
    },
  ];
}
