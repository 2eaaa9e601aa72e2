/**
 * Watches the alarm events of one notifier in one session. Asks for a replay of what the server retains when it starts,
 * when events were lost and when the server wants it; never calls any other method.
 */
import {
  AttributeIds,
  ClientMonitoredItem,
  type ClientSession,
  DataType,
  EventNotificationList,
  type NotificationMessage,
  TimestampsToReturn,
  Variant,
} from 'node-opcua-client';
import type { ConditionOptions, ConditionWord } from '../../domain/plant/condition-feed.ts';
import type { Clock } from '../../domain/ports.ts';
import { alarmFilter, readEvent } from './event-fields.ts';
import { Lifeline } from './lifeline.ts';

export interface ConditionWatchListener {
  onWords(words: readonly ConditionWord[]): void;
  /** Its status code, when the server does not let us watch or replay; undefined when it does after all. */
  onRefused(cause: string | undefined): void;
  onHeard(): void;
  /** Only a new watch helps. */
  onBroken(reason: string): void;
}

/** ConditionType and its method ConditionRefresh. */
const CONDITION_TYPE = 'ns=0;i=2782';
const CONDITION_REFRESH = 'ns=0;i=3875';
/** A replay that was asked for and did not end is asked for again, later every time. */
const REPLAY_WITHIN_MS = 20_000;
const REPLAY_WITHIN_MAX_MS = 320_000;
/** Some servers drop events without a word. */
const REPLAY_EVERY_MS = 15 * 60_000;
/** What makes a server overflow must not be repeated without a pause, and longer pauses where it overflows again. */
const AFTER_GAP_MS = 2_000;
const AFTER_GAP_MAX_MS = 320_000;

const WATCH_AGAIN_MS = 30_000;

export class ConditionWatch {
  readonly #session: ClientSession;
  readonly #notifier: string;
  readonly #options: ConditionOptions;
  readonly #clock: Clock;
  readonly #listener: ConditionWatchListener;
  readonly #lifeline: Lifeline;
  #cancel: () => void = () => undefined;
  #withinMs = REPLAY_WITHIN_MS;
  #afterGapMs = AFTER_GAP_MS;
  #queueSize = Number.POSITIVE_INFINITY;
  /** Since the last request something happened that asks for another one. */
  #isOwed = false;

  constructor(
    session: ClientSession,
    notifier: string,
    options: ConditionOptions,
    clock: Clock,
    listener: ConditionWatchListener,
  ) {
    this.#session = session;
    this.#notifier = notifier;
    this.#options = options;
    this.#clock = clock;
    this.#listener = listener;
    this.#lifeline = new Lifeline(session, options.publishingMs, {
      onMessage: (message) => this.#take(message),
      onHeard: () => listener.onHeard(),
      onGap: () => this.#gap(),
      onBroken: (reason) => listener.onBroken(reason),
    });
  }

  /** Rejects when the server refuses the subscription; a notifier it does not know breaks nothing else. */
  async start(): Promise<void> {
    await this.#lifeline.start();
    await this.#monitor();
  }

  replay(): void {
    this.#cancel();
    if (!this.#lifeline.isClosed) void this.#ask();
  }

  close(): Promise<void> {
    this.#cancel();
    return this.#lifeline.close();
  }

  abandon(): void {
    this.#cancel();
    this.#lifeline.abandon();
  }

  async #monitor(): Promise<void> {
    const { queueSize } = this.#options;
    const item = ClientMonitoredItem.create(
      this.#lifeline.subscription,
      { nodeId: this.#notifier, attributeId: AttributeIds.EventNotifier },
      { samplingInterval: 0, queueSize, discardOldest: true, filter: alarmFilter() },
      TimestampsToReturn.Neither,
    );
    const refusal = await new Promise<string | undefined>((resolve) => {
      item.once('initialized', () => resolve(item.statusCode?.isNotGood() ? item.statusCode.name : undefined));
      item.once('err', (message) => resolve(message));
    });
    if (this.#lifeline.isClosed) return;
    if (refusal === undefined) {
      this.#queueSize = item.result?.revisedQueueSize || queueSize;
      this.replay();
    } else {
      this.#listener.onRefused(refusal);
      this.#cancel = this.#clock.after(WATCH_AGAIN_MS, () => void this.#monitor());
    }
  }

  async #ask(): Promise<void> {
    this.#isOwed = false;
    this.#later(this.#withinMs);
    this.#withinMs = Math.min(2 * this.#withinMs, REPLAY_WITHIN_MAX_MS);
    const { subscriptionId } = this.#lifeline.subscription;
    try {
      const { statusCode } = await this.#session.call({
        objectId: CONDITION_TYPE,
        methodId: CONDITION_REFRESH,
        inputArguments: [new Variant({ dataType: DataType.UInt32, value: subscriptionId })],
      });
      if (this.#lifeline.isClosed) return;
      if (statusCode.isGood()) return this.#listener.onRefused(undefined);
      if (statusCode.name === 'BadRefreshInProgress') return this.#later(AFTER_GAP_MS);
      this.#listener.onRefused(statusCode.name);
    } catch {
      // The connection went meanwhile: whoever brings it back asks again.
    }
  }

  #later(ms: number): void {
    this.#cancel();
    this.#cancel = this.#clock.after(ms, () => this.replay());
  }

  #gap(): void {
    this.#listener.onWords([{ kind: 'gap' }]);
    this.#owe();
  }

  #owe(): void {
    if (this.#isOwed) return;
    this.#isOwed = true;
    this.#later(this.#afterGapMs);
    this.#afterGapMs = Math.min(2 * this.#afterGapMs, AFTER_GAP_MAX_MS);
  }

  #take(message: NotificationMessage): void {
    const lists = (message.notificationData ?? []).filter((part) => part instanceof EventNotificationList);
    const events = lists.flatMap((list) => list.events ?? []);
    // A queue that came full may have run over, whether the server says so or not.
    const isFull = events.length >= this.#queueSize;
    if (isFull) this.#owe();
    const words: ConditionWord[] = isFull ? [{ kind: 'gap' }] : [];
    for (const { eventFields } of events) {
      const word = readEvent(eventFields ?? []);
      if (word === undefined) continue;
      if (word === 'wanted' || word.kind === 'gap') this.#owe();
      else if (word.kind === 'replayed') this.#replayed();
      if (word !== 'wanted') words.push(word);
    }
    if (words.length > 0) this.#listener.onWords(words);
  }

  #replayed(): void {
    this.#withinMs = REPLAY_WITHIN_MS;
    if (this.#isOwed) return;
    this.#afterGapMs = AFTER_GAP_MS;
    this.#later(REPLAY_EVERY_MS);
  }
}
