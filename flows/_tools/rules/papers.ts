/** A template explains itself: the tab, every variable, the page for the plant, and scenarios that prove it. */
import { about, aboutFile, type Finding, type Inspection, type Rule } from '../finding.ts';
import type { Flow } from '../flow-file.ts';
import { type Expectation, REQUIRED_KINDS } from '../scenario.ts';

const MIN_INFO = 80;
/** Headings a plant looks for on the page of a template. */
export const README_HEADINGS = [
  'Purpose',
  'Try it',
  'At the machine',
  'Rights in Odoo',
  'When something fails',
  'Fallback on paper',
];

export const tabsAreDescribed: Rule = ({ template }) =>
  template.flow
    .filter((node) => node.type === 'tab' && String(node.info ?? '').trim().length < MIN_INFO)
    .map((node) =>
      about('description', node, 'has no description to speak of', 'Write purpose and path in the tab’s description.'),
    );

export const variablesAreDocumented: Rule = ({ template }) => {
  const used = variablesOf(template.flow);
  const documented = Object.keys(template.paper.variables);
  const file = `${template.folder}/scenarios.json`;
  const missing = used.filter((name) => !documented.includes(name));
  const idle = documented.filter((name) => !used.includes(name));
  return [
    ...missing.map((name) =>
      aboutFile('variable', file, `\`${name}\` is used by the flow but not explained`, 'Add it under `variables`.'),
    ),
    ...idle.map((name) =>
      aboutFile('variable', file, `\`${name}\` is explained but the flow does not use it`, 'Remove it.'),
    ),
  ];
};

/** Environment variables a flow reads, from `${NAME}`, from fields that name one, and from the tab's own settings. */
export function variablesOf(flow: Flow): readonly string[] {
  const names = new Set<string>();
  for (const [, name] of JSON.stringify(flow).matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)) if (name) names.add(name);
  for (const node of flow) {
    for (const [field, name] of Object.entries(node))
      if (field.endsWith('Variable') && typeof name === 'string' && name !== '') names.add(name);
    if (node.type !== 'tab' || !Array.isArray(node.env)) continue;
    for (const entry of node.env as readonly { readonly name?: unknown }[]) {
      if (typeof entry.name === 'string') names.add(entry.name);
    }
  }
  return [...names].sort();
}

export const pageIsComplete: Rule = ({ template }) => {
  const file = `${template.folder}/README.md`;
  const headings = [...template.readme.matchAll(/^#{2,3} (.+)$/gm)].map((match) => match[1]?.trim() ?? '');
  return README_HEADINGS.filter((heading) => !headings.includes(heading)).map((heading) =>
    aboutFile('page', file, `has no section "${heading}"`, 'Write it for the plant, not for the programmer.'),
  );
};

export const scenariosCover: Rule = ({ template }) => {
  const file = `${template.folder}/scenarios.json`;
  const kinds = template.paper.scenarios.map((scenario) => scenario.kind);
  const titles = template.paper.scenarios.map((scenario) => scenario.title);
  const findings: Finding[] = REQUIRED_KINDS.filter((kind) => !kinds.includes(kind)).map((kind) =>
    aboutFile(
      'scenario',
      file,
      `has no scenario of kind \`${kind}\``,
      'Add one; without it the template is not merged.',
    ),
  );
  for (const title of titles.filter((one, index) => titles.indexOf(one) !== index)) {
    findings.push(aboutFile('scenario', file, `two scenarios are called "${title}"`, 'Give each its own title.'));
  }
  return [...findings, ...emptyExpectations(file, { template })];
};

const MIN_LIVE_EXCEPTIONS = 2;

/** Scenarios nobody plays prove nothing: each template has its tests, and some of them ask a real Odoo. */
export const scenariosAreRun: Rule = ({ template }) => {
  const file = `${template.folder}/scenarios.json`;
  const good = template.paper.scenarios.filter(({ kind }) => kind === 'happy');
  const exceptions = template.paper.scenarios.filter(({ kind, live }) => live && kind !== 'happy').length;
  const findings: Finding[] = [];
  if (good.length > 0 && !good.some(({ live }) => live)) {
    const remedy = 'Mark one of kind `happy` with `live`.';
    findings.push(aboutFile('scenario', file, 'has no good case for a real Odoo', remedy));
  }
  if (exceptions < MIN_LIVE_EXCEPTIONS) {
    const problem = `has ${exceptions} exception(s) for a real Odoo instead of ${MIN_LIVE_EXCEPTIONS}`;
    findings.push(aboutFile('scenario', file, problem, 'Mark those with `live` in which Odoo itself matters most.'));
  }
  for (const place of template.tests.missing) {
    const remedy = `Play them with scenarioSuite('${template.folder}', …), as the other templates do.`;
    findings.push(aboutFile('scenario', place, 'does not play the scenarios of this template', remedy));
  }
  return findings;
};

function emptyExpectations(file: string, { template }: Pick<Inspection, 'template'>): readonly Finding[] {
  const expectsNothing = ({ orders, ...rest }: Expectation): boolean =>
    Object.keys(orders).length === 0 && Object.keys(rest).length === 0;
  const empty = template.paper.scenarios.filter((scenario) => expectsNothing(scenario.then));
  return empty.map((scenario) =>
    aboutFile('scenario', file, `"${scenario.title}" expects nothing`, 'Say what must be true in the end.'),
  );
}
