/** What `npm run odoo:setup` can set up: for each topic and verb, the steps that are missing in this database. */
import { installSteps, purgeSteps, removeSteps } from '../../domain/odoo/batch/set-up.ts';
import { FOLLOWED } from '../../domain/odoo/outbox-table.ts';
import { calendarSteps, noCalendarSteps } from '../../domain/odoo/set-up/calendar.ts';
import { type KeyWish, keySteps, keysInWords, newKeySteps, oldKeySteps } from '../../domain/odoo/set-up/key.ts';
import { noOutboxSteps, outboxSteps, purgeOutboxSteps } from '../../domain/odoo/set-up/outbox.ts';
import { noPrecisionSteps, precisionSteps } from '../../domain/odoo/set-up/precision.ts';
import { noQuarantineSteps, quarantineSteps } from '../../domain/odoo/set-up/quarantine.ts';
import { noReturnsSteps, returnsSteps } from '../../domain/odoo/set-up/returns.ts';
import { shiftTableSteps } from '../../domain/odoo/set-up/shift-table.ts';
import type { SetUpStep } from '../../domain/odoo/set-up/step.ts';
import { AREAS, type Area, dismissSteps, userSteps, type WantedUser } from '../../domain/odoo/set-up/user.ts';
import { type Erp, ok, type Result } from '../../domain/ports.ts';

export interface SetUpOptions {
  readonly login: string;
  readonly nowMs: number;
  readonly 'dry-run': boolean;
  readonly 'older-than': string;
  readonly for: string;
  readonly email: string;
  readonly models: string;
  readonly 'work-centres': string;
  readonly digits: string;
  readonly days: string;
  readonly left: string;
  readonly another: boolean;
  /** Where a new key goes, and the one in use: what only the command can reach. */
  readonly keys: Pick<KeyWish, 'place' | 'prove'>;
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

const wrongDays = ({ 'older-than': days }: SetUpOptions): string | undefined =>
  days === '' || /^[1-9]\d*$/.test(days) ? undefined : '--older-than takes a number of days';

const agoOf = ({ nowMs, 'older-than': days }: SetUpOptions, usual: number): string =>
  new Date(nowMs - Number(days || usual) * DAY_MS).toISOString().slice(0, 19).replace('T', ' ');

const wishedKey = ({ login, nowMs, days, left, another, keys }: SetUpOptions): KeyWish => ({
  ...{ login, nowMs, ...keys },
  days: Number(days),
  leftDays: Number(left),
  isAnother: another,
});

export const keyWords = (admin: Erp, options: SetUpOptions): Promise<Result<readonly string[]>> =>
  keysInWords(admin, wishedKey(options));

export const TOPICS: Readonly<Record<string, Topic>> = {
  batch: {
    install: (admin, { login }) => installSteps(admin, login),
    remove: (admin, { login }) => removeSteps(admin, login),
    purge: (admin, options) => purgeSteps(admin, agoOf(options, 400)),
    wrong: wrongDays,
  },
  outbox: {
    install: (admin, { login, models, 'older-than': days }) =>
      outboxSteps(admin, {
        login,
        models: [...FOLLOWED, ...listed(models)],
        days: days === '' ? undefined : Number(days),
      }),
    remove: (admin, { login }) => noOutboxSteps(admin, login),
    purge: (admin, options) => purgeOutboxSteps(admin, agoOf(options, 7)),
    wrong: (options) => {
      const odd = listed(options.models).find((name) => !/^[a-z][a-z0-9_.]*$/.test(name));
      return odd ? `--models takes technical names such as stock.lot, not ${odd}` : wrongDays(options);
    },
  },
  user: {
    install: async (admin, options) => {
      const user = await userSteps(admin, wantedUser(options));
      if (!user.ok || !listed(options.for).includes('returns')) return user;
      const returns = await returnsSteps(admin, options.login);
      return returns.ok ? ok([...user.value, ...returns.value]) : returns;
    },
    remove: async (admin, options) => {
      const returns = listed(options.for).includes('returns') ? await noReturnsSteps(admin) : ok([]);
      const user = await dismissSteps(admin, wantedUser(options));
      return returns.ok && user.ok ? ok([...user.value, ...returns.value]) : returns.ok ? user : returns;
    },
    wrong: ({ for: areas }) => {
      const unknown = listed(areas).filter((area) => !AREAS.some((known) => known === area));
      return unknown.length > 0 ? `--for knows ${AREAS.join(', ')}, not ${unknown.join(', ')}` : undefined;
    },
  },
  key: {
    install: (admin, options) => keySteps(admin, wishedKey(options)),
    remove: (admin, options) => newKeySteps(admin, wishedKey(options)),
    purge: (admin, options) => oldKeySteps(admin, wishedKey(options)),
    wrong: ({ days, left }) =>
      [days, left].every((number) => /^[1-9]\d{0,3}$/.test(number))
        ? undefined
        : '--days and --left take a number of days',
  },
  quarantine: { install: quarantineSteps, remove: noQuarantineSteps },
  shifts: { install: shiftTableSteps },
  calendar: {
    install: (admin, options) => calendarSteps(admin, listed(options['work-centres'])),
    remove: (admin, options) => noCalendarSteps(admin, listed(options['work-centres'])),
  },
  precision: {
    install: (admin, { digits }) => precisionSteps(admin, Number(digits)),
    remove: noPrecisionSteps,
    wrong: ({ digits }) => (/^[0-6]$/.test(digits) ? undefined : '--digits takes a number from 0 to 6'),
  },
};

/** `status` is another word for `check`. */
export const VERBS = ['install', 'check', 'status', 'remove', 'purge'] as const;
export type Verb = (typeof VERBS)[number];

export const isAsking = (verb: Verb): verb is 'check' | 'status' => verb === 'check' || verb === 'status';

export const stepsFor = (topic: Topic, verb: Verb): Steps | undefined => topic[isAsking(verb) ? 'install' : verb];
