/** The flow library's own scorecard on the packed palette. Its exit code is always 0, so its report is judged. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE, ROOT } from '../support/appliance.ts';
import { type Packed, packPalette } from '../support/packed.ts';

/** The catalogue server is not asked: an empty one is answered, so that no test depends on it. */
const NO_CATALOGUE = `const M=require('module'),load=M._load;M._load=function(name,...rest){const m=load.call(this,name,...rest);
if(name==='axios'&&!m.__offline){m.__offline=1;const get=m.get.bind(m);
m.get=(url,...more)=>/catalogue\\.nodered\\.org/.test(url)?Promise.resolve({data:{modules:[]}}):get(url,...more);}return m;};`;

let packed: Packed;
beforeAll(() => {
  packed = packPalette();
}, 60_000);
afterAll(() => packed.remove());

test('node-red-dev validate finds no failure', () => {
  const stub = join(packed.path, '../stub.cjs');
  const report = join(packed.path, '../report.json');
  writeFileSync(stub, NO_CATALOGUE);
  const tool = join(ROOT, 'node_modules/node-red-dev/bin/run');
  const result = spawnSync(NODE, ['-r', stub, tool, 'validate', '-p', packed.path, '-o', report], { encoding: 'utf8' });
  const card = JSON.parse(readFileSync(report, 'utf8')) as Record<string, { test?: boolean }>;
  const failed = Object.entries(card).filter(([, check]) => check.test === false);
  expect({ failed, words: failed.length > 0 ? result.stderr : '' }).toEqual({ failed: [], words: '' });
  expect(Object.keys(card)).toEqual(
    expect.arrayContaining(['P01', 'P03', 'P05', 'P06', 'P07', 'N01', 'N02', 'D01', 'D02', 'D03']),
  );
}, 60_000);
