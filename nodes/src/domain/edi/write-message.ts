/** Values and loops → the segments of a message, by the table that also reads it. */
import { isLoop, type MessageMap, type Rule, type SegmentRule, type Tree } from './message-map.ts';
import type { Syntax } from './syntax.ts';
import { canCarry, type Draft } from './tokens.ts';
import { writeValue } from './values.ts';

/** Without the envelope. */
export function writeMessage(map: MessageMap, tree: Tree, syntax: Syntax): readonly Draft[] {
  return writeLevel(map.rules, tree, syntax);
}

function writeLevel(rules: readonly Rule[], tree: Tree, syntax: Syntax): Draft[] {
  return rules.flatMap((rule) => {
    if (!isLoop(rule)) {
      const holds = Object.keys(rule.fields).some((name) => tree.values[name] !== undefined);
      return holds || rule.isRequired ? [writeRule(rule, tree, syntax)] : [];
    }
    return (tree.loops[rule.name] ?? []).flatMap((branch) => [
      writeRule(rule.starts, branch, syntax),
      ...writeLevel(rule.rules, branch, syntax),
    ]);
  });
}

function writeRule({ tag, when, fields }: SegmentRule, tree: Tree, syntax: Syntax): Draft {
  const cells: string[][] = [];
  const put = (element: number, component: number, text: string): void => {
    while (cells.length < element) cells.push([]);
    const components = cells[element - 1] ?? [];
    while (components.length < component) components.push('');
    components[component - 1] = text;
  };
  for (const { element, component, is } of when) put(element, component, is[0] ?? '');
  for (const [name, place] of Object.entries(fields)) {
    const value = tree.values[name];
    if (value === undefined) continue;
    const text = carried(value, syntax);
    if ('qualifier' in place) {
      const at = Math.max(place.from, cells.length + 1);
      const isPair = place.pairs === 'elements';
      put(at, isPair ? 1 : 2, place.qualifier[0] ?? '');
      put(isPair ? at + 1 : at, 1, text);
    } else {
      const written = writeValue(text, place, syntax);
      put(place.element, place.component, written.text);
      if (written.format !== undefined) put(place.element, place.component + 1, written.format);
    }
  }
  return { tag, elements: cells.map((components) => [components]) };
}

/** X12 has no way to write its own separators; a blank stands for them, as its users do. */
const carried = (value: string, syntax: Syntax): string =>
  canCarry(value, syntax) ? value : [...value].map((sign) => (canCarry(sign, syntax) ? sign : ' ')).join('');
