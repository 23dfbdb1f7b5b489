/** The process around the command line: streams, signals, exit code. The only file of the command line that runs something when loaded. */
import { text } from 'node:stream/consumers'
import type { Io } from './command.ts'
import { main } from './main.ts'

const io: Io = {
  out: (words) => void process.stdout.write(words),
  err: (words) => void process.stderr.write(words),
  terminal: process.stderr.isTTY,
  columns: process.stdout.isTTY ? process.stdout.columns : 100,
  stdin: () => text(process.stdin),
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await main(process.argv.slice(2), io)
