/** The scenarios of templates as tests, on any Odoo. All of a call run in the same Node-RED process, one after the other. */
import type { Scenario } from '../../../flows/_tools/scenario.ts';
import { readTemplate } from '../../../flows/_tools/template.ts';
import { isMosquittoThere } from '../../foreign/mosquitto/broker.ts';
import { Bench, TAKERS } from './bench.ts';
import { type Node, together } from './flow-side.ts';
import { closeMes, needsMes, openMes } from './mes.ts';
import type { OdooSide } from './odoo-side.ts';
import { foldersOf, play } from './play.ts';

const SCENARIO_MS = 240_000;

/** `even` and `odd` together are `all`: two files that run at the same time, because scenarios mostly wait. */
export type Share = 'all' | 'even' | 'odd' | 'live';

export function scenarioSuite(folders: string | readonly string[], open: () => Promise<OdooSide>, share: Share): void {
  const parts = [folders].flat().map((folder) => partOf(folder, share));
  const flow = parts.flatMap((part) => part.flow);
  const around = aroundOf(flow);
  if (around.broker && !isMosquittoThere) {
    test.skip(`${[folders].flat().join(', ')} (needs Mosquitto: apt-get install mosquitto)`, () => undefined);
    return;
  }
  let bench: Bench | undefined;

  beforeAll(async () => {
    const people = [...new Set(parts.flatMap(({ scenarios }) => scenarios.flatMap(peopleOf)))];
    if (needsMes(flow)) await openMes(() => bench?.appliance.url);
    bench = await Bench.start(await open(), { ...around, people });
  }, 600_000);

  afterAll(async () => {
    await bench?.close();
    await closeMes();
  }, 60_000);

  const get = (): Bench => {
    if (!bench) throw new Error('the bench did not start');
    return bench;
  };
  for (const part of parts) {
    if (parts.length === 1) scenarioTests(part, get);
    else describe(part.title, () => scenarioTests(part, get));
  }
}

function partOf(folder: string, share: Share) {
  const { template, scenarios } = readTemplate(folder).paper;
  const isMine = ({ live }: { readonly live: boolean }, index: number): boolean =>
    share === 'all' || (share === 'live' ? live : (index % 2 === 0) === (share === 'even'));
  const mine = scenarios.filter(isMine);
  const flow = together(mine.flatMap((scenario) => foldersOf(folder, scenario)));
  return { folder, title: `${template.code} ${template.title}`, scenarios: mine, flow };
}

/** What has to stand around a process that plays all of it. */
export function aroundOf(flow: readonly Node[]) {
  const types = new Set(flow.map(({ type }) => type));
  return {
    plant: types.has('plantwire-opcua-source'),
    alarms: flow.some(({ watch }) => watch === 'alarms' || watch === 'both'),
    broker: types.has('plantwire-mqtt-source') || types.has('plantwire-event-publish'),
    takers: TAKERS.filter((name) =>
      flow.some(({ type, endpoint }) => type === 'plantwire-http-endpoint' && endpoint === name),
    ),
  };
}

/** Who decides under a name of his own. */
const peopleOf = ({ when }: Scenario): readonly string[] =>
  when.flatMap((step) => ('decide' in step && step.by !== undefined ? [step.by] : []));

function scenarioTests({ folder, scenarios }: ReturnType<typeof partOf>, get: () => Bench): void {
  test.each(scenarios.map((scenario) => [scenario.title, scenario] as const))(
    '%s',
    async (_title, scenario) => {
      const before = get().appliance.log().length;
      await play(get(), folder, scenario).catch((error: Error) => {
        const log = get().appliance.log().slice(before).split('\n').slice(-40).join('\n');
        throw new Error(`${error.message}\n--- log of Node-RED ---\n${log}`);
      });
    },
    SCENARIO_MS,
  );
}
