/**
 * The port of another system that is reached over HTTP, as the nodes that send to it or ask it see it. The peer does the
 * same request once, however often it comes: by its id, or because it only asks. A lost answer is therefore no doubt.
 */
import type { Result } from '../ports.ts';

export interface PeerRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Appended to the address of the peer; begins with a slash, or is empty. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What the signature is made over, beside time and body. The same for every sending of the same thing. */
  readonly id: string;
  /** What is done, as a clause, for the failure. */
  readonly attempted: string;
  /** True when it asks about something that may not exist there. */
  readonly asks?: boolean;
}

/** An answer of the 2xx family. */
export interface PeerAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

export interface HttpPeer {
  /** Name of the endpoint in the site pack. */
  readonly name: string;
  /** `originsystem` of what the peer itself reports; empty when it reports nothing. */
  readonly system: string;
  /** One exchange, never repeated by itself. Everything but 2xx is a failure with its class. */
  send(request: PeerRequest): Promise<Result<PeerAnswer>>;
}
