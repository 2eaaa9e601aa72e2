/** A database with its users: the world the models live in, and who may enter it. */
import { randomUUID } from 'node:crypto';
import { automate } from './base/automation.ts';
import { ADMIN_UID, INTEGRATION_UID, plantBaseData } from './base/data.ts';
import { ownerOfKey } from './base/keys.ts';
import { MODELS, modelsWith } from './models.ts';
import type { World } from './orm/environment.ts';
import type { Model } from './orm/model.ts';
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
  /** Tables of apps that are installed besides. */
  readonly more?: readonly Model[];
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
  const world: Omit<World, 'store'> & { store: Store } = {
    models: options.more ? modelsWith(options.more) : MODELS,
    store: options.dump ? Store.from(options.dump.tables) : fresh(),
    now: options.now,
    uuid,
    observe: automate,
  };
  const secretsOf = (uid: number): readonly string[] =>
    uid === ADMIN_UID
      ? [options.adminPassword]
      : uid === INTEGRATION_UID && database.acceptsKeys
        ? [options.apiKey]
        : [String(world.store.row('res.users', uid)?.password || '')];
  const uidOf = (login: string): number => {
    if (login === options.adminLogin) return ADMIN_UID;
    if (login === options.login) return INTEGRATION_UID;
    return world.store.ids('res.users').find((id) => world.store.row('res.users', id)?.login === login) ?? 0;
  };
  const ownerOf = (key: string): number | undefined => (database.acceptsKeys ? ownerOfKey(world, key) : undefined);
  const accepts = (uid: number, secret: string): boolean =>
    secret !== '' && (secretsOf(uid).includes(secret) || ownerOf(secret) === uid);
  const realm: Realm = {
    world,
    db: options.db,
    major: options.major,
    uidOfKey: (key) => (accepts(INTEGRATION_UID, key) ? INTEGRATION_UID : ownerOf(key)),
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
