import type { Message, Outbox } from '../workflow/ports.ts'

/** Writes what would be sent to stderr, one line a message; for the command line, where nobody has an address yet. */
export const consoleOutbox: Outbox = {
  send(message: Message): Promise<void> {
    process.stderr.write(`to ${message.to}: ${message.subject}\n`)
    return Promise.resolve()
  },
}
