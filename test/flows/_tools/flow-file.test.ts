import fc from 'fast-check';
import { canonicalise, parseFlow, renderFlow } from '../../../flows/_tools/flow-file.ts';
import { goodFlow } from './good-flow.ts';

test('a written flow reads back as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (extras) => {
      const flow = extras.map((extra, index) => ({ ...extra, wires: [['a'], []], id: `n${index}`, type: 'debug' }));
      expect(JSON.parse(renderFlow(flow))).toEqual(JSON.parse(JSON.stringify(flow)));
    }),
  );
});

test('the order of entries and keys does not depend on where they come from', () => {
  const shuffled = [...goodFlow].reverse().map((node) => Object.fromEntries(Object.entries(node).reverse()));
  expect(renderFlow(canonicalise(shuffled as never))).toBe(renderFlow(canonicalise(goodFlow)));
});

test('one changed wire is one changed line', () => {
  const lines = renderFlow(canonicalise(goodFlow)).split('\n');
  const changed = goodFlow.map((node) => (node.id === 't.dlq' ? { ...node, wires: [['t.counter']] } : node));
  const other = renderFlow(canonicalise(changed)).split('\n');
  expect(other).toHaveLength(lines.length);
  expect(other.filter((line, index) => line !== lines[index])).toHaveLength(1);
});

test('positions lie on the grid and nothing secret is written', () => {
  const text = renderFlow(
    canonicalise([{ id: 'a', type: 'debug', z: 't', x: 111, y: 129.6, credentials: { password: 'x' }, wires: [] }]),
  );
  expect(text).toContain('"x": 120');
  expect(text).toContain('"y": 120');
  expect(text).not.toContain('password');
});

test.each([
  ['{}', 'a flow file is a JSON array'],
  ['[{"id": "a"}]', 'entry 0 has no text `id` and `type`'],
  ['[{"id": "a", "type": "debug", "wires": ["b"]}]', '`wires` of a is not a list of lists'],
])('%s is refused in words', (text, words) => {
  expect(() => parseFlow(text, 'flow.json')).toThrow(words);
});
