/** The slice of Node-RED's runtime that we use, typed by us. One file to review per host release (read against 5.0.7). */

export interface RedMessage {
  _msgid?: string;
  payload?: unknown;
  [property: string]: unknown;
}

export interface RedStatus {
  fill?: 'red' | 'green' | 'yellow' | 'blue' | 'grey';
  shape?: 'ring' | 'dot';
  text?: string;
}

export type RedSend = (message: RedMessage | (RedMessage | RedMessage[] | null)[]) => void;
export type RedDone = (error?: Error) => void;

export interface RedNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly z?: string;
  /** Target ids per output port. */
  readonly wires?: readonly (readonly string[])[];
  /** The flow object that delivers our messages; knows whether a wire's target exists. Internal, so always optional. */
  readonly _flow?: { getNode?(id: string): unknown };
  /** Handlers that say when they are done. Internal, so always optional. */
  readonly _expectedDoneCount?: number;
  readonly credentials?: Readonly<Record<string, string>>;
  on(event: 'input', listener: (message: RedMessage, send: RedSend, done: RedDone) => void): void;
  on(event: 'close', listener: (removed: boolean, done: () => void) => void): void;
  send: RedSend;
  status(status: RedStatus | string): void;
  log(message: string): void;
  warn(message: unknown): void;
  error(message: unknown, context?: RedMessage): void;
}

/** What a messaging hook is told; `preDeliver` and the two of receiving name where the message goes. */
export interface RedPassing {
  readonly msg: RedMessage;
  readonly destination?: { readonly node?: RedNode };
}

export interface RedHooks {
  /** `preDeliver.label`; the callback must take one argument and answer nothing, or the flow stops there. */
  add(hook: string, callback: (passing: RedPassing) => void): void;
  /** `*.label` removes all of a label. */
  remove(hook: string): void;
}

export interface RedRequest {
  readonly params: Record<string, string>;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
  /** Who is logged in; absent where nobody has to. */
  readonly user?: { readonly username?: string };
}

export interface RedResponse {
  status(code: number): RedResponse;
  set(name: string, value: string): RedResponse;
  json(body: unknown): void;
  send(body: string): void;
}

/** A request whose body nobody has read: what the runtime's own web server hands to a route of flows. */
export interface RedIncoming extends AsyncIterable<Uint8Array> {
  readonly method?: string;
  readonly url?: string;
  readonly headers: Record<string, string | readonly string[] | undefined>;
  readonly socket: { readonly remoteAddress?: string };
}

export type RedHandler = (request: RedRequest, response: RedResponse) => void | Promise<void>;
export type RedGuard = (request: unknown, response: unknown, next: () => void) => void;

export interface RedRouter {
  get(path: string, ...handlers: (RedHandler | RedGuard)[]): void;
  post(path: string, ...handlers: (RedHandler | RedGuard)[]): void;
}

export interface Red {
  readonly nodes: {
    createNode(node: unknown, config: unknown): void;
    registerType(type: string, make: unknown, options?: unknown): void;
    getNode(id: string): RedNode | null;
    getCredentials(id: string): Record<string, string> | undefined;
    eachNode(callback: (config: Record<string, unknown>) => void): void;
  };
  readonly settings: Readonly<Record<string, unknown>> & { readonly userDir?: string };
  readonly auth: { needsPermission(permission: string): RedGuard };
  readonly httpAdmin: RedRouter;
  readonly httpNode: RedRouter;
  /** The web server below both; absent where the runtime is embedded without one. */
  readonly server?: { prependListener(event: 'request', listener: (request: RedIncoming) => void): unknown };
  readonly events: { on(event: string, listener: (...args: unknown[]) => void): void };
  readonly comms: { publish(topic: string, data: unknown, retain?: boolean): void };
  /** Absent where the runtime is embedded without them. */
  readonly hooks?: RedHooks;
  readonly util: { cloneMessage<T>(message: T): T; getSetting(node: unknown, name: string): unknown };
}
