/** What `npm run odoo:setup` can set up: for each topic and verb, the steps that are missing in this database. */
import { installSteps, purgeSteps, removeSteps } from '../../domain/odoo/batch/set-up.ts';
import { calendarSteps } from '../../domain/odoo/set-up/calendar.ts';
import { precisionSteps } from '../../domain/odoo/set-up/precision.ts';
import { noQuarantineSteps, quarantineSteps } from '../../domain/odoo/set-up/quarantine.ts';
import type { SetUpStep } from '../../domain/odoo/set-up/step.ts';
import { AREAS, type Area, dismissSteps, userSteps, type WantedUser } from '../../domain/odoo/set-up/user.ts';
import type { Erp, Result } from '../../domain/ports.ts';

export interface SetUpOptions {
  readonly login: string;
  readonly nowMs: number;
  readonly 'dry-run': boolean;
  readonly 'older-than': string;
  readonly for: string;
  readonly email: string;
  readonly 'work-centres': string;
  readonly digits: string;
}

type Steps = (admin: Erp, options: SetUpOptions) => Promise<Result<SetUpStep[]>>;

/** `check` lists what `install` would do. */
export interface Topic {
  readonly install: Steps;
  readonly remove?: Steps;
  readonly purge?: Steps;
  /** Why the options make no sense; undefined when they do. */
  wrong?(options: SetUpOptions): string | undefined;
}

const DAY_MS = 86_400_000;

export const listed = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

export const wantedUser = ({ login, email, for: areas }: SetUpOptions): WantedUser => ({
  login,
  // A name that leads nowhere by its definition (RFC 2606): Odoo 14 wants an address, nobody gets mail.
  email: email || (login.includes('@') ? login : `${login}@plantwire.invalid`),
  areas: listed(areas) as Area[],
});

const isCount = (text: string): boolean => /^[1-9]\d*$/.test(text);

export const TOPICS: Readonly<Record<string, Topic>> = {
  batch: {
    install: (admin, { login }) => installSteps(admin, login),
    remove: (admin, { login }) => removeSteps(admin, login),
    purge: (admin, { nowMs, 'older-than': days }) =>
      purgeSteps(admin, new Date(nowMs - Number(days) * DAY_MS).toISOString().slice(0, 19).replace('T', ' ')),
    wrong: ({ 'older-than': days }) => (isCount(days) ? undefined : '--older-than takes a number of days'),
  },
  user: {
    install: (admin, options) => userSteps(admin, wantedUser(options)),
    remove: (admin, options) => dismissSteps(admin, wantedUser(options)),
    wrong: ({ for: areas }) => {
      const unknown = listed(areas).filter((area) => !AREAS.some((known) => known === area));
      return unknown.length > 0 ? `--for knows ${AREAS.join(', ')}, not ${unknown.join(', ')}` : undefined;
    },
  },
  quarantine: { install: quarantineSteps, remove: noQuarantineSteps },
  calendar: { install: (admin, options) => calendarSteps(admin, listed(options['work-centres'])) },
  precision: {
    install: (admin, { digits }) => precisionSteps(admin, Number(digits)),
    wrong: ({ digits }) => (/^[0-6]$/.test(digits) ? undefined : '--digits takes a number from 0 to 6'),
  },
};

export const VERBS = ['install', 'check', 'remove', 'purge'] as const;
export type Verb = (typeof VERBS)[number];

export const stepsFor = (topic: Topic, verb: Verb): Steps | undefined => topic[verb === 'check' ? 'install' : verb];
