import { actionCode, BATCH_VERSION, codeChecksum } from '../../../../nodes/src/domain/odoo/batch/action-code.ts';
import { digest } from '../../../../nodes/src/domain/odoo/batch/checksum.ts';

/** Versions that were ever installed somewhere, with what their text sums up to. Rows are added, never changed. */
const INSTALLED: Readonly<Record<number, Readonly<Record<14 | 19, number>>>> = {
  1: { 14: 2634226329, 19: 1001778169 },
};

describe('the text of the action', () => {
  test('is the one of its version; another text needs another version', () => {
    expect({ 14: codeChecksum(14), 19: codeChecksum(19) }).toEqual(INSTALLED[BATCH_VERSION]);
  });

  test('keeps to what Odoo lets an action do', () => {
    for (const major of [14, 19]) {
      const code = actionCode(major).replaceAll(/^ *#.*$/gm, '');
      expect(code).not.toMatch(/__|\bimport\b|\bwith \b|\bgetattr\b/);
      // Every `try` is the last statement of its loop: nothing stands at its depth behind its `except`.
      const [, behind = ''] = code.split(/^ {4}except UserError as error:$/m);
      expect(behind).not.toMatch(/^ {4}\S/m);
    }
  });

  test('writes down with the means of its version', () => {
    expect(actionCode(19)).toContain('env.flush_all()');
    expect(actionCode(14)).toContain("env['base'].flush()");
  });
});

test('changes of one event are told apart by what they say', () => {
  expect(digest('set 4')).toBe(digest('set 4'));
  expect(new Set(['set 4', 'set 5', 'set 45', '4 set'].map(digest)).size).toBe(4);
});
