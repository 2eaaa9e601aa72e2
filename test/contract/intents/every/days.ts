/** Which days are played where. On real servers a day costs minutes: there the suites of the families run. */
import { type ErpBench, type ErpServer, openBench, type Posting } from '../../erp.ts';
import { type Column, Proof, saidOf } from '../proof.ts';
import { type Every, everyPromises } from './every.ts';

type Day = Omit<Every, 'major' | 'proof'>;

const LOSSES: Day = { strain: 'lost', asks: ['right', 'record', 'again'], isTried: () => true, unit: 'XYL' };
const CROWD: Day = { strain: 'four', asks: [], isTried: () => true, unit: 'XYF' };
const onlyFirst: Day['isTried'] = ({ isFirst }) => isFirst;

interface Server {
  readonly protocol: 'json2' | 'jsonrpc';
  readonly major: 14 | 19;
  readonly posting: Posting;
  readonly days: readonly Day[];
}

const SERVERS: Readonly<Record<Column, Server>> = {
  'simulated-calls': { protocol: 'json2', major: 19, posting: 'calls', days: [LOSSES, CROWD] },
  'simulated-batch': {
    ...{ protocol: 'jsonrpc', major: 19, posting: 'batch' },
    // Who may not run the batch action posts nothing by it; missing rights are shown by calls.
    days: [{ ...LOSSES, asks: ['record', 'again'], isTried: onlyFirst }, CROWD],
  },
};

export function dayContract(column: Column, open: () => Promise<ErpServer>): void {
  const { protocol, major, posting, days } = SERVERS[column];
  let bench: ErpBench | undefined;
  const get = (): ErpBench => {
    if (!bench) throw new Error('the server did not start');
    return bench;
  };
  beforeAll(async () => {
    bench = await openBench(protocol, await open(), posting);
  }, 600_000);
  afterAll(async () => {
    await bench?.wire.stop();
    await bench?.server.stop?.();
  });
  const proof = new Proof();
  for (const day of days) describe('every intent', () => everyPromises(get, { ...day, major, proof }));
  describe('the documentation', () =>
    test('says what was shown', () => expect(proof.shown).toEqual(saidOf(column, proof.shown))));
}
