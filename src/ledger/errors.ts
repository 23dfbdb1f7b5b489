/** A stored entry whose parts do not belong together: somebody or something changed them. */
export class TamperedEntryError extends Error {
  override name = 'TamperedEntryError'
  readonly seq: number
  readonly why: string
  constructor(seq: number, why: string, options?: ErrorOptions) {
    super(`entry ${seq} was changed after it was written: ${why}`, options)
    this.seq = seq
    this.why = why
  }
}

/** A stored entry that this version of Writ cannot read. */
export class UnreadableEntryError extends Error {
  override name = 'UnreadableEntryError'
  readonly seq: number
  constructor(seq: number, why: string, options?: ErrorOptions) {
    super(`entry ${seq} cannot be read: ${why}`, options)
    this.seq = seq
  }
}

/** Entries are folded in the order of their numbers, without gaps. */
export class EntryOutOfOrderError extends Error {
  override name = 'EntryOutOfOrderError'
  readonly seq: number
  readonly expected: number
  constructor(seq: number, expected: number, options?: ErrorOptions) {
    super(`entry ${seq} came where entry ${expected} was due`, options)
    this.seq = seq
    this.expected = expected
  }
}
