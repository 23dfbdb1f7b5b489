import { showHidden } from './hidden-characters.ts'

/**
 * A foreign text for the terminal: one line, without the power to move the cursor, colour, retitle the window or reorder what is read.
 * Escape sequences lose their escape character and are shown; texts longer than `longest` characters are cut with `...`.
 */
export function terminalText(text: string, longest = 200): string {
  const shown = Array.from(showHidden(text))
  return shown.length > longest ? `${shown.slice(0, Math.max(0, longest - 3)).join('')}...` : shown.join('')
}
