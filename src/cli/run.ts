/** The process around the command line: streams, exit code. The only file of the command line that runs something when loaded. */
import type { Io } from './command.ts'
import { main } from './main.ts'

/** A reader that left (`| head -1`) wants no more words; what the command does on a target goes on to its end. */
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

const io: Io = {
  out: (words) => void (process.stdout.writable && process.stdout.write(words)),
  err: (words) => void (process.stderr.writable && process.stderr.write(words)),
  terminal: process.stderr.isTTY,
  columns: process.stdout.isTTY ? process.stdout.columns : 100,
}

process.exitCode = await main(process.argv.slice(2), io)
