/** One subscription of a session: starts, tells every message and every silence, and notices when something is missing. */
import { type ClientSession, ClientSubscription, type NotificationMessage } from 'node-opcua-client';

export interface LifelineListener {
  onMessage(message: NotificationMessage): void;
  /** The server said something: a message, or that there is none. */
  onHeard(): void;
  /** A message is gone for good; the subscription goes on. */
  onGap(reason: string): void;
  /** Only a new subscription helps. */
  onBroken(reason: string): void;
}

/** The server says something at least this often. */
const KEEP_ALIVE_MS = 5_000;
/** Time a server keeps the subscription while nobody fetches from it. */
const LIFETIME_MS = 600_000;
const CLOSE_WITHIN_MS = 2_000;

/** Longest silence of a healthy subscription, ms. */
export function longestSilenceMs({ publishingMs }: { readonly publishingMs: number }): number {
  return 2 * Math.max(KEEP_ALIVE_MS, publishingMs) + 3_000;
}

export class Lifeline {
  readonly subscription: ClientSubscription;
  readonly #listener: LifelineListener;
  #subscriptionId: number | undefined;
  #sequence: number | undefined;
  #closed = false;

  constructor(session: ClientSession, publishingMs: number, listener: LifelineListener) {
    this.#listener = listener;
    this.subscription = ClientSubscription.create(session, {
      requestedPublishingInterval: publishingMs,
      requestedMaxKeepAliveCount: Math.max(1, Math.round(KEEP_ALIVE_MS / publishingMs)),
      requestedLifetimeCount: Math.max(30, Math.round(LIFETIME_MS / publishingMs)),
      maxNotificationsPerPublish: 0,
      publishingEnabled: true,
      priority: 10,
    });
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Rejects when the server refuses the subscription. */
  async start(): Promise<void> {
    await this.#subscribed();
    this.#subscriptionId = this.subscription.subscriptionId;
  }

  async close(): Promise<void> {
    this.abandon();
    // While the library reconnects, requests wait for the server; the subscription then ends by its lifetime.
    await Promise.race([this.subscription.terminate().catch(() => undefined), pause(CLOSE_WITHIN_MS)]);
  }

  /** Hears nothing more; the session takes the subscription with it. */
  abandon(): void {
    this.#closed = true;
    this.subscription.removeAllListeners();
    this.subscription.on('error', () => undefined);
  }

  #subscribed(): Promise<void> {
    const { subscription } = this;
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

  /** The library may have made the subscription anew while it reconnected, or a message may be gone for good. */
  #take(message: NotificationMessage): void {
    this.#listener.onHeard();
    const { subscriptionId } = this.subscription;
    if (this.#subscriptionId === subscriptionId) this.#pass(message);
    else this.#broken('the server lost the subscription');
  }

  #pass(message: NotificationMessage): void {
    const { sequenceNumber } = message;
    const expected = this.#sequence === undefined ? sequenceNumber : nextSequence(this.#sequence);
    this.#sequence = sequenceNumber;
    if (sequenceNumber !== expected) this.#listener.onGap(`notification ${expected} is missing`);
    if (!this.#closed) this.#listener.onMessage(message);
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
