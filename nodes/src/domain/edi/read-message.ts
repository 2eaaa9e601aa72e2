/** A message and its table → values and loops, with every fault named by segment and element. */
import type { EdiFault } from './fault.ts';
import type { Transaction } from './interchange.ts';
import {
  type Branch,
  type FieldPlace,
  isLoop,
  type MessageMap,
  type Rule,
  type SegmentRule,
  type Tree,
} from './message-map.ts';
import type { Syntax } from './syntax.ts';
import { elementValue, type Segment } from './tokens.ts';
import { readValue } from './values.ts';

export interface ReadMessage {
  readonly tree: Tree;
  readonly faults: readonly EdiFault[];
}

export function readMessage(map: MessageMap, { segments }: Pick<Transaction, 'segments'>, syntax: Syntax): ReadMessage {
  const reading = new Reading(segments.slice(1, -1), syntax, segments.at(-1)?.position ?? 1);
  return { tree: reading.level({ rules: map.rules }, []), faults: reading.faults };
}

interface Level {
  readonly rules: readonly Rule[];
  /** What began it; absent for the message itself. */
  readonly start?: readonly [SegmentRule, Segment];
}

/** Goes through the segments once; a segment belongs to the innermost open loop that knows it. */
class Reading {
  readonly faults: EdiFault[] = [];
  readonly #segments: readonly Segment[];
  readonly #syntax: Syntax;
  readonly #endPosition: number;
  #next = 0;

  constructor(segments: readonly Segment[], syntax: Syntax, endPosition: number) {
    this.#segments = segments;
    this.#syntax = syntax;
    this.#endPosition = endPosition;
  }

  level(own: Level, outer: readonly Level[]): Tree {
    const values: Record<string, string> = {};
    const loops: Record<string, Branch[]> = {};
    const seen = new Set<Rule>();
    if (own.start) this.#fields(own.start[0], own.start[1], values);
    for (let segment = this.#peek(); segment; segment = this.#peek()) {
      const claiming = claimsOf(own, segment);
      if (claiming.length === 0 && outer.some((level) => claimsOf(level, segment).length > 0)) break;
      this.#next += 1;
      const rule = claiming.find((one) => isLoop(one) || !seen.has(one));
      if (claiming.length === 0 && segment.tag === 'HL') this.faults.push(homeless(segment));
      if (!rule) continue;
      seen.add(rule);
      if (!isLoop(rule)) this.#fields(rule, segment, values);
      else {
        const { tag, position } = segment;
        const tree = this.level({ rules: rule.rules, start: [rule.starts, segment] }, [own, ...outer]);
        loops[rule.name] = [...(loops[rule.name] ?? []), { ...tree, segment: tag, position }];
      }
    }
    this.#demand(own.rules, seen, own.start?.[1]);
    return { values, loops };
  }

  #peek(): Segment | undefined {
    return this.#segments[this.#next];
  }

  #demand(rules: readonly Rule[], seen: ReadonlySet<Rule>, inside: Segment | undefined): void {
    for (const rule of rules) {
      if (!rule.isRequired || seen.has(rule)) continue;
      const { tag, when } = headOf(rule);
      const qualified = when.map(({ is }) => is.join(' or ')).join(', ');
      const reason = `it is missing${qualified === '' ? '' : ` (${qualified})`}${inside ? ` in the loop of ${inside.tag}` : ''}`;
      const position = inside?.position ?? this.#endPosition;
      this.faults.push({ code: 'segment-missing', segment: tag, position, reason });
    }
  }

  #fields(rule: SegmentRule, segment: Segment, values: Record<string, string>): void {
    for (const [name, place] of Object.entries(rule.fields)) {
      const value = this.#value(place, segment);
      if (value !== undefined && value !== '') values[name] = value;
    }
  }

  #value(place: FieldPlace, segment: Segment): string | undefined {
    if ('qualifier' in place) return qualified(place, segment);
    const { element, component } = place;
    const text = elementValue(segment, element, component).trim();
    const where = { segment: segment.tag, position: segment.position, element, component };
    if (text === '') {
      if (place.isRequired) this.faults.push({ code: 'element-missing', ...where, reason: 'it is empty' });
      return undefined;
    }
    const read = readValue(text, place, this.#syntax, elementValue(segment, element, component + 1));
    if ('value' in read) return read.value;
    this.faults.push({ ...where, ...read, value: text.slice(0, 80) });
    return undefined;
  }
}

const headOf = (rule: Rule): SegmentRule => (isLoop(rule) ? rule.starts : rule);

const matches = ({ tag, when }: SegmentRule, segment: Segment): boolean =>
  segment.tag === tag &&
  when.every(({ element, component, is }) => is.includes(elementValue(segment, element, component)));

const claimsOf = ({ rules, start }: Level, segment: Segment): readonly Rule[] =>
  rules.filter((rule) => {
    if (!matches(headOf(rule), segment)) return false;
    if (!isLoop(rule) || !rule.isNumbered || start?.[1].tag !== segment.tag) return true;
    return elementValue(segment, 2) === elementValue(start[1], 1);
  });

const homeless = (segment: Segment): EdiFault => ({
  code: 'hierarchy',
  segment: segment.tag,
  position: segment.position,
  element: 2,
  value: elementValue(segment, 2),
  reason: `level ${elementValue(segment, 3)} does not belong below "${elementValue(segment, 2)}"`,
});

/** Earlier qualifiers of the table win over the order in the segment. */
function qualified(place: Extract<FieldPlace, { qualifier: unknown }>, segment: Segment): string | undefined {
  for (const wanted of place.qualifier) {
    const step = place.pairs === 'elements' ? 2 : 1;
    for (let element = place.from; element <= segment.elements.length; element += step) {
      const [found, value] =
        place.pairs === 'elements'
          ? [elementValue(segment, element), elementValue(segment, element + 1)]
          : [elementValue(segment, element, 2), elementValue(segment, element)];
      if (found === wanted && value.trim() !== '') return value.trim();
    }
  }
  return undefined;
}
