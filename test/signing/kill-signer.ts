/** Adds entries to the ledger of a folder and signs it, again and again, until it is killed. Says each note once it is signed. */
import { writeSync } from 'node:fs'
import { nodeVerifying, systemOutside } from '../../src/config/outside.ts'
import { draft } from '../../src/ledger/entry.ts'
import { logFolder } from '../../src/store/log-folder.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { makeLogKey, rotateLogKey } from '../../src/workflow/signing/keys.ts'
import { publishCheckpoint } from '../../src/workflow/signing/publish.ts'

const [path = '', round = ''] = process.argv.slice(2)
const outside = systemOutside()
const store = openSqliteStore(`${path}/writ.sqlite`, { waitMs: 5000 })
const instance = { journal: await openJournal({ store, outside }), store, outside }
const signing = { folder: logFolder(path, outside.hashing), verifying: nodeVerifying }
writeSync(1, 'open\n')
if (instance.journal.state.logKeys().every(({ retired }) => retired !== undefined))
  await makeLogKey(instance, signing, { name: 'rights.example/log', operator: 'warden' })
for (let number = 0; ; number += 1) {
  const subject = `s-${`${round}x${number}`.padStart(16, '0')}`
  await instance.journal.command(`${round}-${number}`, { channel: 'job', identity: 'writ:job:kill-test' }, () => ({
    drafts: [draft('person.registered', { subject, handle: subject })],
    answer: null,
  }))
  if (number % 5 === 4) await rotateLogKey(instance, signing, { operator: 'warden', reason: undefined })
  const published = await publishCheckpoint(instance, signing)
  writeSync(1, `${JSON.stringify('head' in published ? { note: published.head.note } : { ...published })}\n`)
}
