/** ISO 8601 durations, as events carry them. Calendar units have no fixed length and do not occur. */
const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

export const durationText = (ms: number): string => `PT${ms / 1_000}S`;

export function durationMs(text: string): number | undefined {
  const [, days, hours, minutes, seconds] = DURATION.exec(text) ?? [];
  if ((days ?? hours ?? minutes ?? seconds) === undefined) return undefined;
  const whole = (Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0);
  return Math.round(whole * 60_000 + Number((seconds ?? '0').replace(',', '.')) * 1_000);
}
