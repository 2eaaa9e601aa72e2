/** A database with its users: the world the models live in, and who may enter it. */
import { randomUUID } from 'node:crypto';
import { ADMIN_UID, INTEGRATION_UID, plantBaseData } from './base/data.ts';
import { MODELS } from './models.ts';
import type { World } from './orm/environment.ts';
import { Store, type StoreDump } from './orm/store.ts';
import { dateTimeText } from './orm/value.ts';
import type { Realm } from './protocol/exchange.ts';

/** A database as plain data. */
export interface DatabaseDump {
  readonly uuid: string;
  readonly tables: StoreDump;
}

export interface DatabaseOptions {
  readonly db: string;
  readonly major: number;
  readonly login: string;
  readonly apiKey: string;
  readonly adminLogin: string;
  readonly adminPassword: string;
  readonly now: () => number;
  /** Go on with these rows instead of a fresh database. */
  readonly dump?: DatabaseDump;
}

export interface Database {
  readonly realm: Realm;
  readonly world: World;
  /** Back to the rows of a fresh database; keys and passwords stay. */
  readonly reset: () => void;
  readonly dump: () => DatabaseDump;
  /** Calls since the last reset, by `model.method`. */
  readonly calls: ReadonlyMap<string, number>;
  /** While false every key is refused, as an expired one is. */
  acceptsKeys: boolean;
}

export function createDatabase(options: DatabaseOptions): Database {
  const uuid = options.dump?.uuid ?? randomUUID();
  const calls = new Map<string, number>();
  const fresh = (): Store => {
    const store = new Store();
    plantBaseData(store, { uuid, login: options.login, major: options.major, now: dateTimeText(options.now()) });
    return store;
  };
  const world: { models: World['models']; store: Store; now: () => number; uuid: string } = {
    models: MODELS,
    store: options.dump ? Store.from(options.dump.tables) : fresh(),
    now: options.now,
    uuid,
  };
  const secretsOf = (uid: number): readonly string[] =>
    uid === ADMIN_UID
      ? [options.adminPassword]
      : uid === INTEGRATION_UID && database.acceptsKeys
        ? [options.apiKey]
        : [];
  const uidOf = (login: string): number =>
    login === options.adminLogin ? ADMIN_UID : login === options.login ? INTEGRATION_UID : 0;
  const accepts = (uid: number, secret: string): boolean => secret !== '' && secretsOf(uid).includes(secret);
  const realm: Realm = {
    world,
    db: options.db,
    major: options.major,
    uidOfKey: (key) => (accepts(INTEGRATION_UID, key) ? INTEGRATION_UID : undefined),
    uidOfLogin: (login, secret) => (accepts(uidOf(login), secret) ? uidOf(login) : undefined),
    accepts,
    seen: (model, method) => {
      const name = `${model}.${method}`;
      calls.set(name, (calls.get(name) ?? 0) + 1);
    },
  };
  const database: Database = {
    realm,
    world,
    calls,
    acceptsKeys: true,
    dump: () => ({ uuid, tables: world.store.dump() }),
    reset: () => {
      world.store = fresh();
      calls.clear();
    },
  };
  return database;
}
