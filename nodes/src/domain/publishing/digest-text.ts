/** The digest as a notice: how many, of what, and the first of them. */
import { type Collected, countOf } from './digest.ts';
import { localTime, type Notice } from './notice.ts';

export type Language = 'en' | 'de';

const WORDS = {
  en: {
    subject: (count: number) => `${count} further notices`,
    head: (count: number, from: string, until: string) => `${count} notices were held back from ${from} to ${until}:`,
    more: (count: number) => `and ${count} more that are not listed`,
    end: 'Nothing of it is lost: every event was handled by its flow. Only the messages to you were gathered.',
  },
  de: {
    subject: (count: number) => `${count} weitere Meldungen`,
    head: (count: number, from: string, until: string) =>
      `${count} Meldungen wurden von ${from} bis ${until} zurückgehalten:`,
    more: (count: number) => `und ${count} weitere, die nicht aufgeführt sind`,
    end: 'Davon ist nichts verloren: Jedes Ereignis wurde in seinem Flow behandelt. Nur die Mitteilungen an Sie wurden gesammelt.',
  },
} as const;

export function digestNotice(
  closing: Collected & { readonly untilMs: number },
  teller: { readonly id: string; readonly name: string },
  timeZone: string,
  language: Language,
): Notice {
  const words = WORDS[language];
  const count = countOf(closing);
  const from = localTime(closing.fromMs, timeZone);
  const until = localTime(closing.untilMs, timeZone);
  const kinds = Object.entries(closing.counts).map(([kind, number]) => `  ${number} × ${kind}`);
  const lines = closing.lines.map(({ at, subject }) => `  ${localTime(at, timeZone)}  ${subject}`);
  const unlisted = count - closing.lines.length;
  return {
    id: `digest-${teller.id}-${closing.untilMs}`,
    subject: `${teller.name}: ${words.subject(count)}`,
    text: [
      words.head(count, from, until),
      ...kinds,
      '',
      ...lines,
      ...(unlisted > 0 ? [`  ${words.more(unlisted)}`] : []),
      '',
      words.end,
    ].join('\n'),
    at: new Date(closing.untilMs).toISOString(),
    kind: 'digest',
    about: 'digest',
  };
}
