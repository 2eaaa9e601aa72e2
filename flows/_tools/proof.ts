/** What each template has shown: counted from the scenarios that tests play, so that the page claims no more than they do. */
import type { Scenario, Step } from './scenario.ts';
import { table } from './table.ts';
import type { Template } from './template.ts';

/** What every buyer asks first, and how a scenario shows it. */
const ASKED: readonly (readonly [heading: string, shows: (scenario: Scenario) => boolean])[] = [
  ['Duplicate', ({ kind }) => kind === 'duplicate'],
  ['Odoo down', ({ kind }) => kind === 'odoo-down'],
  ['Poison', ({ kind }) => kind === 'poison'],
  ['Answer lost', ({ when }) => when.some(losesAnAnswer)],
  ['Process killed', ({ when }) => when.some(isKilled)],
];

export function proofTable(templates: readonly Template[]): string {
  const rows = templates.map((template) => {
    const { template: about, scenarios } = template.paper;
    // A scenario that no test plays proves nothing.
    const played = isPlayed(template, 'test/flows/') ? scenarios : [];
    const live = isPlayed(template, 'test/live/') ? scenarios.filter((scenario) => scenario.live) : [];
    const cells = ASKED.map(([, shows]) => stateOf(played.some(shows), live.some(shows)));
    return [about.code, `${played.length}`, `${live.length}`, ...cells, about.notYet.join('; ') || '–'];
  });
  return table(
    ['Template', 'Scenarios', 'On Odoo 19', ...ASKED.map(([heading]) => heading), 'Its use case still lacks'],
    rows,
  );
}

const isPlayed = ({ tests }: Template, place: string): boolean => !tests.missing.some((file) => file.startsWith(place));

function stateOf(isSimulated: boolean, isLive: boolean): string {
  if (isLive) return 'real';
  return isSimulated ? 'simulated' : '–';
}

function isKilled(step: Step): boolean {
  return (
    ('appliance' in step && step.appliance === 'isKilled') || ('killedAfter' in step && step.killedAfter !== undefined)
  );
}

function losesAnAnswer(step: Step): boolean {
  return 'odoo' in step && step.odoo !== 'heals' && ['cut', 'lost'].includes(step.odoo.kind);
}
