/** Who in the plant is told something, by role: flows name the role, the site pack the people. */
import { z } from 'zod';

const address = z
  .string()
  .regex(/^(\$\{[A-Za-z_]\w*\}|[^\s@<>,;"]+@[^\s@<>,;"]+)$/, 'a mail address, or ${VARIABLE} that holds one');

export const rolesSchema = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a short name such as quality-lead'),
  z.strictObject({
    title: z.string().min(1).max(80),
    mail: z.array(address).max(20).default([]),
  }),
);
