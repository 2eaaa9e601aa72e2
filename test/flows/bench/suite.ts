/** The scenarios of one template as tests, on any Odoo. Every scenario runs in the same Node-RED process, one after the other. */
import { readTemplate } from '../../../flows/_tools/template.ts';
import { isMosquittoThere } from '../../foreign/mosquitto/broker.ts';
import { Bench } from './bench.ts';
import { together } from './flow-side.ts';
import type { OdooSide } from './odoo-side.ts';
import { foldersOf, play } from './play.ts';

const SCENARIO_MS = 240_000;

/** `even` and `odd` together are `all`: two files that run at the same time, because scenarios mostly wait. */
export type Share = 'all' | 'even' | 'odd' | 'live';

export function scenarioSuite(folder: string, open: () => Promise<OdooSide>, share: Share): void {
  const { scenarios } = readTemplate(folder).paper;
  const isMine = ({ live }: { readonly live: boolean }, index: number): boolean =>
    share === 'all' || (share === 'live' ? live : (index % 2 === 0) === (share === 'even'));
  const types = new Set(together(scenarios.flatMap((scenario) => foldersOf(folder, scenario))).map(({ type }) => type));
  const around = { plant: types.has('plantwire-opcua-source'), broker: types.has('plantwire-mqtt-source') };
  if (around.broker && !isMosquittoThere) {
    test.skip(`${folder} (needs Mosquitto: apt-get install mosquitto)`, () => undefined);
    return;
  }
  let bench: Bench | undefined;

  beforeAll(async () => {
    bench = await Bench.start(await open(), around);
  }, 600_000);

  afterAll(async () => {
    await bench?.close();
  }, 60_000);

  test.each(scenarios.filter(isMine).map((scenario) => [scenario.title, scenario] as const))(
    '%s',
    async (_title, scenario) => {
      if (!bench) throw new Error('the bench did not start');
      const before = bench.appliance.log().length;
      await play(bench, folder, scenario).catch((error: Error) => {
        const log = bench?.appliance.log().slice(before).split('\n').slice(-40).join('\n');
        throw new Error(`${error.message}\n--- log of Node-RED ---\n${log}`);
      });
    },
    SCENARIO_MS,
  );
}
