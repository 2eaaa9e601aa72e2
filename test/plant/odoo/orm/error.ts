/** Errors as Odoo names them: `name` is what both protocols report, `status` is what JSON-2 answers with. */
import type { Json } from './value.ts';

export class OdooError extends Error {
  readonly status: number;
  readonly arguments: Json[];
  /** The field a constraint is about, which `load` reports. */
  readonly field: string | undefined;

  constructor(name: string, status: number, message: string, args: Json[] = [message], field?: string) {
    super(message);
    this.name = name;
    this.status = status;
    this.arguments = args;
    this.field = field;
  }
}

const http = (name: string, status: number) => (message: string) =>
  new OdooError(`werkzeug.exceptions.${name}`, status, message, [message, status]);

export const unauthorized = http('Unauthorized', 401);
export const badRequest = http('BadRequest', 400);
export const notFound = http('NotFound', 404);
export const unprocessable = http('UnprocessableEntity', 422);

const odoo = (name: string, status: number) => (message: string) =>
  new OdooError(`odoo.exceptions.${name}`, status, message);

export const userError = odoo('UserError', 422);
export const validationError = odoo('ValidationError', 422);
export const accessError = odoo('AccessError', 403);
export const accessDenied = odoo('AccessDenied', 403);

/** A record that is gone, in the words of Odoo. */
export const missingError = (model: string, id: number, uid: number) =>
  odoo('MissingError', 404)(`Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${uid})`);

const builtin = (name: string) => (message: string) => new OdooError(`builtins.${name}`, 500, message);
export const valueError = builtin('ValueError');
export const keyError = (key: string) => new OdooError('builtins.KeyError', 500, key, [key]);
export const typeError = builtin('TypeError');
export const attributeError = builtin('AttributeError');

/** A violated database constraint. */
export function constraintError(text: string, field?: string): OdooError {
  const message = `The operation cannot be completed: ${text}`;
  return new OdooError('odoo.exceptions.ValidationError', 422, message, [message], field);
}
