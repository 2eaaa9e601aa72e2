/** What a request for letters asks for; anything it does not know is left out, so that an old bookmark still works. */
import type { DeadLetterFilter } from '../../domain/delivery/dead-letter.ts';
import type { FailureClass } from '../../domain/failure.ts';

/** Letters per page; a page is read in a few milliseconds and drawn in one go. */
const PAGE = 100;
const HOUR_MS = 3_600_000;

const STATES = ['open', 'replayed', 'discarded'] as const;
const CLASSES: readonly FailureClass[] = [
  'transient',
  'throttled',
  'conflict',
  'waiting',
  'business',
  'data',
  'authorisation',
  'configuration',
  'unknown',
];

/** `query` of a GET or the body of a POST. */
export function filterOf(query: Readonly<Record<string, unknown>>, nowMs: number): DeadLetterFilter {
  const text = (name: string): string | undefined => {
    const value = query[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = Number(query[name] ?? Number.NaN);
    return Number.isFinite(value) && value > 0 ? value : undefined;
  };
  const hours = number('olderThanHours');
  return defined({
    state: STATES.find((state) => state === query['state']),
    code: text('code'),
    failureClass: CLASSES.find((one) => one === query['class']),
    stage: text('stage'),
    flow: text('flow'),
    order: text('order'),
    buriedBefore: hours === undefined ? undefined : nowMs - hours * HOUR_MS,
    limit: Math.min(number('limit') ?? PAGE, PAGE),
    afterId: number('after'),
  });
}

function defined(filter: { [K in keyof DeadLetterFilter]: DeadLetterFilter[K] | undefined }): DeadLetterFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
