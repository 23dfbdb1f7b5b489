/**
 * Writes to the ledger at PATH until it is killed: several commands at once, `ack KEY SEQ` only after the journal acknowledged one. Says `open`
 * just before it opens the ledger.
 */
import { writeSync } from 'node:fs'
import { systemOutside } from '../../src/config/outside.ts'
import { draft } from '../../src/ledger/entry.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { openJournal } from '../../src/workflow/journal.ts'

const [path = '', round = ''] = process.argv.slice(2)
writeSync(1, 'open\n')
const journal = await openJournal({ store: openSqliteStore(path), outside: systemOutside(), snapshots: { every: 40, onClose: 1 } })
const origin = { channel: 'job', identity: 'writ:job:kill-test' } as const

for (let first = 0; ; first += 8) {
  const keys = Array.from({ length: 1 + (first % 8) }, (_, index) => `${round}-${first + index}`)
  await Promise.all(
    keys.map(async (key) => {
      const person = draft('person.registered', { subject: `s-${key.replaceAll(/\W/g, 'x').padStart(16, '0')}`, handle: key })
      const seq = await journal.command(key, origin, (_state, _now, next) => ({ drafts: [person], answer: next }))
      writeSync(1, `ack ${key} ${JSON.stringify(seq)}\n`)
    }),
  )
}
