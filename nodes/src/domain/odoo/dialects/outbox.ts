/** How this version writes an automation rule and a job; what they run is the same text everywhere. */
import type { ErpProfile, Result } from '../../ports.ts';
import type { OutboxRules } from '../outbox-table.ts';
import { forVersion } from './choose.ts';
import { outboxRules as v14 } from './v14/outbox.ts';
import { outboxRules as v19 } from './v19/outbox.ts';

export const outboxRulesOf = (profile: ErpProfile): Result<OutboxRules> => forVersion(profile, { v14, v19 });
