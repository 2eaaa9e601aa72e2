/** The route hints come by. Odoo's own webhook can neither sign nor send a header: there the path carries the secret. */
import { type Bucket, drawOne, fullBucket, type Rate } from '../../domain/delivery/token-bucket.ts';
import { type Clock, fail, ok, type Result } from '../../domain/ports.ts';
import type { HttpAnswer, HttpHandler, HttpRequest } from '../../host/node.ts';

export interface HintSettings {
  readonly hintPath: string;
  readonly hintSecret: string;
}

export interface RouteParts {
  readonly clock: Clock;
  serve(path: string, handle: HttpHandler): Result<() => void>;
  isSameSecret(given: string, known: string): boolean;
  hint(record: string | undefined): void;
}

const MIN_SECRET = 24;
const MAX_BYTES = 256 * 1_024;
/** Odoo sends one per record and write; more than this says nothing that the next poll does not find. */
const RATE: Rate = { perMinute: 6_000, burst: 1_000 };

/** Resolves with how to close it; nothing is open without a path. */
export function openHints({ hintPath, hintSecret }: HintSettings, parts: RouteParts): Result<() => void> {
  if (hintPath === '') return ok(() => undefined);
  if (!/^[A-Za-z0-9_-]+$/.test(hintSecret) || hintSecret.length < MIN_SECRET) return fail(secretUnfit());
  let bucket: Bucket = fullBucket(RATE, parts.clock.now());
  const isIn = (): boolean => {
    const drawn = drawOne(bucket, RATE, parts.clock.now());
    bucket = drawn.bucket;
    return drawn.waitMs === 0;
  };
  const taken = async (request: HttpRequest): Promise<HttpAnswer> => {
    const body = await request.body(MAX_BYTES);
    if (!isIn()) return { status: 429, headers: { 'retry-after': '1' }, body: { state: 'known' } };
    parts.hint(body && recordOf(body));
    return { status: 202, body: { state: 'asking' } };
  };
  const byPath = parts.serve(`${hintPath}/${hintSecret}`, taken);
  if (!byPath.ok) return byPath;
  const byHeader = parts.serve(hintPath, async (request) =>
    parts.isSameSecret(request.headers['x-api-key'] ?? '', hintSecret) ? taken(request) : REFUSED,
  );
  if (!byHeader.ok) {
    byPath.value();
    return byHeader;
  }
  return ok(() => {
    byPath.value();
    byHeader.value();
  });
}

/** `_model` and `_id` as Odoo's webhook action writes them. What says neither is a hint all the same. */
function recordOf(body: Uint8Array): string | undefined {
  try {
    const { _model, _id } = JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
    return typeof _model === 'string' && typeof _id === 'number' ? `${_model}:${_id}` : undefined;
  } catch {
    return undefined;
  }
}

const REFUSED: HttpAnswer = {
  status: 401,
  headers: { 'content-type': 'application/problem+json' },
  body: {
    type: 'urn:plantwire:problem:access-refused',
    title: 'Could not take in a hint',
    status: 401,
    detail: 'The secret is missing or wrong. Send it as X-API-Key, or behind the path.',
  },
};

const secretUnfit = () => ({
  code: 'node-misconfigured',
  class: 'configuration' as const,
  attempted: 'open the path for hints',
  on: 'field "Secret of the path"',
  reason: `it needs at least ${MIN_SECRET} letters, digits, _ or -`,
  nextStep: 'Open the node, enter a secret (or clear the path) and deploy again.',
});
