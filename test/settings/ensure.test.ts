/** The step before `npm start` and `npm test`, in a repository of its own with an npm that only notes what it was asked. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ENSURE = join(__dirname, '../../settings/ensure.cjs');
const PLATFORM = `node_modules/node-${process.platform}-${process.arch}/bin`;
/** Deletes node_modules as npm does, and installs a Node and a compiler that note that they ran. */
const FAKE_NPM = `
const fs = require('fs');
fs.appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n');
if (fs.existsSync('broken')) process.exit(1);
fs.rmSync('node_modules', { recursive: true, force: true });
fs.mkdirSync('node_modules/typescript/bin', { recursive: true });
fs.mkdirSync('${PLATFORM}', { recursive: true });
fs.symlinkSync(process.env.TEST_NODE, '${PLATFORM}/node');
fs.writeFileSync('node_modules/typescript/bin/tsc',
  "const fs = require('fs'); fs.appendFileSync('tsc.log', '.'); fs.mkdirSync('settings/dist', { recursive: true }); fs.writeFileSync('settings/dist/settings.js', '');");
`;

let root: string;
const file = (name: string) => join(root, name);
const write = (name: string, text: string) => {
  mkdirSync(join(file(name), '..'), { recursive: true });
  writeFileSync(file(name), text);
};
const runs = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plantwire-ensure-'));
  mkdirSync(file('settings'));
  cpSync(ENSURE, file('settings/ensure.cjs'));
  write('package-lock.json', '{"packages":{"":{},"node_modules/a":{"version":"1.0.0"}}}');
  write('npm.cjs', FAKE_NPM);
  write('nodes/scripts/build.ts', "require('fs').appendFileSync('build.log', '.');");
  write('nodes/src/a.ts', 'one');
});
afterEach(() => rmSync(root, { recursive: true }));

function ensure(node = process.execPath) {
  const env = { ...process.env, npm_execpath: file('npm.cjs'), TEST_NODE: node, NODE_OPTIONS: '' };
  const result = spawnSync(process.execPath, [file('settings/ensure.cjs')], { env, encoding: 'utf8', cwd: tmpdir() });
  return { code: result.status, said: result.stderr };
}

test('a fresh clone is installed without install scripts, linked to its own Node, and compiled', () => {
  expect(ensure()).toMatchObject({ code: 0 });
  expect(runs('npm.log')).toMatch(/^ci --ignore-scripts /);
  expect(readlinkSync(file('node_modules/.bin/node'))).toBe(`../node-${process.platform}-${process.arch}/bin/node`);
  expect([runs('build.log'), runs('tsc.log')]).toEqual(['.', '.']);
});

test('a second run does nothing and says nothing', () => {
  ensure();
  expect(ensure()).toEqual({ code: 0, said: '' });
  expect([runs('npm.log').split('\n').length, runs('build.log'), runs('tsc.log')]).toEqual([2, '.', '.']);
});

test('a changed lock file installs again, a changed source only compiles', () => {
  ensure();
  write('nodes/src/a.ts', 'two');
  ensure();
  expect([runs('npm.log').split('\n').length, runs('build.log')]).toEqual([2, '..']);
  write('package-lock.json', '{"packages":{"":{},"node_modules/a":{"version":"1.0.1"}}}');
  ensure();
  expect([runs('npm.log').split('\n').length, runs('build.log')]).toEqual([3, '...']);
});

test('a link to Node that npm forgot comes back', () => {
  ensure();
  rmSync(file('node_modules/.bin/node'));
  ensure();
  expect(existsSync(file('node_modules/.bin/node'))).toBe(true);
});

test('deleted output is compiled again', () => {
  ensure();
  rmSync(file('settings/dist'), { recursive: true });
  ensure();
  expect(runs('tsc.log')).toBe('..');
});

test('an installation that fails ends with the reason to look at, and is tried again next time', () => {
  write('broken', '');
  expect(ensure()).toEqual({
    code: 1,
    said: expect.stringContaining('npm ci failed. Is the package registry reachable'),
  });
  rmSync(file('broken'));
  expect(ensure()).toMatchObject({ code: 0 });
});

test('a build that fails is not taken for built', () => {
  write('nodes/scripts/build.ts', 'process.exit(3);');
  expect(ensure()).toEqual({ code: 3, said: expect.stringContaining('the build of nodes failed') });
  expect(ensure()).toMatchObject({ code: 3 });
});

test('a Node that is too old is named with what to do', () => {
  write('old-node', '#!/bin/sh\necho 18.19.0\n');
  spawnSync('chmod', ['+x', file('old-node')]);
  expect(ensure(file('old-node'))).toEqual({
    code: 1,
    said: expect.stringContaining('Node 24 is needed, found 18.19.0'),
  });
});
