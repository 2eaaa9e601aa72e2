/** Watches tags in one session: monitored items in slices, one batch of samples per publish response, gaps told. */
import {
  AttributeIds,
  type ClientMonitoredItemBase,
  ClientMonitoredItemGroup,
  type ClientSession,
  ClientSubscription,
  DataChangeNotification,
  type DataValue,
  type NotificationMessage,
  TimestampsToReturn,
} from 'node-opcua-client';
import type { FeedOptions } from '../../domain/plant/tag-feed.ts';
import type { Sample } from '../../domain/ports.ts';
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
/** The server says something at least this often. */
const KEEP_ALIVE_MS = 5_000;
/** Time a server keeps the subscription while nobody fetches from it. */
const LIFETIME_MS = 600_000;
const CLOSE_WITHIN_MS = 2_000;
const UNWATCHED = 'BadWaitingForInitialData';

/** Longest silence of a healthy subscription, ms. */
export function longestSilenceMs(options: FeedOptions): number {
  return 2 * Math.max(KEEP_ALIVE_MS, options.publishingMs) + 3_000;
}

export class Watch {
  readonly #tags: readonly string[];
  readonly #options: FeedOptions;
  readonly #listener: WatchListener;
  readonly #subscription: ClientSubscription;
  readonly #tagOf = new Map<ClientMonitoredItemBase, string>();
  #subscriptionId: number | undefined;
  #sequence: number | undefined;
  #closed = false;

  constructor(session: ClientSession, tags: readonly string[], options: FeedOptions, listener: WatchListener) {
    this.#tags = tags;
    this.#options = options;
    this.#listener = listener;
    const { publishingMs } = options;
    this.#subscription = ClientSubscription.create(session, {
      requestedPublishingInterval: publishingMs,
      requestedMaxKeepAliveCount: Math.max(1, Math.round(KEEP_ALIVE_MS / publishingMs)),
      requestedLifetimeCount: Math.max(30, Math.round(LIFETIME_MS / publishingMs)),
      maxNotificationsPerPublish: 0,
      publishingEnabled: true,
      priority: 10,
    });
  }

  /** Rejects when the server refuses the subscription; single tags it does not know come with their status. */
  async start(): Promise<void> {
    await this.#subscribed();
    this.#subscriptionId = this.#subscription.subscriptionId;
    this.#listener.onSamples(this.#tags.map((tag) => gapSample(tag, UNWATCHED)));
    const { samplingMs: samplingInterval, queueSize } = this.#options;
    for (let start = 0; start < this.#tags.length; start += SLICE) {
      if (this.#closed) return;
      await this.#monitor(this.#tags.slice(start, start + SLICE), { samplingInterval, queueSize, discardOldest: true });
    }
  }

  async close(): Promise<void> {
    this.abandon();
    // While the library reconnects, requests wait for the server; the subscription then ends by its lifetime.
    await Promise.race([this.#subscription.terminate().catch(() => undefined), pause(CLOSE_WITHIN_MS)]);
  }

  /** Hears nothing more; the session takes the subscription with it. */
  abandon(): void {
    this.#closed = true;
    this.#subscription.removeAllListeners();
    this.#subscription.on('error', () => undefined);
  }

  #subscribed(): Promise<void> {
    const subscription = this.#subscription;
    subscription.on('received_notifications', (message) => this.#take(message));
    subscription.on('keepalive', () => this.#listener.onHeard());
    subscription.on('status_changed', () => this.#broken('the server ended the subscription'));
    subscription.on('internal_error', (error) => this.#broken(error.message));
    return new Promise((resolve, reject) => {
      subscription.once('started', () => resolve());
      subscription.once('error', reject);
      subscription.once('terminated', () => {
        reject(new Error('the server refused the subscription'));
        this.#broken('the subscription was terminated');
      });
    });
  }

  async #monitor(
    tags: readonly string[],
    parameters: Parameters<typeof ClientMonitoredItemGroup.create>[2],
  ): Promise<void> {
    const items = tags.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value }));
    const group = ClientMonitoredItemGroup.create(this.#subscription, items, parameters, TimestampsToReturn.Both);
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

  #take(message: NotificationMessage) {
    this.#listener.onHeard();
    const gap = this.#gapBefore(message);
    if (gap) return this.#broken(gap);
    const changes = (message.notificationData ?? []).filter((part) => part instanceof DataChangeNotification);
    const items = changes.flatMap(({ monitoredItems }) => monitoredItems ?? []);
    const samples = items.flatMap(({ clientHandle, value }) => this.#samplesOf(clientHandle, value));
    if (samples.length > 0) this.#listener.onSamples(samples);
  }

  #samplesOf(clientHandle: number, value: DataValue): Sample[] {
    const item = this.#subscription.monitoredItems[clientHandle];
    const tag = item && this.#tagOf.get(item);
    if (!tag) return [];
    // The server dropped older changes of this tag: what lay between cannot be known.
    return value.statusCode.hasOverflowBit
      ? [gapSample(tag, 'BadDataLost'), toSample(tag, value)]
      : [toSample(tag, value)];
  }

  /** The library may have made the subscription anew while it reconnected, or a message may be gone for good. */
  #gapBefore({ sequenceNumber }: NotificationMessage): string | undefined {
    const { subscriptionId } = this.#subscription;
    if (this.#subscriptionId !== subscriptionId) return 'the server lost the subscription';
    const expected = this.#sequence === undefined ? sequenceNumber : nextSequence(this.#sequence);
    this.#sequence = sequenceNumber;
    return sequenceNumber === expected ? undefined : `notification ${expected} is missing`;
  }

  #broken(reason: string): void {
    if (!this.#closed) this.#listener.onBroken(reason);
  }
}

/** Runs from 1 to 2^32 - 1 and starts again at 1. */
function nextSequence(sequence: number): number {
  return sequence >= 2 ** 32 - 1 ? 1 : sequence + 1;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
