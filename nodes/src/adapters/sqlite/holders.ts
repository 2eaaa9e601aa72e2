/** Who holds which key until its message is stored: in memory, with a fence against holders of an earlier life. */
import type { ReserveRequest } from '../../domain/journal.ts';
import { leaseNumber, leaseText, type Session } from './session.ts';
import { hex } from './sql.ts';

/** What a reservation is; its token carries it. */
export interface Claim {
  /** Rises within a life of the journal and from life to life. */
  readonly lease: number;
  /** Hash of the key; a claim read from a token has none. */
  readonly key?: Uint8Array;
  readonly fingerprint: Uint8Array;
  readonly retentionMs: number;
  readonly firstSeen: number;
  readonly until: number;
  /** The key may have a row whose retention is over. */
  readonly replaces: boolean;
}

const LEASES_OF_A_LIFE = 2 ** 32;

export function createHolders(session: Session) {
  const { tallies } = session;
  const byKey = new Map<string, Claim>();
  let lastLease = tallies.next('life') * LEASES_OF_A_LIFE;

  const set = (key: string, claim: Claim | undefined): void => {
    const before = byKey.get(key);
    tallies.undo(() => put(key, before));
    put(key, claim);
  };
  const put = (key: string, claim: Claim | undefined): void => {
    if (claim) byKey.set(key, claim);
    else byKey.delete(key);
  };

  return {
    of: (key: string): Claim | undefined => byKey.get(key),
    count: (): number => byKey.size,
    drop: (key: string): void => set(key, undefined),
    /** Those whose lease is long over; their tokens stay good until somebody else takes the key. */
    forget(before: number): void {
      for (const [key, claim] of byKey) if (claim.until <= before) byKey.delete(key);
    },

    take(request: ReserveRequest, hashed: Pick<Claim, 'key' | 'fingerprint'>, replaces: boolean): Claim {
      lastLease += 1;
      const { leaseMs, retentionMs } = request;
      const { now } = session;
      const claim = { lease: lastLease, ...hashed, retentionMs, firstSeen: now, until: now + leaseMs, replaces };
      set(request.key, claim);
      return claim;
    },
  };
}

export function claimText(session: Session, { lease, fingerprint, retentionMs, firstSeen }: Claim): string {
  const numbers = [retentionMs, firstSeen].map((number) => number.toString(36));
  return [leaseText(session, lease), hex(fingerprint), ...numbers].join('.');
}

export function readClaim(session: Session, text: string): Claim | undefined {
  const lease = leaseNumber(session, text);
  const [, , print, retention, firstSeen] = text.split('.');
  if (lease === undefined || print === undefined || retention === undefined || firstSeen === undefined)
    return undefined;
  return {
    lease,
    fingerprint: Buffer.from(print, 'hex'),
    retentionMs: Number.parseInt(retention, 36),
    firstSeen: Number.parseInt(firstSeen, 36),
    until: 0,
    replaces: true,
  };
}
