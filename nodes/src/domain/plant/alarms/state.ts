/** Everything the alarm chain remembers, as rows of the journal, and a draft of it while one step is computed. */
import type { CounterState } from '../../journal.ts';
import type { Condition } from './condition.ts';
import { type Alarm, type Group, newGroup } from './group.ts';
import { type Line, newLine } from './line.ts';

/** A condition with what a request about it would say. */
export interface Watched {
  readonly condition: Condition;
  readonly group: string;
  readonly line: string;
  readonly alarm: Alarm;
}

export interface AlarmState {
  readonly conditions: ReadonlyMap<string, Watched>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly lines: ReadonlyMap<string, Line>;
  /** Of the events we make. */
  readonly sequence: number;
}

export const emptyState: AlarmState = { conditions: new Map(), groups: new Map(), lines: new Map(), sequence: 0 };

/** Reads through to the state; holds what the step changes. */
export class Draft {
  readonly conditions = new Map<string, Watched>();
  readonly groups = new Map<string, Group>();
  readonly lines = new Map<string, Line>();
  readonly #base: AlarmState;
  readonly nowMs: number;
  sequence: number;

  constructor(base: AlarmState, nowMs: number) {
    this.#base = base;
    this.nowMs = nowMs;
    this.sequence = base.sequence;
  }

  condition(id: string): Watched | undefined {
    return this.conditions.get(id) ?? this.#base.conditions.get(id);
  }

  group(key: string, asset: string, family: string, line: string): Group {
    return this.groups.get(key) ?? this.#base.groups.get(key) ?? newGroup(asset, family, line);
  }

  line(name: string): Line {
    return this.lines.get(name) ?? this.#base.lines.get(name) ?? newLine(this.nowMs);
  }

  change(name: string, change: (line: Line) => Line): Line {
    const before = this.line(name);
    const after = change(before);
    if (after !== before) this.lines.set(name, after);
    return after;
  }

  all(): { conditions: string[]; groups: [string, Group][]; lines: string[] } {
    const groups = new Map([...this.#base.groups, ...this.groups]);
    const conditions = new Set([...this.#base.conditions.keys(), ...this.conditions.keys()]);
    return {
      conditions: [...conditions],
      groups: [...groups],
      lines: [...new Set([...this.#base.lines.keys(), ...this.lines.keys()])],
    };
  }

  state(): AlarmState {
    const merged = <V>(base: ReadonlyMap<string, V>, changed: ReadonlyMap<string, V>): ReadonlyMap<string, V> =>
      changed.size === 0 ? base : new Map([...base, ...changed]);
    return {
      conditions: merged(this.#base.conditions, this.conditions),
      groups: merged(this.#base.groups, this.groups),
      lines: merged(this.#base.lines, this.lines),
      sequence: this.sequence,
    };
  }

  /** Rows that changed. */
  rows(): CounterState[] {
    const at = new Date(this.nowMs).toISOString();
    const row = (tag: string, memory: unknown): CounterState => ({
      tag,
      epoch: 0,
      total: '0',
      openFrom: '0',
      at,
      memory,
    });
    const of = (kind: string, table: ReadonlyMap<string, unknown>) =>
      [...table].map(([key, value]) => row(kind + key, value));
    const counted = this.sequence === this.#base.sequence ? [] : [row('sequence', this.sequence)];
    return [...of('condition ', this.conditions), ...of('group ', this.groups), ...of('line ', this.lines), ...counted];
  }
}

export function restoreState(rows: readonly CounterState[]): AlarmState {
  const table = <V>(kind: string): ReadonlyMap<string, V> =>
    new Map(
      rows.filter(({ tag }) => tag.startsWith(kind)).map(({ tag, memory }) => [tag.slice(kind.length), memory as V]),
    );
  const counted = rows.find(({ tag }) => tag === 'sequence')?.memory;
  return {
    conditions: table<Watched>('condition '),
    groups: table<Group>('group '),
    lines: table<Line>('line '),
    sequence: typeof counted === 'number' ? counted : 0,
  };
}
