/** The templates as the crash suite deploys them: real wiring, but everything that only takes time is made short. */
import { type Node, prepared, together } from '../flows/bench/flow-side.ts';

export const JOURNAL = 'crash.sqlite';
export const PACK = 'crash';

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
