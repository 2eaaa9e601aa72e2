/** What can go wrong between two peers, as data. Shared by the proxies and by the simulated Odoo. */

export const FAULT_KINDS = ['cut', 'refuse', 'slow', 'status', 'html', 'error', 'lost', 'duplicate'] as const;

/**
 * - `cut`: the connection is reset before anything happened.
 * - `refuse`: nobody listens (ECONNREFUSED) until the fault ends.
 * - `slow`: everything works, `delayMs` late.
 * - `status`: an intermediary answers `status` with a text page; the peer never saw the request.
 * - `html`: HTTP 200 with a web page instead of data; the peer never saw the request.
 * - `error`: the peer answers with an error of its own (`name`, `message`), nothing is stored.
 * - `lost`: the peer did its work, the answer is cut off.
 * - `duplicate`: the request is delivered twice, the first answer is returned.
 */
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultMatch {
  readonly model?: string;
  readonly method?: string;
  /** A part of the request's path, for peers that are not Odoo. */
  readonly path?: string;
}

export interface Fault {
  readonly kind: FaultKind;
  /** Which requests; absent means all. */
  readonly match?: FaultMatch;
  /** Number of requests it hits. Absent together with `forMs`: until it is taken away. */
  readonly times?: number;
  readonly forMs?: number;
  /** Lets this many matching requests pass first. */
  readonly skip?: number;
  readonly delayMs?: number;
  readonly status?: number;
  readonly name?: string;
  readonly message?: string;
}

/** What a request is known by when faults are matched. */
export interface Sighting {
  readonly model?: string;
  readonly method?: string;
  readonly path?: string;
}

export const isFaultKind = (value: unknown): value is FaultKind => FAULT_KINDS.some((kind) => kind === value);

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

/** A fault out of a JSON body, or a sentence saying what is wrong with it. */
export function readFault(body: unknown): Fault | string {
  if (typeof body !== 'object' || body === null) return 'a fault is an object with at least "kind"';
  const given = body as { readonly [key: string]: unknown };
  if (!isFaultKind(given.kind)) return `"kind" must be one of ${FAULT_KINDS.join(', ')}`;
  const match = (typeof given.match === 'object' && given.match !== null ? given.match : {}) as {
    readonly [key: string]: unknown;
  };
  return defined({
    kind: given.kind,
    match: defined({ model: text(match.model), method: text(match.method), path: text(match.path) }),
    times: count(given.times),
    forMs: count(given.forMs),
    skip: count(given.skip),
    delayMs: count(given.delayMs),
    status: count(given.status),
    name: text(given.name),
    message: text(given.message),
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The same object without its undefined entries. */
const defined = <T extends object>(
  given: T,
): Defined<T> & { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
