/** Who sent a request: a key compared without telling by time how much of it was right, or a Standard Webhooks signature. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  readonly id: string;
  /** Seconds since the epoch, as text. */
  readonly timestamp: string;
  /** One or more signatures such as `v1,<base64>`, separated by spaces. */
  readonly signatures: string;
  readonly body: Uint8Array;
}

export type SignatureVerdict = 'good' | 'incomplete' | 'wrong' | 'too-old' | 'too-new';

/** Lengths differ without telling: both sides are hashed first. */
export function isSameSecret(given: string, known: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(given), digest(known));
}

/** During a rotation several secrets are good. The signature is checked before the time, so that a guess learns nothing. */
export function judgeSignature(
  request: SignedRequest,
  secrets: readonly string[],
  nowMs: number,
  toleranceMs: number,
): SignatureVerdict {
  const { id, timestamp, signatures, body } = request;
  if (id === '' || signatures === '' || !/^\d{1,12}$/.test(timestamp)) return 'incomplete';
  const given = signatures.split(' ').flatMap((one) => (one.startsWith('v1,') ? [one.slice(3)] : []));
  const expected = secrets.map((secret) => signatureOf({ id, timestamp, body }, secret));
  const isGood = expected.some((known) => given.filter((one) => isSameSecret(one, known)).length > 0);
  if (!isGood) return 'wrong';
  const ageMs = nowMs - Number(timestamp) * 1_000;
  if (ageMs > toleranceMs) return 'too-old';
  return ageMs < -toleranceMs ? 'too-new' : 'good';
}

/** `whsec_` before a secret says that the rest is base64; any other text is used as it stands. */
export function signatureOf({ id, timestamp, body }: Omit<SignedRequest, 'signatures'>, secret: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret, 'utf8');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
}
