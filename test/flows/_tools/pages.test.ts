/** What the page of a template tells a newcomer to type, to open and to look at is there. */
import { readTemplates, type Template } from '../../../flows/_tools/template.ts';
import { findEvent } from '../../../nodes/src/domain/canonical/registry.ts';
import { variables } from '../../../settings/variables.ts';
import { PARTS } from '../../plant/options.ts';

const all = readTemplates();
const named = new Set(all.flatMap(({ flow }) => flow.flatMap(({ name, label }) => [name, label])));
/** As far as a person wrote it, in one line. */
const pageOf = ({ readme }: Template): string => readme.slice(0, readme.indexOf('<!-- ')).replace(/\s+/g, ' ');
const inside = (page: string, pattern: RegExp): readonly string[] =>
  [...page.matchAll(pattern)].map(([, found = '']) => found);

describe.each(all.map((template) => [template.paper.template.code, template] as const))('page of %s', (code, own) => {
  const page = pageOf(own);
  const flow = JSON.stringify(own.flow);

  test('says how to start it and where it lies in the Import dialog', () => {
    const { area, title } = own.paper.template;
    const [started = ''] = inside(page, /`npm start -- --templates (T-[\d,T-]+)`/g);
    expect(started.split(',')).toContain(code);
    expect(all.map(({ paper }) => paper.template.code)).toEqual(expect.arrayContaining(started.split(',')));
    expect(page).toContain(`*@plantwire/node-red-odoo*, *${area}*, *${code.slice(2)} - ${title}*`);
  });

  test('names addresses, folders and keys that its nodes have', () => {
    const addresses = inside(page, /`(?:POST |GET )?(\/[a-z][a-z/-]*)`/g);
    const folders = inside(page, /`((?:suppliers|legacy|dock|dossiers)[a-z/-]*)`/g);
    expect([...addresses, ...folders].filter((one) => !flow.includes(`${one}"`))).toEqual([]);
    expect(inside(page, /\b(PLANTWIRE_[A-Z_]+)/g).filter((name) => !(name in variables))).toEqual([]);
  });

  test('calls nodes as they are called', () => {
    const spoken = [
      ...inside(page, /\b[Nn]odes? \*{1,2}([^*]+)\*/g),
      ...inside(page, /(?<![*\w])\*([^*]+)\* (?:says|counts|tells|is green|has one|has posted|makes|yellow)\b/g),
    ];
    expect(spoken.filter((name) => !named.has(name))).toEqual([]);
  });

  test('names events that there are, and parts of the simulated plant', () => {
    const events = inside(page, /`(mfg\.[a-z.]+\.v\d)`/g);
    expect(events.filter((name) => !findEvent(name))).toEqual([]);
    const parts = inside(page, /npm run plant -- ([a-z]+)/g);
    expect(parts.filter((name) => !PARTS.some((part) => part === name))).toEqual([]);
  });
});
