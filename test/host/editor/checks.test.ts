import { check } from '../../../nodes/src/host/editor/checks.ts';
import type { FormField } from '../../../nodes/src/host/editor/spec.ts';

const number: FormField = { name: 'n', kind: 'number', minimum: 1, maximum: 9 };
const text: FormField = { name: 't', kind: 'text', required: true };

test.each([
  [number, '5', undefined],
  [number, '', undefined],
  [number, '0', 'minimum'],
  [number, '10', 'maximum'],
  [number, 'many', 'number'],
  [number, '${LIMIT}', undefined],
  [text, '', 'required'],
  [text, 'x', undefined],
  [text, undefined, 'required'],
  [{ ...text, required: false, preset: true }, undefined, undefined],
  [{ ...text, required: false, preset: true }, '', 'required'],
  [{ ...text, environment: 'ODOO_URL' }, '', undefined],
  [{ ...text, secret: true }, '', undefined],
  [{ ...text, pattern: '^a' }, 'b', 'pattern'],
  [{ name: 'c', kind: 'choice', choices: ['a'] } as FormField, 'b', 'choice'],
  [{ name: 'j', kind: 'json' } as FormField, '{"a":', 'json'],
  [{ name: 'j', kind: 'json' } as FormField, { a: 1 }, undefined],
  [{ name: 'l', kind: 'list', required: true } as FormField, [], 'required'],
  [{ name: 'l', kind: 'list' } as FormField, ['anything'], undefined],
  [{ name: 'l', kind: 'list', choices: ['a', 'b'] } as FormField, ['b'], undefined],
  [{ name: 'l', kind: 'list', choices: ['a', 'b'] } as FormField, ['b', 'c'], 'choice'],
])('%j with %j: %s', (field, value, key) => {
  expect(check(field, value)?.key).toBe(key);
});
