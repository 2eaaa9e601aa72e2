import { readFileSync } from 'node:fs';
import { explainFinding, inspectFolder, readSiteCodes } from '../../flows/_tools/check.ts';
import { renderPages } from '../../flows/_tools/diagram.ts';
import { canonicalise, renderFlow } from '../../flows/_tools/flow-file.ts';
import { loadPalette, type Palette } from '../../flows/_tools/palette.ts';
import { SHARED_IDS } from '../../flows/_tools/save.ts';
import { exampleName, folderNames, readTemplate, readTemplates, templateFolders } from '../../flows/_tools/template.ts';

let palette: Palette;

beforeAll(async () => {
  palette = await loadPalette();
});

test('the three production templates are there', () => {
  expect(templateFolders()).toEqual(expect.arrayContaining(['t03-completion', 't04-scrap-yield', 't05-consumption']));
});

describe.each(folderNames())('%s', (folder) => {
  test('keeps every static rule', () => {
    expect(inspectFolder(folder, palette, readSiteCodes()).map(explainFinding)).toEqual([]);
  });

  test('is written canonically', () => {
    const { path, flow } = readTemplate(folder);
    expect(readFileSync(`${path}/flow.json`, 'utf8')).toBe(renderFlow(canonicalise(flow)));
  });

  test('shares its configuration nodes with the other templates, by id and content', () => {
    const others = readTemplates().flatMap((template) => template.flow);
    const shared = readTemplate(folder).flow.filter((node) => SHARED_IDS[node.type] !== undefined);
    expect(shared.map(({ id }) => id)).toEqual(shared.map(({ type }) => SHARED_IDS[type]));
    expect(shared.map(({ id }) => id)).toEqual(expect.arrayContaining(['plantwire.journal', 'plantwire.odoo']));
    for (const node of shared) {
      for (const same of others.filter(({ id }) => id === node.id)) expect(same).toEqual(node);
    }
  });
});

test('diagrams, tables and catalogue are fresh', () => {
  const stale = [...renderPages(readTemplates(), palette)].filter(
    ([file, text]) => readFileSync(file, 'utf8') !== text,
  );
  expect(stale.map(([file]) => file)).toEqual([]);
});

test('each template has its own place in the Import dialog', () => {
  const names = readTemplates().map(({ paper }) => exampleName(paper));
  expect(new Set(names).size).toBe(names.length);
});
