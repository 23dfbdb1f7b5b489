import type { Serving } from './serving.ts'

interface Watching {
  /** Something is asked for. */
  readonly onAsked?: () => void
  /** It has ended, whole or not. */
  readonly onEnd?: () => void
}

/** A body that is made while it is sent, and no further ahead than it is taken. What goes wrong cuts it off and is told to the operator. */
export function streamed(
  { warn, requestId }: Pick<Serving, 'warn' | 'requestId'>,
  what: string,
  parts: AsyncIterator<string | Uint8Array>,
  { onAsked, onEnd }: Watching = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        onAsked?.()
        try {
          const { value, done } = await parts.next()
          if (done !== true) {
            controller.enqueue(typeof value === 'string' ? encoder.encode(value) : (value as Uint8Array<ArrayBuffer>))
            return
          }
          controller.close()
        } catch (error) {
          warn(`request ${requestId()}: ${what} was cut off: ${error instanceof Error ? error.message : String(error)}`)
          controller.error(error)
        }
        onEnd?.()
      },
      async cancel() {
        onEnd?.()
        await parts.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
