/** The palette's package: folder = type = manifest key, and a scaffolded node is a complete one. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE, ROOT } from '../support/appliance.ts';
import { palette } from '../support/palette.ts';

const manifest = JSON.parse(readFileSync(join(ROOT, 'nodes/package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  'node-red': { nodes: Record<string, string> };
};

test('every folder is listed under its own name, and nothing else is', () => {
  const expected = palette().map(({ folder }) => [`plantwire-${folder}`, `dist/palette/${folder}/${folder}.js`]);
  expect(Object.entries(manifest['node-red'].nodes).sort()).toEqual(expected.sort());
});

test.each(palette().map((node) => [node.folder, node] as const))(
  '%s: folder, type and files agree',
  (folder, { definition, path }) => {
    expect(definition.type).toBe(folder);
    const behaviour = definition.role === 'config' ? 'resource.ts' : 'behaviour.ts';
    const files = [`${folder}.ts`, 'definition.ts', behaviour, 'help.md', 'help.de.md', 'icon.svg', 'locale/de.json'];
    expect(files.filter((file) => !existsSync(join(path, file)))).toEqual([]);
  },
);

test('the palette does not depend on its host', () => {
  expect(Object.keys(manifest.dependencies)).not.toContain('node-red');
});

describe('npm run new:node', () => {
  const copy = mkdtempSync(join(tmpdir(), 'plantwire-new-node-'));
  afterAll(() => rmSync(copy, { recursive: true, force: true }));
  const run = (...args: readonly string[]) => spawnSync(NODE, [...args], { cwd: copy, encoding: 'utf8' });

  beforeAll(() => {
    for (const name of [
      'nodes',
      'test',
      'flows',
      'settings',
      'jest.config.cjs',
      'package.json',
      'biome.json',
      '.gitignore',
    ]) {
      cpSync(join(ROOT, name), join(copy, name), {
        recursive: true,
        filter: (from) => !/node_modules|[/\\]dist$/.test(from),
      });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  });

  test('makes a node that compiles, is well formatted and passes its own tests', () => {
    const made = run('nodes/scripts/new-node.ts', 'probe-node', "Let pass what doesn't hurt.");
    expect(made.stderr).toBe('');
    expect(readdirSync(join(copy, 'nodes/src/palette/probe-node'))).toContain('definition.ts');
    expect(readFileSync(join(copy, 'nodes/package.json'), 'utf8')).toContain('"plantwire-probe-node"');
    expect(readFileSync(join(copy, 'nodes/CHANGELOG.md'), 'utf8')).toContain(
      "- `plantwire-probe-node`: Let pass what doesn't hurt.",
    );
    const mine = ['nodes/src/palette/probe-node', 'test/palette/probe-node', 'nodes/package.json'];
    expect(run('node_modules/.bin/biome', 'check', '--vcs-enabled=false', ...mine)).toMatchObject({ status: 0 });
    const types = run('node_modules/typescript/bin/tsc', '-p', 'nodes', '--noEmit');
    expect(types.stdout.split('\n').filter((line) => line.includes('probe-node'))).toEqual([]);
    const tests = run(
      'node_modules/jest/bin/jest.js',
      '--selectProjects',
      'palette',
      '--testPathPatterns',
      'probe-node',
    );
    expect(run('nodes/scripts/build.ts').stdout).toMatch(/\[build\] \d+ nodes/);
    const built = join(copy, 'nodes/dist/palette/probe-node');
    expect(readFileSync(join(built, 'probe-node.html'), 'utf8')).toContain("registerType('plantwire-probe-node'");
    expect(readdirSync(built)).toEqual(expect.arrayContaining(['probe-node.js', 'icons', 'locales']));
    expect({ status: tests.status, failed: tests.status === 0 ? '' : tests.stderr }).toEqual({ status: 0, failed: '' });
  }, 60_000);

  test('refuses a name that is taken or not kebab-case, in words', () => {
    for (const name of ['Probe', 'probe node', '']) {
      expect(run('nodes/scripts/new-node.ts', name)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('is not a node name'),
      });
    }
    const taken = palette()[0]?.folder ?? '';
    expect(run('nodes/scripts/new-node.ts', taken)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('exists already'),
    });
  });
});
