/**
 * Takes secrets out of what a dead letter keeps. A message from outside may carry a password or a token in any field; a
 * letter is read by people, exported and kept for long, so it must not. What is taken out is marked, never guessed.
 */

export const REDACTED = '[redacted]';

/** Names of fields whose value is a secret, whatever it is; `idempotencykey` and `partitionkey` are none. */
const SECRET_NAME =
  /^(.*[_.-])?(x[_-])?(pass(word|wd|phrase|code)|pwd|secrets?|credentials?|authori[sz]ation|cookies?|set-cookie|api[_-]?key|(client|shared)[_-]?secret|private[_-]?key|signing[_-]?key|connection[_-]?string|((access|refresh|bearer|auth|session|id|api|csrf)[_-]?)?token|jwt|otp)$/i;

/** The same names in camel case: `dbPassword`, `accessToken`. */
const SECRET_TAIL = /[a-z0-9](Password|Passwd|Passphrase|Secret|Token|ApiKey|PrivateKey|Credentials?|Authorization)$/;

/** Every repetition has a bound: a long text made to be slow must not hold up the journal. */
const IN_TEXT: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // A digit, sign or capital inside tells a credential from a word: "Basic training" stays.
  [/\b(Bearer|Basic)\s{1,9}(?=\S{0,200}([0-9=+/_]|[a-z][A-Z]))[A-Za-z0-9._~+/=-]{8,4000}/g, `$1 ${REDACTED}`],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@:]{0,200}:[^\s/@]{1,200}@/gi, `$1${REDACTED}@`],
  [/\beyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{0,2000}/g, REDACTED],
  [
    /\b(password|passwd|pwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token|token)(["']?\s{0,9}[=:]\s{0,9})("[^"]{0,4000}"|'[^']{0,4000}'|[^\s,;&"'}]{1,4000})/gi,
    `$1$2${REDACTED}`,
  ],
  [/-----BEGIN ([A-Z ]{0,40}PRIVATE KEY)-----[\s\S]*?(-----END \1-----|$)/g, REDACTED],
];

export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) || SECRET_TAIL.test(name);

export function redactText(text: string): string {
  return IN_TEXT.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}

/** A copy of plain JSON without secrets; the very same value when there are none. */
export function redact<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(clean);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value).map(([name, part]): [string, unknown] => [name, field(name, part)]);
  const changed = entries.some(([name, part]) => part !== (value as Record<string, unknown>)[name]);
  return changed ? Object.fromEntries(entries) : value;
}

function field(name: string, part: unknown): unknown {
  if (!isSecretName(name)) return clean(part);
  return part === null || part === '' || typeof part === 'boolean' ? part : REDACTED;
}
