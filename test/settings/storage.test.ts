import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../settings/environment.ts';
import { dataFolder, prepareDataFolder } from '../../settings/storage.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plantwire-data-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const environment = (folder: string) => readEnvironment({ PLANTWIRE_DATA: folder }).environment;
const faults = (folder: string) => prepareDataFolder(environment(folder), root).map(({ wrong }) => wrong);

test('a relative folder counts from the repository and is made with its parents, empty', () => {
  expect(faults('a/b')).toEqual([]);
  expect(dataFolder(environment('a/b'), root)).toBe(join(root, 'a', 'b'));
  expect(readdirSync(join(root, 'a', 'b'))).toEqual([]);
});

test('the repository itself and the root of the disk are refused', () => {
  expect(faults('.')).toEqual(['this folder holds other things']);
  expect(faults('/')).toEqual(['this folder holds other things']);
});

test('a file in its place or on the way to it is named', () => {
  writeFileSync(join(root, 'file'), '');
  expect(faults('file')).toEqual(['a file stands in the way (ENOTDIR)']);
  expect(faults('file/below')).toEqual(['a file stands in the way (ENOTDIR)']);
});

test('a file system that takes no folders is named, and the check comes to an end', () => {
  expect(faults('/proc/plantwire')).toEqual(['the file system refuses new folders there (ENOENT)']);
});
