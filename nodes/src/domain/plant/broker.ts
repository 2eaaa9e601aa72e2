/** The port of a message broker: a session that keeps what nobody acknowledged, and a way to publish what it confirms. */
import type { Result } from '../ports.ts';
import type { FeedHealth } from './tag-feed.ts';

/** One message as it came; `attributes` are the user properties of MQTT 5. */
export interface Inbound {
  readonly topic: string;
  readonly body: Uint8Array;
  readonly contentType?: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly retained: boolean;
  /** The broker sent it before and never heard that it was taken. */
  readonly again: boolean;
}

export interface SessionOptions {
  /** Name of the session at the broker: the same after a restart, never used twice at the same time. */
  readonly clientId: string;
  readonly topics: readonly string[];
  /** How long the broker keeps the session while nobody is there, seconds. */
  readonly expirySeconds: number;
  /** Messages the broker may send before the first of them is acknowledged. */
  readonly inFlight: number;
}

export interface SessionListener {
  /** Resolves true when the message is durable here. Only then the broker is told, and only then it may forget. */
  onMessage(inbound: Inbound): Promise<boolean>;
  onHealth(health: FeedHealth): void;
}

/** One message for the broker; always of QoS 1. */
export interface Outbound {
  readonly topic: string;
  readonly body: string;
  readonly contentType: string;
  /** Kept by the broker for whoever subscribes later. */
  readonly retain: boolean;
}

export interface Publisher {
  /** Resolves when the broker confirmed that it has the message; never repeated by itself. */
  publish(outbound: Outbound): Promise<Result<{ readonly nobodyListens: boolean }>>;
  close(): Promise<void>;
}

/** What a broker configuration node offers. */
export interface Broker {
  readonly name: string;
  /** Connects and reconnects by itself until closed; the session stays at the broker. */
  open(options: SessionOptions, listener: SessionListener): { close(): Promise<void> };
  /** Connects and reconnects by itself until closed, under a name of its own. */
  publisher(clientId: string, onHealth: (health: FeedHealth) => void): Publisher;
  /** Connects once without a session, to tell whether it would work. */
  probe(): Promise<Result<{ readonly protocol: string }>>;
}
