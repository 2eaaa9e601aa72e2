/** What is on its way to Odoo, and which lines of a comparison it may explain. */
import type { UnderWay } from '../journal.ts';

/** What a message names: a material and, where it says so, the lot. */
export interface Flying {
  readonly material: string;
  readonly lot?: string;
  readonly isAside: boolean;
  /** Type of the event. */
  readonly what: string;
}

interface Question {
  /** Queues that lead to Odoo; `*` at the end stands for anything. */
  readonly queues: readonly string[];
  /** What happened later is in neither stock. */
  readonly asOf: string;
  /** Keys of proposals: as long as none is queued, nobody has approved it. */
  readonly proposed: ReadonlySet<string>;
  /** What a code of a system means. */
  material(system: string, code: string, at: string): string;
}

/** Events that name materials and move nothing. */
const MOVES_NOTHING = /^mfg\.(inventory\.balance|integration|quality|sales\.availability)\./;
const MOST_DEPTH = 8;

export function flying(messages: readonly UnderWay[], question: Question): readonly Flying[] {
  return messages.flatMap(({ message, at, queue }) => {
    if (queue !== undefined && !question.queues.some((name) => matches(name, queue))) return [];
    const event = typeof message.event === 'object' && message.event !== null ? message.event : {};
    const { type, time, originsystem, data, idempotencykey: key } = event as Readonly<Record<string, unknown>>;
    if (typeof type !== 'string' || MOVES_NOTHING.test(type)) return [];
    if (at === 'source' && typeof key === 'string' && question.proposed.has(key)) return [];
    if (typeof time === 'string' && Date.parse(time) > Date.parse(question.asOf)) return [];
    const when = typeof time === 'string' ? time : question.asOf;
    return named(data, MOST_DEPTH).map(({ code, lot }) => ({
      material: question.material(String(originsystem ?? ''), code, when),
      ...(lot === undefined ? {} : { lot }),
      isAside: at === 'aside',
      what: type,
    }));
  });
}

export const touches = (flown: Flying, line: { readonly material: string; readonly lot?: string }): boolean =>
  flown.material === line.material && (flown.lot === undefined || line.lot === undefined || flown.lot === line.lot);

const matches = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;

/** Everything that names a material, with the lot beside it, however deep. */
function named(value: unknown, depth: number): readonly { readonly code: string; readonly lot?: string }[] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  if (Array.isArray(value)) return value.flatMap((one) => named(one, depth - 1));
  const { material, lot, ...rest } = value as Readonly<Record<string, unknown>>;
  const code = textIn(material, 'materialDefinitionId');
  const lotId = textIn(lot, 'lotId');
  const here = code === undefined ? [] : [{ code, ...(lotId === undefined ? {} : { lot: lotId }) }];
  return [...here, ...Object.values(rest).flatMap((one) => named(one, depth - 1))];
}

function textIn(value: unknown, name: string): string | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === 'string' ? found : undefined;
}
