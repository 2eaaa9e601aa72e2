import { logLine } from '../../settings/observability.ts';

const record = {
  level: 30,
  timestamp: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  msg: 'no data',
  type: 'plantwire-opcua-source',
  id: 'a1',
  name: 'Press 1',
};

test('text: time, level, node and message on one line, whatever the message holds', () => {
  expect(logLine(record, 'text')).toBe('2026-01-02T03:04:05.006Z warn  [plantwire-opcua-source: Press 1] no data');
  expect(logLine({ level: 40, timestamp: 0, msg: 'a\n\n  b\n' }, 'text')).toBe('1970-01-01T00:00:00.000Z info  a | b');
});

test('json: one object per line with the same facts', () => {
  expect(JSON.parse(logLine(record, 'json'))).toEqual({
    time: '2026-01-02T03:04:05.006Z',
    level: 'warn',
    text: 'no data',
    node: { type: 'plantwire-opcua-source', id: 'a1', name: 'Press 1' },
  });
});

test('errors and objects are told by their message', () => {
  expect(logLine({ level: 20, timestamp: 0, msg: new Error('broken') }, 'text')).toContain('error Error: broken');
  expect(logLine({ level: 20, timestamp: 0, msg: { message: 'told' } }, 'text')).toMatch(/told$/);
  expect(logLine({ level: 20, timestamp: 0, msg: { other: 1 } }, 'text')).toMatch(/\{"other":1\}$/);
  expect(logLine({ level: 20, timestamp: 0 }, 'text')).toMatch(/undefined$/);
});
