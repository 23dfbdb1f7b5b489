import { escapeHidden } from '../render/hidden-characters.ts'
import type { Io } from './command.ts'

/** One JSON value on stdout, safe to look at in a terminal: what `JSON.stringify` leaves raw (bidirectional marks, C1 controls) is escaped too. */
export function printJson(io: Io, value: unknown, layout: 'line' | 'page' = 'page'): void {
  io.out(`${escapeHidden(JSON.stringify(value, undefined, layout === 'page' ? 2 : 0))}\n`)
}
