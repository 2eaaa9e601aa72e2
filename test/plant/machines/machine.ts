/**
 * One simulated machine: works through a list of orders, piece by piece, and changes tags in scans like a controller.
 * Its counters never go back by themselves; what it made for each order is kept as the truth.
 */
import {
  type Change,
  COUNTERS,
  type Consumed,
  type Counter,
  consumptionOf,
  type PlannedOrder,
  type Truth,
} from './order.ts';
import type { MachineState, Phase } from './state.ts';

export interface MachineOptions {
  readonly name: string;
  readonly piecesPerSecond: number;
  /** Scans between the end of an order and the next one, and between its set-up and the first piece. */
  readonly pauseScans?: number;
  /** What the counters show at first; a register that was never reset. */
  readonly startAt?: number;
}

/** A 32-bit register starts again at 0. */
const PERIOD = 2 ** 32;

export class Machine {
  readonly name: string;
  piecesPerSecond: number;
  paused = false;
  readonly truths: Truth[] = [];
  readonly #queue: PlannedOrder[] = [];
  readonly #registers: Record<Counter, number>;
  readonly #pauseScans: number;
  #phase: Phase = 'idle';
  #current: PlannedOrder | undefined;
  #truth: Truth | undefined;
  #lot = '';
  #componentLot = '';
  #reason = '';
  #pieces = 0;
  #scansLeft = 0;
  #owed = 0;

  constructor(options: MachineOptions) {
    this.name = options.name;
    this.piecesPerSecond = options.piecesPerSecond;
    this.#pauseScans = options.pauseScans ?? 8;
    const at = options.startAt ?? 0;
    this.#registers = { GoodCount: at, ScrapCount: at, ByproductCount: at, ConsumedRM10: at, ConsumedRM20: at };
  }

  get isIdle(): boolean {
    return this.#phase === 'idle' && this.#queue.length === 0;
  }

