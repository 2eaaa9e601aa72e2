/** A code that nobody mapped, as the one who looked it up says it. */
export interface UnknownCode {
  /** Name of the site pack. */
  readonly site: string;
  readonly domain: string;
  /** Absent where a canonical id has no binding. */
  readonly system?: string;
  readonly code: string;
  /** RFC 3339 time of the event, which picks the row. */
  readonly at?: string;
}
