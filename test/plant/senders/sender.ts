/** A part of the plant that sends messages instead of being asked. */
export interface Sent {
  readonly sent: number;
  /** Messages the other side would not take, for good. */
  readonly refused: number;
}

export interface Sender {
  /** All facts are out and confirmed. */
  readonly done: Promise<Sent>;
  stop(): Promise<void>;
}
