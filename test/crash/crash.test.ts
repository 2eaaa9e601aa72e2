/**
 * The promise itself: the real process is killed at every named point and at random moments, Odoo is stopped, cut off
 * and made to lose answers; afterwards every fact has exactly one effect. More of it: `npm run crash -- --help`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE } from '../support/appliance.ts';

const KILLS = Number(process.env['PLANTWIRE_KILLS'] ?? 200);

interface Report {
  readonly kills: number;
  readonly points: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
  readonly lostAnswers: number;
}

test(`${KILLS} kills: nothing lost, nothing twice, nothing stuck`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plantwire-crash-report-'));
  const report = join(folder, 'report.json');
  const args = ['--kills', String(KILLS), '--rigs', '3', '--posting', 'calls,batch', '--report', report];
  const child = spawn(NODE, [join(__dirname, 'main.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const tail = output.join('').split('\n').slice(-80).join('\n');
  if (code !== 0) throw new Error(tail);
  const told = JSON.parse(readFileSync(report, 'utf8')) as Report;
  rmSync(folder, { recursive: true });
  expect(told.wrong).toEqual([]);
  expect(told.kills).toBeGreaterThanOrEqual(KILLS);
  expect(told.lostAnswers).toBeGreaterThan(0);
  const never = Object.entries(told.points).filter(([, kills]) => kills === 0);
  if (KILLS >= 200) expect(never.map(([point]) => point)).toEqual([]);
}, 1_800_000);
