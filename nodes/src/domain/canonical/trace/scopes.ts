/** Pieces that the events of genealogy share. */
import { z } from 'zod';
import { code, decimalText, instant, materialRef } from '../blocks.ts';
import type { KeyScope } from '../definition.ts';
import { subject } from '../scopes.ts';

/** A lot is unique per material; of a serial number there is one piece. */
export const tracedLot = z.strictObject({ material: materialRef, lotId: code, isSerial: z.boolean() });
/** In the unit of the material. */
export const tracedPart = z.strictObject({
  material: materialRef,
  lotId: code.optional(),
  quantity: decimalText,
});
export const passage = z.strictObject({
  kind: z.enum(['received', 'shipped']),
  lot: tracedLot,
  quantity: decimalText,
  at: instant,
  document: code,
});

interface OfQuestion {
  readonly questionId: string;
}
export const questionPartition = ({ questionId }: OfQuestion, { site, system }: KeyScope): string =>
  `${site}:trace:${system}:${questionId}`;
export const questionSubject = ({ questionId }: OfQuestion): string => subject('tracequestion', questionId);
export const questionCorrelation = ({ questionId }: OfQuestion, { enterprise }: KeyScope): string =>
  `trace:${enterprise}:${questionId}`;