  get report() {
    const { order = '' } = this.#current ?? {};
    return {
      machine: this.name,
      phase: this.paused ? 'paused' : this.#phase,
      order,
      waiting: this.#queue.map((planned) => planned.order),
      registers: { ...this.#registers },
    };
  }

  get state(): MachineState {
    const work = {
      phase: this.#phase,
      queue: [...this.#queue],
      ...(this.#current ? { current: this.#current } : {}),
      ...(this.#truth ? { truth: this.#truth } : {}),
      panel: [this.#lot, this.#componentLot, this.#reason] as const,
      pieces: this.#pieces,
      scansLeft: this.#scansLeft,
    };
    return { registers: { ...this.#registers }, work };
  }

  /** Goes on where the state was taken. */
  restore({ registers, work }: MachineState): void {
    Object.assign(this.#registers, registers);
    if (!work) return;
    this.#phase = work.phase;
    this.#queue.push(...work.queue);
    this.#current = work.current;
    this.#truth = work.truth;
    if (work.truth) this.truths.push(work.truth);
    [this.#lot, this.#componentLot, this.#reason] = work.panel;
    this.#pieces = work.pieces;
    this.#scansLeft = work.scansLeft;
  }

  load(orders: readonly PlannedOrder[]): void {
    this.#queue.push(...orders);
  }

  /** One controller scan of `elapsedMs`; gives the tags that changed. */
  scan(elapsedMs: number): Change[] {
    if (this.paused) return [];
    switch (this.#phase) {
      case 'idle':
        return this.#begin();
      case 'setup':
        return this.#wait('running', [{ tag: 'State', value: 'Execute' }]);
      case 'running':
        return this.#produce(elapsedMs);
      case 'changeover':
        return this.#changeOver();
      case 'complete':
        return this.#wait('idle', [{ tag: 'State', value: 'Idle' }]);
    }
  }

  /** Counts made by somebody else than the program: they are real and belong to the running order. */
  increment(counter: Counter, by: number): Change {
    this.#tally(counter, by);
    return this.#count(counter, by);
  }

  /** The register alone changes: reset, replaced device, glitch. What was made is not touched. */
  setRegister(counter: Counter, value: number): Change {
    this.#registers[counter] = value;
    return { tag: counter, value };
  }

  /** The operator leaves the order before it is complete. */
  leave(): Change[] {
    if (this.#phase === 'idle' || this.#phase === 'complete') return [];
    if (this.#truth) this.#truth.state = 'left';
    this.#phase = 'idle';
    this.#current = undefined;
    this.#truth = undefined;
    return [
      { tag: 'Order', value: '' },
      { tag: 'State', value: 'Idle' },
    ];
  }

  /** What an operator enters at the panel while the order runs. */
  enter(tag: 'Lot' | 'ComponentLot' | 'RejectReason', value: string): Change {
    if (tag === 'Lot') this.#lot = value;
    if (tag === 'ComponentLot') this.#componentLot = value;
    if (tag === 'RejectReason') this.#reason = value;
    return { tag, value };
  }

  #begin(): Change[] {
    const next = this.#queue.shift();
    if (!next) return [];
    this.#current = next;
    this.#truth = { machine: this.name, order: next.order, material: next.material, counts: {}, state: 'running' };
    this.truths.push(this.#truth);
    this.#pieces = 0;
    this.#owed = 0;
    this.#phase = 'setup';
    this.#scansLeft = this.#pauseScans;
    return [
      { tag: 'OrderComplete', value: false },
      this.enter('Lot', next.lot),
      this.enter('ComponentLot', next.componentLot ?? ''),
      this.enter('RejectReason', next.reason ?? '1'),
      { tag: 'Material', value: next.material },
      { tag: 'Order', value: next.order },
      { tag: 'State', value: 'Starting' },
    ];
  }

  #wait(next: Phase, changes: Change[]): Change[] {
    this.#scansLeft -= 1;
    if (this.#scansLeft > 0) return [];
    this.#phase = next;
    if (next === 'idle') this.#current = undefined;
    return changes;
  }

  #produce(elapsedMs: number): Change[] {
    const order = this.#current;
    if (!order) return [];
    const total = order.quantity + (order.scrap ?? 0);
    const half = Math.floor(total / 2);
    if (order.halfWay && this.#pieces === half) return this.#standStill();
    if (this.#pieces >= total) return this.#finish();
    const until = order.halfWay ? half : total;
    this.#owed += (this.piecesPerSecond * elapsedMs) / 1000;
    const changes: Change[] = [];
    while (this.#owed >= 1 && this.#pieces < until) {
      this.#owed -= 1;
      changes.push(...this.#piece(order, total));
    }
    return changes;
  }

  /** One cycle: a good piece or a reject, with the share of everything it takes. Spread evenly over the order. */
  #piece(order: PlannedOrder, total: number): Change[] {
    const before = this.#pieces;
    this.#pieces = before + 1;
    const share = (whole: number) => Math.floor((whole * (before + 1)) / total) - Math.floor((whole * before) / total);
    const scrap = share(order.scrap ?? 0);
    const made: [Counter, number][] = [
      [scrap > 0 ? 'ScrapCount' : 'GoodCount', 1],
      ['ByproductCount', share(order.byproduct ?? 0)],
      ...(['RM10', 'RM20'] as Consumed[]).map((component): [Counter, number] => [
        `Consumed${component}`,
        share(consumptionOf(order, component)),
      ]),
    ];
    return made.flatMap(([counter, by]) => (by > 0 ? [this.increment(counter, by)] : []));
  }

  /** Nobody mounts a lot on a running machine: everybody has seen the last count before the change, and the change before the next count. */
  #standStill(): Change[] {
    this.#phase = 'changeover';
    this.#scansLeft = this.#pauseScans;
    this.#owed = 0;
    return [{ tag: 'State', value: 'Held' }];
  }

  #changeOver(): Change[] {
    this.#scansLeft -= 1;
    if (this.#scansLeft > 0) return [];
    this.#phase = 'setup';
    this.#scansLeft = this.#pauseScans;
    const order = this.#current;
    return order?.halfWay ? this.#turn(order, order.halfWay) : [];
  }

  /** In a scan of its own: what was counted before belongs to the old lot, what follows to the new one. */
  #turn(order: PlannedOrder, halfWay: NonNullable<PlannedOrder['halfWay']>): Change[] {
    const { halfWay: _done, ...rest } = order;
    this.#current = rest;
    const { lot, componentLot, reason } = halfWay;
    return [
      ...(lot === undefined ? [] : [this.enter('Lot', lot)]),
      ...(componentLot === undefined ? [] : [this.enter('ComponentLot', componentLot)]),
      ...(reason === undefined ? [] : [this.enter('RejectReason', reason)]),
    ];
  }

  /** In a scan of its own, so that it is stamped behind the last count. */
  #finish(): Change[] {
    if (this.#truth) this.#truth.state = 'complete';
    this.#truth = undefined;
    this.#phase = 'complete';
    this.#scansLeft = this.#pauseScans;
    return [
      { tag: 'OrderComplete', value: true },
      { tag: 'State', value: 'Complete' },
    ];
  }

  #count(counter: Counter, by: number): Change {
    this.#registers[counter] = (this.#registers[counter] + by) % PERIOD;
    return { tag: counter, value: this.#registers[counter] };
  }

  #tally(counter: Counter, by: number): void {
    const truth = this.#truth ?? this.#nobody();
    for (const name of [counter, this.#detail(counter)]) truth.counts[name] = (truth.counts[name] ?? 0) + by;
  }

  #detail(counter: Counter): string {
    if (counter === 'ScrapCount') return `${counter} ${this.#lot} ${this.#reason}`;
    if (counter === 'ConsumedRM20') return `${counter} ${this.#componentLot}`;
    return counter === 'GoodCount' ? `${counter} ${this.#lot}` : `${counter} -`;
  }

  #nobody(): Truth {
    const known = this.truths.find((truth) => truth.order === '');
    if (known) return known;
    const truth: Truth = { machine: this.name, order: '', material: '', counts: {}, state: 'left' };
    this.truths.push(truth);
    return truth;
  }

  /** Every tag as it stands, for a server that starts. */
  get tags(): Change[] {
    const text = (
      tag: 'Order' | 'Lot' | 'ComponentLot' | 'RejectReason' | 'Material' | 'State',
      value: string,
    ): Change => ({ tag, value });
    const running = this.#current !== undefined;
    return [
      ...COUNTERS.map((tag): Change => ({ tag, value: this.#registers[tag] })),
      text('Order', this.#current?.order ?? ''),
      text('Lot', this.#lot),
      text('ComponentLot', this.#componentLot),
      text('RejectReason', this.#reason),
      text('Material', this.#current?.material ?? ''),
      text('State', running ? 'Execute' : 'Idle'),
      { tag: 'OrderComplete', value: this.#phase === 'complete' },
    ];
  }
}
