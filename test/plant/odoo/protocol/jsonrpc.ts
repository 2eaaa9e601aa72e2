/** `/jsonrpc`, the protocol of Odoo 14 to 19: HTTP 200 always, errors inside, no `result` key for None. */
import { accessDenied, attributeError, missingError, OdooError, typeError, userError } from '../orm/error.ts';
import { idsOf, isObject, type Json, type Vals } from '../orm/value.ts';
import { carryOut, isPrivate, methodOf, privateMethod } from './call.ts';
import { type Answer, errorHtml, type Incoming, json, type Realm } from './exchange.ts';
import { errorBody } from './json2.ts';
import { bindPositional } from './signature.ts';

export function answerJsonRpc(realm: Realm, incoming: Incoming): Answer {
  if (!/^application\/json\b/i.test(String(incoming.headers['content-type'] ?? '')))
    return errorHtml(415, 'Unsupported Media Type', 'Please verify the Content-Type request header and try again.');
  const request = parse(incoming.body);
  if (!request) return errorHtml(400, 'Bad Request', 'Invalid JSON data');
  const id = request.id ?? null;
  try {
    const result = serve(realm, isObject(request.params) ? request.params : {});
    return json(200, result === undefined ? { jsonrpc: '2.0', id } : { jsonrpc: '2.0', id, result });
  } catch (error) {
    const known =
      error instanceof OdooError
        ? error
        : new OdooError('builtins.RuntimeError', 500, error instanceof Error ? (error.stack ?? '') : '');
    const code = realm.major >= 17 ? 0 : 200;
    return json(200, { jsonrpc: '2.0', id, error: { code, message: 'Odoo Server Error', data: errorBody(known) } });
  }
}

function parse(text: string): Vals | undefined {
  try {
    const body: Json = JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function serve(realm: Realm, params: Vals): Json | undefined {
  const { service, method } = params;
  const args = Array.isArray(params.args) ? params.args : [];
  if (service === 'common') return common(realm, String(method), args);
  if (service === 'object' && (method === 'execute_kw' || method === 'execute')) return execute(realm, method, args);
  if (service !== 'object' && service !== 'db')
    throw new OdooError('builtins.KeyError', 500, String(service), [service ?? null]);
  throw new OdooError('builtins.Exception', 500, `Method not found: ${String(method)}`);
}

function common(realm: Realm, method: string, args: readonly Json[]): Json {
  if (method === 'version')
    return {
      server_version: `${realm.major}.0`,
      server_version_info: [realm.major, 0, 0, 'final', 0, ''],
      server_serie: `${realm.major}.0`,
      protocol_version: 1,
    };
  if (method !== 'authenticate' && method !== 'login')
    throw new OdooError('builtins.Exception', 500, `Method not found: ${method}`);
  insistOnDatabase(realm, args[0]);
  return realm.uidOfLogin(String(args[1] ?? ''), String(args[2] ?? '')) ?? false;
}

function insistOnDatabase(realm: Realm, db: Json | undefined): void {
  if (db !== realm.db)
    throw new OdooError(
      'psycopg2.OperationalError',
      500,
      `connection to server failed: FATAL:  database "${String(db)}" does not exist\n`,
    );
}

function execute(realm: Realm, verb: string, args: readonly Json[]): Json | undefined {
  const [db, uid, secret, modelName, methodName, ...rest] = args;
  insistOnDatabase(realm, db);
  if (typeof uid !== 'number' || !realm.world.store.row('res.users', uid))
    throw missingError('res.users', Number(uid), Number(uid));
  if (!realm.accepts(uid, String(secret ?? ''))) throw accessDenied('Access Denied');
  const positional = verb === 'execute' ? rest : Array.isArray(rest[0]) ? [...rest[0]] : [];
  const named = verb === 'execute_kw' && isObject(rest[1]) ? rest[1] : {};
  return callModel(realm, uid, String(modelName), String(methodName), positional, named);
}

function callModel(
  realm: Realm,
  uid: number,
  modelName: string,
  name: string,
  positional: Json[],
  given: Vals,
): Json | undefined {
  realm.seen(modelName, name);
  const model = realm.world.models.get(modelName);
  if (!model) throw userError(`Object ${modelName} doesn't exist`);
  if (isPrivate(name)) throw privateMethod(modelName, name);
  const method = methodOf(model, name);
  if (!method) throw attributeError(`The method '${modelName}.${name}' does not exist`);
  const { context, ...named } = given;
  let ids: number[] = [];
  if (method.on === 'record') {
    if (positional.length === 0 && !('ids' in named))
      throw new OdooError('builtins.IndexError', 500, 'list index out of range');
    ids = idsOf(positional.shift() ?? named.ids ?? []);
    delete named.ids;
  }
  const args = bindPositional(model, name, method, positional, named);
  if (name === 'search_read' && isObject(args.kwargs) && Object.keys(args.kwargs).length > 0)
    throw typeError(`BaseModel._read_format() got an unexpected keyword argument '${Object.keys(args.kwargs)[0]}'`);
  const result = carryOut(realm.world, {
    uid,
    model,
    method,
    args,
    name,
    ids,
    context: isObject(context) ? context : {},
  });
  return name === 'create' && !Array.isArray(args.vals_list) && Array.isArray(result) ? result[0] : result;
}
