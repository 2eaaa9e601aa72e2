/** The house keeps itself: who may import whom, how large things may be, and that every module has its test. */
import { CROSSINGS, LONG_FUNCTIONS, LONG_TABLES, PROVEN_ELSEWHERE } from './rooms-exceptions.ts';
import { cycles, exists, functionsOf, type Import, type Module, modules } from './support/sources.ts';

const source = modules('nodes/src');
const everything = modules('nodes/src', 'nodes/scripts', 'flows', 'settings', 'test');
const within = (path: string, ...rooms: readonly string[]): boolean => rooms.some((room) => path.startsWith(room));
const SRC = 'nodes/src/';
const PURE_LIBRARIES = ['zod', 'canonicalize', 'decimal.js'];
const LIBRARY_OF: Readonly<Record<string, readonly string[]>> = {
  odoo: ['axios'],
  // The client takes a certificate manager but does not export one.
  opcua: ['node-opcua-client', 'node-opcua-certificate-manager'],
  mqtt: ['mqtt'],
  smtp: ['nodemailer'],
  sqlite: [],
};

/** One row per room: what an import may point at. First match wins. */
const ROOMS: readonly { room: RegExp; may: (one: Import, from: string) => boolean }[] = [
  {
    room: /^nodes\/src\/domain\//,
    may: ({ target, local }) => (local ? within(target, `${SRC}domain/`) : PURE_LIBRARIES.includes(target)),
  },
  {
    room: /^nodes\/src\/adapters\/system\.ts$/,
    may: ({ target, local }) => (local ? within(target, `${SRC}domain/`) : target.startsWith('node:')),
  },
  {
    room: /^nodes\/src\/adapters\/(\w+)\//,
    may: ({ target, local }, from) => {
      const family = from.split('/')[3] ?? '';
      if (local) return within(target, `${SRC}domain/`, `${SRC}adapters/${family}/`);
      return target.startsWith('node:') || target === 'zod' || (LIBRARY_OF[family] ?? []).includes(target);
    },
  },
  { room: /^nodes\/src\/host\/editor\//, may: ({ target, local }) => local && within(target, `${SRC}host/editor/`) },
  {
    room: /^nodes\/src\/host\//,
    may: ({ target, local }) =>
      local
        ? within(target, `${SRC}domain/`, `${SRC}host/`) && !within(target, `${SRC}host/editor/`)
        : target === 'zod',
  },
  {
    room: /^nodes\/src\/palette\/[^/]+\/editor\.ts$/,
    may: ({ target, local }, from) => local && within(target, `${SRC}host/editor/`, `${folder(from)}/`),
  },
  {
    room: /^nodes\/src\/palette\//,
    may: ({ target, local }, from) => {
      if (!local) return PURE_LIBRARIES.includes(target);
      const isEntry = from.endsWith(`/${from.split('/')[3]}.ts`);
      return (
        within(target, `${SRC}domain/`, `${SRC}host/`, `${folder(from)}/`) ||
        (isEntry && within(target, `${SRC}adapters/`))
      );
    },
  },
  {
    room: /^nodes\/src\/workbench\//,
    may: ({ target, local, typeOnly }) =>
      local && (within(target, `${SRC}workbench/`) || (typeOnly && within(target, `${SRC}domain/`))),
  },
  { room: /^nodes\/scripts\//, may: ({ target }) => !within(target, `${SRC}adapters/`) },
  { room: /^flows\/_tools\//, may: ({ target }) => !within(target, `${SRC}adapters/`) },
  {
    room: /^settings\//,
    may: ({ target, local }) => (local ? within(target, 'settings/') : target.startsWith('node:') || target === 'zod'),
  },
  {
    room: /^test\/plant\//,
    may: ({ target, local }) => !local || within(target, 'test/plant/', `${SRC}domain/canonical/`),
  },
  { room: /^test\//, may: () => true },
];

/** The two places that may ask which Odoo it is; the majors of canonical events are another thing. */
const DIALECTS = `${SRC}domain/odoo/dialects/`;
const PROBE = `${SRC}adapters/odoo/probe.ts`;
const CANONICAL = '/domain/canonical/';

const comparesVersions = (line: string): boolean =>
  [
    /\bmajor\b\s*([=!]==|[<>]|\?[^?.:])/,
    /([=!]==|[<>]=?)\s*(\w+\.)*major\b/,
    /\bswitch \(.*\bmajor\b/,
    /\bprofile(\.value)?\.version\b\s*([=!]==|[<>]|\.)/,
    /[=!]== ['"]odoo1\d['"]/,
  ].some((ask) => ask.test(line));

const folder = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const list = (found: readonly string[]): string => found.join('\n');

describe('imports', () => {
  test('point only where the room allows', () => {
    const wrong = everything.flatMap((module) =>
      module.imports.filter((one) => !allowed(module, one)).map(({ target }) => `${module.path} → ${target}`),
    );
    expect(list(wrong.filter((edge) => !(edge in CROSSINGS)))).toBe('');
    expect(Object.keys(CROSSINGS).filter((edge) => !wrong.includes(edge))).toEqual([]);
  });

  test('never point at a test or a script from elsewhere', () => {
    const outside = everything.filter(({ path }) => !within(path, 'test/', 'nodes/scripts/', 'flows/_tools/'));
    const wrong = outside.flatMap((module) =>
      module.imports
        .filter(({ target }) => within(target, 'test/', 'nodes/scripts/', 'flows/'))
        .map(({ target }) => `${module.path} → ${target}`),
    );
    expect(list(wrong)).toBe('');
  });

  test('of modules that exist, written with their suffix', () => {
    const wrong = everything.flatMap((module) =>
      module.imports
        .filter(({ target, local }) => local && !exists(target))
        .map(({ target }) => `${module.path} → ${target}`),
    );
    expect(list(wrong)).toBe('');
  });

  test('form no cycle', () => expect(list(cycles(source))).toBe(''));
});

describe('versions of Odoo', () => {
  const asks = (module: Module): string[] => module.text.split('\n').filter(comparesVersions);

  test('are asked for in the dialects and where the protocol is found, nowhere else', () => {
    const elsewhere = source.filter(({ path }) => !within(path, DIALECTS, PROBE) && !path.includes(CANONICAL));
    const wrong = elsewhere.flatMap((module) => asks(module).map((line) => `${module.path}: ${line.trim()}`));
    expect(list(wrong)).toBe('');
  });

  test('the search finds what it looks for', () => {
    expect(source.filter((module) => asks(module).length > 0).map(({ path }) => path)).toEqual(
      expect.arrayContaining([PROBE, `${DIALECTS}choose.ts`]),
    );
    const asking = [
      "profile.value.major === 14 ? 'a' : 'b'",
      'if (19 <= major) return;',
      "if (profile.value.version.startsWith('14')) return;",
      'switch (major) {',
      "dialect.name === 'odoo14'",
    ];
    expect(asking.filter((line) => !comparesVersions(line))).toEqual([]);
    const passing = ['groupsOf(profile.value.major)', "grade === 'major' ? 2 : 1", "name: 'odoo19',"];
    expect(passing.filter(comparesVersions)).toEqual([]);
  });
});

describe('sizes', () => {
  test('a file has at most 300 lines', () => {
    const long = everything.filter(({ lines, path }) => lines > (path.startsWith('test/') ? 400 : 300));
    expect(list(long.filter(({ path }) => !(path in LONG_TABLES)).map(({ path, lines }) => `${path}: ${lines}`))).toBe(
      '',
    );
    expect(Object.keys(LONG_TABLES).filter((path) => !long.some((module) => module.path === path))).toEqual([]);
  });

  test('a function has at most 60 lines', () => {
    const long = everything
      // A suite of tests is a function for the runner only.
      .filter(({ path }) => !path.startsWith('test/') || /^test\/(plant|support)\//.test(path))
      .flatMap(functionsOf)
      .filter(({ lines }) => lines > 60);
    const file = (name: string): string => name.slice(0, name.lastIndexOf(':'));
    const strange = long.filter(({ name }) => !(file(name) in LONG_FUNCTIONS));
    expect(list(strange.map(({ name, lines }) => `${name}: ${lines}`))).toBe('');
    expect(Object.keys(LONG_FUNCTIONS).filter((path) => !long.some(({ name }) => file(name) === path))).toEqual([]);
  });

  test('an entry has at most 30 lines', () => {
    const long = source.filter(({ path, lines }) => /palette\/([^/]+)\/\1\.ts$/.test(path) && lines > 30);
    expect(list(long.map(({ path, lines }) => `${path}: ${lines}`))).toBe('');
  });
});

describe('names and first lines', () => {
  test('no drawer for odds and ends', () => {
    const names = everything
      .map(({ path }) => path)
      .filter((path) => /(^|\/)(utils?|helpers?|common|misc)(\.ts$|\/)/.test(path));
    expect(names).toEqual([]);
  });

  test('a module says first what it is for', () => {
    const silent = source.filter(({ text }) => !text.startsWith('/**'));
    expect(list(silent.map(({ path }) => path))).toBe('');
  });
});

describe('tests', () => {
  test('every module with code is reached by a test of its own room, or has a reason', () => {
    const rooms: Readonly<Record<string, ReadonlySet<string>>> = {
      domain: reachedFrom(/^test\/(domain|contract|adapters)\//),
      adapters: reachedFrom(/^test\/(adapters|contract)\//),
      host: reachedFrom(/^test\/host\//),
      palette: reachedFrom(/^test\/(palette|package)\//),
    };
    const bare = source
      // Entries and definitions are all run by package/start-stop.
      .filter(({ path }) => !/palette\/([^/]+)\/(\1|definition)\.ts$/.test(path))
      .filter((module) => hasCode(module) && !rooms[module.path.split('/')[2] ?? '']?.has(module.path))
      .map(({ path }) => path);
    expect(list(bare.filter((path) => !(path in PROVEN_ELSEWHERE)))).toBe('');
    expect(Object.keys(PROVEN_ELSEWHERE).filter((path) => !bare.includes(path))).toEqual([]);
  });
});

function allowed(module: Module, one: Import): boolean {
  const room = ROOMS.find((candidate) => candidate.room.test(module.path));
  return room === undefined || room.may(one, module.path);
}

/** Types leave nothing to run. */
const hasCode = ({ text }: Module): boolean =>
  /^(export )?(default |async )?(const|function|class|let) |^export default /m.test(text);

/** Everything that the tests of one room reach by imports, directly or through other modules. */
function reachedFrom(room: RegExp): ReadonlySet<string> {
  const byPath = new Map(everything.map((module) => [module.path, module]));
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { target, local, typeOnly } of byPath.get(path)?.imports ?? []) if (local && !typeOnly) visit(target);
  };
  for (const { path } of everything) if (room.test(path) && path.endsWith('.test.ts')) visit(path);
  return reached;
}
