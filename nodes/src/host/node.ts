/** What a node's own code sees of the host. `register.ts` provides it; behaviours and resources never see Node-RED. */
import type { Mode } from '../domain/delivery/mode.ts';
import type { Decided, OperatorSwitch } from '../domain/delivery/switching.ts';
import type { Failure } from '../domain/failure.ts';
import type { Message } from '../domain/message.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Clock, Hash, Ids, Result } from '../domain/ports.ts';
import type { Followed } from './following.ts';

/** `ok` means data flows, not merely "connected"; `idle` is healthy without traffic. */
export type Health = 'ok' | 'idle' | 'waiting' | 'degraded' | 'failed';

export interface StatusReport {
  readonly health: Health;
  /** At most about 40 characters; shown under the node. */
  readonly text: string;
}

export interface HttpRequest {
  /** Names in lower case; a repeated header is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly remoteAddress: string;
  /** The raw body, undefined when it is longer. Read once. */
  body(maxBytes: number): Promise<Uint8Array | undefined>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpAnswer>;

export interface NodeContext<C> {
  readonly id: string;
  readonly name: string;
  /** Label of the flow tab, for dead letters. */
  readonly flow: string;
  /** Version of that flow as it is deployed now. */
  flowVersion?(): string;
  readonly config: C;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hash: Hash;
  /** Node-RED's user directory (absolute). */
  readonly userDir: string;
  /** A variable by the name that a person entered; of the node's flow, else of the process. */
  environment(name: string): string | undefined;
  /** Configurations of all enabled nodes of this type as deployed at present, this one's included. */
  deployed(): readonly C[];
  /** The resource a configuration node offers; a Failure when it is missing, disabled, misconfigured or failed to start. */
  resource<T>(configNodeId: string): Promise<Result<T>>;
  report(status: StatusReport): void;
  /** Answers POST requests to a path of the runtime's own web server; returns how to stop. */
  serve(path: string, handle: HttpHandler): Result<() => void>;
  /** Sends a message that no input caused. Sources and the outbox use it. */
  emit(message: Message, port?: string): void;
  /** Sends like `emit`; tells when the flow has taken it: every node that got it, or what was made of it, is done. */
  emitFollowed?(message: Message, port?: string): Followed;
  /** False when nothing that is enabled listens at this port. */
  reaches?(port: string): boolean;
  log: { info(text: string): void; warn(text: string): void; failure(failure: Failure): void };
}

/**
 * What an entry's `start` returns. A failed `Result` (resource not there yet) is tried again with growing pauses while
 * messages wait; a throw is a bug and stops the node.
 */
export type Started = Behaviour | Result<Behaviour>;

/** One message in, one outcome out; sources have no `handle`. */
export interface Behaviour {
  handle?(message: Message): Promise<Outcome>;
  /** Called on redeploy and shutdown; must end within 10 s. */
  close?(): Promise<void>;
}

export interface ResourceHealth extends StatusReport {
  readonly failure?: Failure;
  /** How a connection is worked with at present, and how many calls it gets at once. */
  readonly mode?: Mode;
  readonly callsAtOnce?: number;
  /** What a person decided last about it. */
  readonly decided?: Decided & { readonly to: OperatorSwitch };
  /** When a server last said what can run there, and which intents cannot. */
  readonly asked?: { readonly atMs: number; readonly version: string; readonly cannotRun: readonly string[] };
}

/** What a configuration node offers to its users. `close` waits for users that are still in flight. */
export interface Resource<T> {
  readonly value: T;
  health(): Promise<ResourceHealth>;
  close(): Promise<void>;
}
