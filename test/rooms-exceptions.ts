/** Where the house rules do not fit, one line with the reason each. Shorter is better. */

/** Modules that no test of their own room reaches: what proves them instead. */
export const PROVEN_ELSEWHERE: Readonly<Record<string, string>> = {
  'nodes/src/domain/odoo/order-promises.ts':
    'sentences of the page of intents; package/generated holds the page to them',
  'nodes/src/adapters/sqlite/command.ts': 'adapters/sqlite/backup runs it as a process, beside a journal at work',
  'nodes/src/host/plugin.ts': 'package/appliance loads it in a real Node-RED process',
  'nodes/src/host/editor/form.ts': 'browser code; the browser suite fills, saves and presses',
  'nodes/src/host/editor/versions.ts': 'browser code; the browser suite opens nodes of older and newer versions',
  'nodes/src/host/editor/globals.ts': 'types of the editor; the browser suite runs against the real one',
  'nodes/src/host/editor/browse.ts': 'browser code; the browser suite picks from it',
  'nodes/src/host/editor/widgets.ts': 'browser code; the browser suite edits lists and variables',
  'nodes/src/host/editor/ask.ts': 'browser code; the browser suite reads and decides through it',
  'nodes/src/host/editor/words.ts': 'browser code; the browser suite reads both languages',
  'nodes/src/host/editor/deciding.ts': 'browser code; the browser suite decides with it',
  'nodes/src/host/editor/lists.ts': 'browser code; the browser suite opens all tabs',
  'nodes/src/host/editor/crosswalk/ask.ts': 'browser code; the browser suite reads and changes rows through it',
  'nodes/src/host/editor/crosswalk/add.ts': 'browser code; the browser suite maps an unknown code with it',
  'nodes/src/host/editor/crosswalk/history.ts': 'browser code; the browser suite reads it',
  'nodes/src/host/editor/crosswalk/import.ts': 'browser code; the browser suite imports a file with it',
  'nodes/src/host/editor/crosswalk/list.ts': 'browser code; the browser suite lists with it',
  'nodes/src/host/editor/crosswalk/row.ts': 'browser code; the browser suite ends a row with it',
  'nodes/src/host/editor/crosswalk/words.ts': 'browser code; the browser suite reads both languages',
  'nodes/src/host/editor/reviews/ask.ts': 'browser code; the browser suite lists and decides through it',
  'nodes/src/host/editor/reviews/decide.ts': 'browser code; the browser suite decides with it',
  'nodes/src/host/editor/reviews/list.ts': 'browser code; the browser suite lists with it',
  'nodes/src/host/editor/reviews/review.ts': 'browser code; the browser suite opens a question',
  'nodes/src/host/editor/reviews/words.ts': 'browser code; the browser suite reads both languages',
  'nodes/src/host/editor/letters/ask.ts': 'browser code; the browser suite reads and decides through it',
  'nodes/src/host/editor/letters/bulk.ts': 'browser code; the browser suite replays all of one cause',
  'nodes/src/host/editor/letters/compare.ts': 'browser code; the browser suite corrects a payload in it',
  'nodes/src/host/editor/letters/decide.ts': 'browser code; the browser suite decides with it',
  'nodes/src/host/editor/elements.ts': 'browser code; the browser suite sees what it makes',
  'nodes/src/host/editor/letters/letter.ts': 'browser code; the browser suite opens a letter',
  'nodes/src/host/editor/letters/list.ts': 'browser code; the browser suite filters and pages',
  'nodes/src/host/editor/sidebar.ts': 'browser code; the browser suite opens it',
  'nodes/src/host/editor/letters/story.ts': 'browser code; the browser suite reads it',
  'nodes/src/host/editor/tray.ts': 'browser code; the browser suite opens and closes it',
  'nodes/src/host/editor/letters/words.ts': 'browser code; the browser suite reads both languages',
};

/** Files over 300 lines: tables that would not get clearer in pieces. */
export const LONG_TABLES: Readonly<Record<string, string>> = {
  'nodes/src/domain/odoo/refusals.ts': 'every reason with its words, one row each; runbooks link to them',
  'settings/variables.ts': 'every variable with its words, one row each; README and .env.example come from them',
  'test/contract/journal.ts': 'the promises of one port, one test each; every implementation runs all of them',
  'test/contract/erp-intents.ts': 'the promises about postings, one test each; every server runs all of them',
};

/** Import edges against the direction of the rooms. */
export const CROSSINGS: Readonly<Record<string, string>> = {};

/** Files whose long function is a table in disguise. */
export const LONG_FUNCTIONS: Readonly<Record<string, string>> = {
  'nodes/src/adapters/sqlite/lanes.ts': 'prepared statements, one after the other, then short functions over them',
};
