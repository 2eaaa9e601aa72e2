/** Watches tags in one session: monitored items in slices, one batch of samples per publish response, gaps told. */
import {
  AttributeIds,
  type ClientMonitoredItemBase,
  ClientMonitoredItemGroup,
  type ClientSession,
  DataChangeNotification,
  type DataValue,
  type NotificationMessage,
  TimestampsToReturn,
} from 'node-opcua-client';
import type { FeedOptions } from '../../domain/plant/tag-feed.ts';
import type { Sample } from '../../domain/ports.ts';
import { Lifeline } from './lifeline.ts';
import { gapSample, toSample } from './values.ts';

export interface WatchListener {
  onSamples(samples: readonly Sample[]): void;
  /** The server said something: values, or that there are none. */
  onHeard(): void;
  /** Something was lost that the server will not send again: only a new watch helps. */
  onBroken(reason: string): void;
}

/** Items per request; servers limit what one request may create. */
const SLICE = 1_000;
const UNWATCHED = 'BadWaitingForInitialData';

export class Watch {
  readonly #tags: readonly string[];
  readonly #options: FeedOptions;
  readonly #listener: WatchListener;
  readonly #lifeline: Lifeline;
  readonly #tagOf = new Map<ClientMonitoredItemBase, string>();
  #isBroken = false;

  constructor(session: ClientSession, tags: readonly string[], options: FeedOptions, listener: WatchListener) {
    this.#tags = tags;
    this.#options = options;
    this.#listener = listener;
    this.#lifeline = new Lifeline(session, options.publishingMs, {
      onMessage: (message) => this.#take(message),
      onHeard: () => listener.onHeard(),
      onGap: (reason) => this.#broken(reason),
      onBroken: (reason) => this.#broken(reason),
    });
  }

  /** Rejects when the server refuses the subscription; single tags it does not know come with their status. */
  async start(): Promise<void> {
    await this.#lifeline.start();
    this.#listener.onSamples(this.#tags.map((tag) => gapSample(tag, UNWATCHED)));
    const { samplingMs: samplingInterval, queueSize } = this.#options;
    for (let start = 0; start < this.#tags.length; start += SLICE) {
      if (this.#lifeline.isClosed) return;
      await this.#monitor(this.#tags.slice(start, start + SLICE), { samplingInterval, queueSize, discardOldest: true });
    }
  }

  close(): Promise<void> {
    return this.#lifeline.close();
  }

  /** Hears nothing more; the session takes the subscription with it. */
  abandon(): void {
    this.#lifeline.abandon();
  }

  /** Nothing of a broken watch is believed any more. */
  #broken(reason: string): void {
    this.#isBroken = true;
    this.#listener.onBroken(reason);
  }

  async #monitor(
    tags: readonly string[],
    parameters: Parameters<typeof ClientMonitoredItemGroup.create>[2],
  ): Promise<void> {
    const items = tags.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value }));
    const { subscription } = this.#lifeline;
    const group = ClientMonitoredItemGroup.create(subscription, items, parameters, TimestampsToReturn.Both);
    group.monitoredItems.forEach((item, index) => {
      this.#tagOf.set(item, tags[index] ?? '');
    });
    await new Promise<void>((resolve, reject) => {
      group.on('initialized', resolve);
      group.on('err', (message) => reject(new Error(message)));
    });
    const refused = group.monitoredItems.flatMap(({ statusCode }, index) => {
      const tag = tags[index];
      return tag === undefined || statusCode.isGood() ? [] : [gapSample(tag, statusCode.name)];
    });
    if (refused.length > 0) this.#listener.onSamples(refused);
  }

  #take(message: NotificationMessage): void {
    if (this.#isBroken) return;
    const changes = (message.notificationData ?? []).filter((part) => part instanceof DataChangeNotification);
    const items = changes.flatMap(({ monitoredItems }) => monitoredItems ?? []);
    const samples = items.flatMap(({ clientHandle, value }) => this.#samplesOf(clientHandle, value));
    if (samples.length > 0) this.#listener.onSamples(samples);
  }

  #samplesOf(clientHandle: number, value: DataValue): Sample[] {
    const item = this.#lifeline.subscription.monitoredItems[clientHandle];
    const tag = item && this.#tagOf.get(item);
    if (!tag) return [];
    // The server dropped older changes of this tag: what lay between cannot be known.
    return value.statusCode.hasOverflowBit
      ? [gapSample(tag, 'BadDataLost'), toSample(tag, value)]
      : [toSample(tag, value)];
  }
}
