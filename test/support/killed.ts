import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'

/** Starts a program, kills it so many milliseconds after it first says a word, and returns all that it had said. */
export async function saidBeforeKilled(program: string, args: readonly string[], word: string, afterMs = 0): Promise<string> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  const heard = Promise.withResolvers<void>()
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said.includes(word)) heard.resolve()
  })
  await Promise.race([heard.promise, closed])
  await setTimeout(afterMs)
  child.kill('SIGKILL')
  const [, signal] = await closed
  assert.equal(signal, 'SIGKILL', 'the program ended before it was killed')
  return said
}
