/** A mailbox from which mails are taken; the port is declared here and implemented in notify/. */
export interface Mailbox {
  /** Tells this mailbox from others; no secret. */
  readonly id: string
  /** Connects, logs in and opens it. Rejects with MailboxError. */
  open(): Promise<OpenMailbox>
}

/** All of it rejects with MailboxError. */
export interface OpenMailbox {
  /** Differs whenever the mailbox has called its messages anew (UIDVALIDITY). */
  readonly validity: string
  /** The oldest messages; `all`: there are no others. */
  list(): Promise<{ readonly messages: readonly ListedMail[]; readonly all: boolean }>
  /** The bytes of a message, or one more than may be kept of it; undefined = it is not there any more. */
  read(uid: number): Promise<Uint8Array | undefined>
  /** Moves a message out of the mailbox; one that is not there any more is no error. */
  move(uid: number, to: 'treated' | 'aside'): Promise<void>
  close(): Promise<void>
}

export interface ListedMail {
  readonly uid: number
  /** Bytes, as the server says. */
  readonly size: number
}

/** What keeps somebody from reading mail: one sentence for the operator, without a secret and without words of the server. */
export class MailboxError extends Error {
  override name = 'MailboxError'
  /** The connection is of no more use; otherwise only this one thing was refused. */
  readonly over: boolean
  constructor(message: string, { over }: { readonly over: boolean }) {
    super(message)
    this.over = over
  }
}
