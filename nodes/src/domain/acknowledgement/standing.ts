/** Where an exchange stands, in one word and in one sentence: what an order is called between release and start. */
import { type Exchange, inForce, latest } from './exchange.ts';

export const STANDINGS = [
  'sent',
  'accepted',
  'partial',
  'rejected',
  'amending',
  'too-late',
  'recalling',
  'recalled',
  'late',
  'escalated',
] as const;
export type Standing = (typeof STANDINGS)[number];

export function standing(exchange: Exchange): Standing {
  const question = latest(exchange);
  const held = inForce(exchange);
  if (!question) throw new Error('an exchange begins with a question');
  switch (question.answer?.decision) {
    case 'accepted':
      return question.isRecall ? 'recalled' : 'accepted';
    case 'partial':
      return 'partial';
    case 'rejected':
      return held === undefined ? 'rejected' : 'too-late';
    case undefined:
      if (question.wait !== 'waiting') return question.wait;
      if (question.isRecall) return 'recalling';
      return held === undefined ? 'sent' : 'amending';
  }
}

/** Nothing more is expected of the other side. */
export const isSettled = (exchange: Exchange): boolean => latest(exchange)?.answer !== undefined;

export function says(exchange: Exchange, peer: string): string {
  const { subject } = exchange;
  const revision = latest(exchange)?.revision ?? 0;
  const held = inForce(exchange);
  const goesOn = held === undefined ? 'works with no revision' : `works with revision ${held}`;
  switch (standing(exchange)) {
    case 'sent':
      return `${peer} was asked for ${subject}, revision ${revision}, and has not answered yet`;
    case 'accepted':
      return `${peer} took revision ${revision} of ${subject}`;
    case 'partial':
      return `${peer} took revision ${revision} of ${subject} in part`;
    case 'rejected':
      return `${peer} refused revision ${revision} of ${subject} and ${goesOn}`;
    case 'amending':
      return `${peer} was told revision ${revision} of ${subject}, has not answered yet and ${goesOn}`;
    case 'too-late':
      return `too late: ${peer} refused revision ${revision} of ${subject} and ${goesOn}`;
    case 'recalling':
      return `${peer} was asked to give ${subject} back, has not answered yet and ${goesOn}`;
    case 'recalled':
      return `${peer} gave ${subject} back`;
    case 'late':
      return `${peer} is late with its answer to revision ${revision} of ${subject} and ${goesOn}`;
    case 'escalated':
      return `${peer} has still not answered revision ${revision} of ${subject}, which was passed on to a person; it ${goesOn}`;
  }
}
