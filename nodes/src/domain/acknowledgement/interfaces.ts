/** How long each interface of a plant may take to answer: a part of the site pack. */
import { z } from 'zod';

const minutes = z.number().positive().max(525_600);

export const interfaceSchema = z
  .strictObject({
    title: z.string().min(1).max(80),
    /** Without an answer by then it is late. */
    answerMinutes: minutes,
    /** Without an answer by then a person has to see to it. */
    escalateMinutes: minutes,
  })
  .refine((one) => one.escalateMinutes > one.answerMinutes, {
    path: ['escalateMinutes'],
    message: 'more than answerMinutes',
  });

export type Interface = z.output<typeof interfaceSchema>;
