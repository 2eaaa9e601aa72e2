/**
 * Follows a message through the flow by Node-RED's messaging hooks: it is taken when every node that got it, or what was made
 * of it, is done. What is made of it keeps its id or, where a node takes the id away (split), a mark beside it.
 * Nodes that never say when they are done count as done at once.
 */
import type { RedHooks, RedMessage, RedNode, RedPassing } from './red.ts';

/** `closed`: the sender closes; `forgotten`: it gave up waiting. Nobody knows any more then. */
export type Ended = 'taken' | 'closed' | 'forgotten';

export interface Followed {
  readonly end: Promise<Ended>;
  /** Nobody waits for it any more. */
  forget(): void;
}

interface Way {
  readonly id: string;
  /** Deliveries under way and nodes at work. */
  open: number;
  isOver: boolean;
  readonly sender: object;
  readonly ids: Set<string>;
  end(how: Ended): void;
}

const LABEL = 'plantwire-following';
/** Property of `msg` with the id of the message it came from. */
const MARK = '_followed';

export class Following {
  readonly #hooks: RedHooks;
  readonly #ways = new Map<string, Way>();
  readonly #wayOf = new WeakMap<RedMessage, Way>();
  /** Deliveries of this very object that have not arrived. */
  readonly #travelling = new WeakMap<RedMessage, number>();
  readonly #senders = new Set<object>();
  readonly #gone = new WeakSet<object>();

  constructor(hooks: RedHooks) {
    this.#hooks = hooks;
  }

  /** `id` is new; `send` sends one message with the properties it is given. Hooks stay until the sender leaves. */
  follow(sender: object, id: string, send: (marks: RedMessage) => void): Followed {
    if (this.#gone.has(sender)) return unfollowed('closed', send);
    this.#enter(sender);
    let resolve: (how: Ended) => void = () => undefined;
    const end = new Promise<Ended>((done) => {
      resolve = done;
    });
    // One for the sending itself: a flow that delivers at once is not done before all wires have been served.
    const way: Way = {
      ...{ id, sender, open: 1, isOver: false, ids: new Set([id]) },
      end: (how) => this.#over(way, how, resolve),
    };
    this.#ways.set(id, way);
    send({ _msgid: id, [MARK]: id });
    this.#step(way, -1);
    return { end, forget: () => way.end('forgotten') };
  }

  leave(sender: object): void {
    this.#gone.add(sender);
    for (const way of new Set(this.#ways.values())) if (way.sender === sender) way.end('closed');
    if (this.#senders.delete(sender) && this.#senders.size === 0) this.#hooks.remove(`*.${LABEL}`);
  }

  #enter(sender: object): void {
    const isFirst = this.#senders.size === 0;
    this.#senders.add(sender);
    if (!isFirst) return;
    this.#hooks.add(`preDeliver.${LABEL}`, ({ msg }: RedPassing) => this.#sent(msg));
    this.#hooks.add(`onReceive.${LABEL}`, ({ msg }: RedPassing) => this.#arrived(msg));
    this.#hooks.add(`postReceive.${LABEL}`, ({ msg, destination }: RedPassing) => {
      if (saysNothing(destination?.node)) this.#left(msg);
    });
    this.#hooks.add(`onComplete.${LABEL}`, ({ msg }: RedPassing) => this.#left(msg));
  }

  #sent(message: RedMessage): void {
    const way = this.#find(message);
    if (!way) return;
    this.#travelling.set(message, (this.#travelling.get(message) ?? 0) + 1);
    this.#step(way, 1);
  }

  /** A link calls its target directly: such a message arrives without having travelled. */
  #arrived(message: RedMessage): void {
    const way = this.#find(message);
    if (!way) return;
    const travelling = this.#travelling.get(message) ?? 0;
    if (travelling > 0) this.#travelling.set(message, travelling - 1);
    else this.#step(way, 1);
  }

  #left(message: RedMessage): void {
    const way = this.#wayOf.get(message);
    if (way) this.#step(way, -1);
  }

  #find(message: RedMessage): Way | undefined {
    if (this.#ways.size === 0) return undefined;
    const known = this.#wayOf.get(message);
    const way = known && !known.isOver ? known : this.#byId(message);
    if (!way) return undefined;
    this.#wayOf.set(message, way);
    // A function node keeps the id and drops the mark, a split the other way round; one may stand behind the other.
    message[MARK] = way.id;
    if (message._msgid !== undefined && !this.#ways.has(message._msgid)) {
      way.ids.add(message._msgid);
      this.#ways.set(message._msgid, way);
    }
    return way;
  }

  #byId(message: RedMessage): Way | undefined {
    const byId = message._msgid === undefined ? undefined : this.#ways.get(message._msgid);
    const mark = message[MARK];
    return byId ?? (typeof mark === 'string' ? this.#ways.get(mark) : undefined);
  }

  #step(way: Way, by: 1 | -1): void {
    way.open += by;
    if (way.open <= 0) way.end('taken');
  }

  #over(way: Way, how: Ended, resolve: (how: Ended) => void): void {
    if (way.isOver) return;
    way.isOver = true;
    for (const id of way.ids) this.#ways.delete(id);
    resolve(how);
  }
}

/** Handlers of old style take no `done`. Internal to the host; without the figure a node is taken at its word. */
const saysNothing = (node: RedNode | undefined): boolean => node?._expectedDoneCount === 0;

/** Sent, and nobody looks where it goes. */
export function unfollowed(how: Ended, send: (marks: RedMessage) => void): Followed {
  send({});
  return { end: Promise.resolve(how), forget: () => undefined };
}

const byHooks = new WeakMap<RedHooks, Following>();

/** One for all nodes of a runtime. */
export function followingBy(hooks: RedHooks): Following {
  const following = byHooks.get(hooks) ?? new Following(hooks);
  byHooks.set(hooks, following);
  return following;
}
