/** How slow a client may be; all in milliseconds. Whoever is slower is cut off, so that they keep nobody else out. */
export interface Limits {
  /** Until a connection has sent the whole head of a request; also one that sends nothing. */
  readonly headersTimeout: number
  /** Until a request has arrived whole. */
  readonly requestTimeout: number
  /** How often these two are looked at. */
  readonly connectionsCheckingInterval: number
  /** How long an answer may stand ready without any of it being read. */
  readonly unreadTimeout: number
  /** How long a connection is kept for the next request. */
  readonly keepAliveTimeout: number
}

export const LIMITS: Limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2000,
  unreadTimeout: 60_000,
  keepAliveTimeout: 5000,
}

interface Answering {
  readonly socket: { setTimeout(milliseconds: number): unknown } | null
}

/** From now on the connection of an answer is cut where nothing of it is taken for so long. Making the answer may take its time. */
export function cutUnread({ socket }: Answering, { unreadTimeout }: Limits): void {
  socket?.setTimeout(unreadTimeout)
}
