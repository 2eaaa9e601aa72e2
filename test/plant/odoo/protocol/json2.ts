/** JSON-2 of Odoo 19: `POST /json/2/<model>/<method>`, named arguments, bare results, errors with an HTTP status. */
import { badRequest, notFound, OdooError, unauthorized, unprocessable } from '../orm/error.ts';
import type { Method, Model } from '../orm/model.ts';
import { idsOf, isObject, type Json, type Vals } from '../orm/value.ts';
import { carryOut, isPrivate, methodOf, privateMethod } from './call.ts';
import { type Answer, errorHtml, type Incoming, json, NO_DATABASE, type Realm } from './exchange.ts';
import { bindNamed } from './signature.ts';

const TRACEBACK = 'Traceback (most recent call last):\n  simulated\n';

export const errorBody = (error: OdooError): Vals => ({
  name: error.name,
  message: error.message,
  arguments: error.arguments,
  context: {},
  debug: TRACEBACK,
});

const answerError = (error: OdooError): Answer =>
  json(error.status, errorBody(error), error.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {});

const header = (incoming: Incoming, name: string): string => String(incoming.headers[name] ?? '');

export function answerJson2(realm: Realm, incoming: Incoming): Answer {
  const database = header(incoming, 'x-odoo-database');
  if (database && database !== realm.db) return NO_DATABASE;
  try {
    return json(200, perform(realm, incoming) ?? null);
  } catch (error) {
    if (error instanceof WrongContentType)
      return errorHtml(415, 'Unsupported Media Type', 'Please verify the Content-Type request header and try again.');
    if (error instanceof OdooError) return answerError(error);
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return json(500, {
      name: 'builtins.RuntimeError',
      message: reason,
      arguments: [reason],
      context: {},
      debug: reason,
    });
  }
}

class WrongContentType extends Error {}

function perform(realm: Realm, incoming: Incoming): Json | undefined {
  const match = /^\/json\/2\/([^/?]+)\/([^/?]+)/.exec(incoming.path);
  if (!match || incoming.verb !== 'POST') throw notFound('Did you mean POST /json/2/<model>/<method>?');
  if (!/^application\/json\b/i.test(header(incoming, 'content-type'))) throw new WrongContentType();
  const uid = authenticate(realm, header(incoming, 'authorization'));
  const body = parse(incoming.body);
  const [, modelName = '', methodName = ''] = match;
  realm.seen(modelName, methodName);
  const model = realm.world.models.get(modelName);
  if (!model) throw notFound(`the model '${modelName}' does not exist`);
  const method = resolve(model, methodName);
  const { ids, context, ...named } = body;
  if (method.on === 'model' && Array.isArray(ids) && ids.length > 0)
    throw unprocessable(`cannot call ${modelName}.${methodName} with ids`);
  const args = bindNamed(method, named);
  return carryOut(realm.world, {
    uid,
    model,
    method,
    args,
    name: methodName,
    ids: idsOf(ids ?? []),
    context: isObject(context) ? context : {},
  });
}

function resolve(model: Model, name: string): Method {
  if (isPrivate(name)) throw privateMethod(model.name, name);
  const method = methodOf(model, name);
  if (!method) throw notFound(`The method '${model.name}.${name}' does not exist`);
  return method;
}

function authenticate(realm: Realm, authorization: string): number {
  const match = /^bearer\s+(.+)$/i.exec(authorization);
  if (!match) throw unauthorized('User not authenticated, use an API Key with a Bearer Authorization header.');
  const uid = realm.uidOfKey(match[1] ?? '');
  if (uid === undefined) throw unauthorized('Invalid apikey');
  return uid;
}

function parse(text: string): Vals {
  try {
    const body: Json = text.trim() === '' ? {} : JSON.parse(text);
    return isObject(body) ? body : {};
  } catch (error) {
    throw badRequest(`could not parse the body as json: ${error instanceof Error ? error.message : String(error)}`);
  }
}
