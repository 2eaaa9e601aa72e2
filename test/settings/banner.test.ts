import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { banner } from '../../settings/banner.ts';
import { readEnvironment } from '../../settings/environment.ts';
import { deployedTabs } from '../../settings/first-boot.ts';

const block = (tabs: readonly string[]): string =>
  banner({
    environment: readEnvironment({}).environment,
    simulation: { parts: [], variables: {} } as unknown as Parameters<typeof banner>[0]['simulation'],
    ...{ seeded: [], folder: '/data', logFile: '/data/log', health: 'ok', seconds: 1 },
    tabs,
  });

test('the block leads to a tab that is there', () => {
  expect(block(['T-04 Scrap and yield', 'T-03 Completion'])).toContain('the tab "T-03 Completion": counters become');
  expect(block(['Line 3', 'T-04 Scrap and yield'])).toContain('the tab "Line 3";');
  expect(block(['T-04 Scrap and yield'])).not.toContain('T-03');
  expect(block([])).toContain('the empty editor: Import, Examples');
});

test('deployed tabs are the enabled ones of the flow file; without a readable file there are none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plantwire-tabs-'));
  try {
    expect(deployedTabs(folder)).toEqual([]);
    const tabs = [
      { id: 'a', type: 'tab', label: 'Line 3' },
      { id: 'b', type: 'tab', label: 'Off', disabled: true },
      { id: 'c', type: 'inject', label: 'no tab' },
    ];
    writeFileSync(join(folder, 'flows.json'), JSON.stringify(tabs));
    expect(deployedTabs(folder)).toEqual(['Line 3']);
    writeFileSync(join(folder, 'flows.json'), '{"broken"');
    expect(deployedTabs(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
