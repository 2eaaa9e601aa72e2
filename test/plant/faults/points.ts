/**
 * The named points at which a process under test can be killed: each arrow on a message's way, before and after the
 * commit that holds it. Those of the journal are passed inside the process (`process-faults.ts`), those of the ERP in the
 * proxy in front of it.
 */

/** What the journal does for a message, as `<verb>.<moment>`. */
export const JOURNAL_VERBS = {
  count: 'a counter’s new position and the events made of it are stored',
  reserve: 'the key of an event is reserved, in memory alone',
  take: 'a message is put into the outbox',
  lease: 'a message is handed to the deliverer',
  settle: 'the outcome of a delivery is stored',
  burial: 'a message is put aside as a dead letter',
  replay: 'a dead letter is put back',
} as const;
export type JournalVerb = keyof typeof JOURNAL_VERBS;

export const MOMENTS = {
  before: 'asked for, nothing is written',
  commit: 'written, the transaction is still open',
  committed: 'committed, nobody has been told',
  after: 'told, nothing has been made of it yet',
} as const;
export type Moment = keyof typeof MOMENTS;

/** Nothing is written for a reservation before the message is taken: it has no transaction to die in. */
type WithoutCommit = 'reserve.commit' | 'reserve.committed';
const isReal = (point: string): boolean => point !== 'reserve.commit' && point !== 'reserve.committed';

export const OTHER_POINTS = {
  'migration.commit': 'a step of the schema is written, the transaction is still open',
  'migration.committed': 'a step of the schema is committed, the next one has not begun',
  'erp.sent': 'a writing call has reached the line, the ERP has not seen it',
  'erp.done': 'the ERP has committed, no byte of its answer has left',
  'erp.answered': 'the answer has been handed to the line',
} as const;

type JournalPoint = Exclude<`${JournalVerb}.${Moment}`, WithoutCommit>;
export type Point = JournalPoint | keyof typeof OTHER_POINTS;

export const POINTS: Readonly<Record<Point, string>> = {
  ...(Object.fromEntries(
    Object.entries(JOURNAL_VERBS).flatMap(([verb, what]) =>
      Object.entries(MOMENTS)
        .map(([moment, when]) => [`${verb}.${moment}`, `${what}: ${when}`])
        .filter(([point = '']) => isReal(point)),
    ),
  ) as Record<JournalPoint, string>),
  ...OTHER_POINTS,
};

export const isPoint = (name: string): name is Point => Object.hasOwn(POINTS, name);
