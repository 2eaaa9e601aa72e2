import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlarming, openLogFile } from '../../settings/log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('lines are kept in order, over restarts, and the last ones are at hand', () => {
  openLogFile(folder).add('one');
  const log = openLogFile(folder);
  for (let line = 2; line <= 40; line++) log.add(String(line));
  expect(readFileSync(log.file, 'utf8').trim().split('\n')).toHaveLength(40);
  expect(log.recent()).toHaveLength(25);
  expect(log.recent().at(-1)).toBe('40');
});

test('a full file makes room for a new one, and no more than one is kept', () => {
  const log = openLogFile(folder);
  const line = 'x'.repeat(1_000_000);
  for (let count = 0; count < 25; count++) log.add(line);
  expect(statSync(log.file).size + statSync(`${log.file}.1`).size).toBeLessThan(24_000_000);
});

test('a disk that takes nothing does not stop the appliance', () => {
  const log = openLogFile(folder);
  rmSync(join(folder, 'logs'), { recursive: true });
  writeFileSync(join(folder, 'logs'), '');
  expect(() => log.add('lost')).not.toThrow();
  expect(log.recent()).toEqual(['lost']);
});

test('warnings and worse are for the terminal, in either format', () => {
  expect(isAlarming('2026-01-02T03:04:05.006Z warn  [x: y] z')).toBe(true);
  expect(isAlarming('{"time":"…","level":"error","text":"z"}')).toBe(true);
  expect(isAlarming('2026-01-02T03:04:05.006Z info  a warn in the text')).toBe(false);
});
