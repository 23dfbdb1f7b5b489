/** The process around the command line: streams, exit code. The only file of the command line that runs something when loaded. */
import { showHiddenInLines } from '../render/hidden-characters.ts'
import type { Io } from './command.ts'
import { main } from './main.ts'

const { stdout, stderr } = process

/** A reader that left (`| head -1`) wants no more words; what the command does on a target goes on to its end. */
for (const stream of [stdout, stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

const write = (stream: NodeJS.WriteStream, text: string): void => {
  if (stream.writable) stream.write(text)
}

const io: Io = {
  out: (text) => write(stdout, showHiddenInLines(text)),
  document: (text) => write(stdout, stdout.isTTY ? showHiddenInLines(text) : text),
  err: (text) => write(stderr, showHiddenInLines(text)),
  progress: stderr.isTTY ? (text) => write(stderr, `\r${showHiddenInLines(text)}`) : undefined,
  columns: stdout.isTTY ? stdout.columns : 100,
}

process.exitCode = await main(process.argv.slice(2), io)
// Whoever listened to signals ends here and now: while Node takes itself down in its own time, the second signal of one Ctrl-C would kill it.
if (process.listenerCount('SIGINT') > 0) process.exit()
