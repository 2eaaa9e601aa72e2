/** Where the house rules do not fit, one line with the reason each. Shorter is better. */

/** Modules that no test of their own room reaches: what proves them instead. */
export const PROVEN_ELSEWHERE: Readonly<Record<string, string>> = {
  'nodes/src/domain/outcome.ts': 'two constructors; every behaviour test uses them',
  'nodes/src/host/plugin.ts': 'package/appliance loads it in a real Node-RED process',
  'nodes/src/host/editor/form.ts': 'browser code; the browser suite fills, saves and presses',
  'nodes/src/host/editor/versions.ts': 'browser code; the browser suite opens nodes of older and newer versions',
  'nodes/src/host/editor/globals.ts': 'types of the editor; the browser suite runs against the real one',
  'nodes/src/host/editor/browse.ts': 'browser code; the browser suite picks from it',
  'nodes/src/host/editor/widgets.ts': 'browser code; the browser suite edits lists and variables',
};

/** Files over 300 lines: tables that would not get clearer in pieces. */
export const LONG_TABLES: Readonly<Record<string, string>> = {
  'test/contract/journal.ts': 'the promises of one port, one test each; every implementation runs all of them',
  'test/contract/erp-intents.ts': 'the promises about postings, one test each; every server runs all of them',
};

/** Import edges against the direction of the rooms. */
export const CROSSINGS: Readonly<Record<string, string>> = {};

/** Files whose long function is a table in disguise. */
export const LONG_FUNCTIONS: Readonly<Record<string, string>> = {
  'nodes/src/adapters/sqlite/lanes.ts': 'prepared statements, one after the other, then short functions over them',
};
