/** Which refusal of the runtime has words here, and after which there is nothing left to decide. */

/** Codes of the review node; `desk-unknown` is the answer when the node itself is gone. */
export const REFUSALS = [
  'decision-ended',
  'decision-no-such-choice',
  'decision-reason-missing',
  'decision-same-person',
  'decision-nobody-logged-in',
  'question-unknown',
  'desk-unknown',
] as const;

const OVER: readonly string[] = ['decision-ended', 'question-unknown', 'desk-unknown'];

export function refusalOf(
  status: number,
  body: Readonly<Record<string, unknown>>,
): { readonly key: string | undefined; readonly isOver: boolean } {
  const { code } = (body['failure'] ?? {}) as { readonly code?: unknown };
  const said = code ?? (status === 404 ? 'desk-unknown' : undefined);
  const key = REFUSALS.find((one) => one === said);
  return { key, isOver: key !== undefined && OVER.includes(key) };
}
