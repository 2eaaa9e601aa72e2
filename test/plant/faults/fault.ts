/** What can go wrong between two peers, as data. Shared by the proxies and by the simulated Odoo. */

export const FAULT_KINDS = [
  'cut',
  'refuse',
  'slow',
  'status',
  'html',
  'error',
  'lost',
  'duplicate',
  'reorder',
  'kill',
] as const;

/**
 * - `cut`: the connection is reset before anything happened.
 * - `refuse`: nobody listens (ECONNREFUSED) until the fault ends.
 * - `slow`: everything works, `delayMs` late.
 * - `status`: an intermediary answers `status` with a text page; the peer never saw the request.
 * - `html`: HTTP 200 with a web page instead of data; the peer never saw the request.
 * - `error`: the peer answers with an error of its own (`name`, `message`), nothing is stored.
 * - `lost`: the peer did its work, the answer is cut off; with `status` an intermediary answers that in its place.
 * - `duplicate`: the request is delivered twice, the first answer is returned.
 * - `reorder`: the request waits until a later one was answered, at most `delayMs`.
 * - `kill`: the process that sent the request dies `at` a moment of the exchange; for proxies that were told how.
 */
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultMatch {
  readonly model?: string;
  readonly method?: string;
  /** A part of the request's path, for peers that are not Odoo. */
  readonly path?: string;
  /** Only Odoo calls that write, or only those that read. */
  readonly writes?: boolean;
}

/** Before the peer has the request, after its work is done and before the answer leaves, after it left. */
export const KILL_MOMENTS = ['sent', 'done', 'answered'] as const;
export type KillMoment = (typeof KILL_MOMENTS)[number];

export interface Fault {
  readonly kind: FaultKind;
  readonly at?: KillMoment;
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

const READS = /^(read|search|search_read|search_count|fields_get|has_access|context_get|get_\w+|\w*read_group)$/;

/** Unknown methods count as writing. */
export const writes = ({ method }: Sighting): boolean => method !== undefined && !READS.test(method);

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
    at: KILL_MOMENTS.find((moment) => moment === given.at),
    match: defined({
      model: text(match.model),
      method: text(match.method),
      path: text(match.path),
      writes: typeof match.writes === 'boolean' ? match.writes : undefined,
    }),
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
