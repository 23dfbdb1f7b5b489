/** A signing process dies by SIGKILL: what it signed is what the ledger begins with, and the next one goes on. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openCheckpoint } from '../../src/ledger/checkpoint.ts'
import { logFolder } from '../../src/store/log-folder.ts'
import { openSqliteReader } from '../../src/store/sqlite/open.ts'
import { openLedgerView } from '../../src/workflow/journal-view.ts'
import { createLogProofs } from '../../src/workflow/log-proofs.ts'
import { knownKeys } from '../../src/workflow/signing/publish.ts'
import { counts } from '../counts.ts'
import { saidBeforeKilled } from '../support/killed.ts'
import { nodeHashing, nodeVerifying } from '../support/outside.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SIGNER = new URL('./kill-signer.ts', import.meta.url).pathname

describe('a signer that is killed', () => {
  it('never leaves two stories', async () => {
    using files = temporaryFolder()
    const notes: string[] = []
    const rounds = counts({ floor: 3, ci: 4, deep: 40 })
    for (let round = 0; round < rounds; round += 1) {
      const said = await saidBeforeKilled(SIGNER, [files.path, String(round)], '"note"', (round * 37) % 150)
      for (const line of said
        .split('\n')
        .slice(0, -1)
        .filter((text) => text.startsWith('{'))) {
        const { note } = JSON.parse(line) as { readonly note?: string }
        assert.ok(note !== undefined, line)
        notes.push(note)
      }
    }
    const reader = openSqliteReader(files.file('writ.sqlite'))
    try {
      const view = await openLedgerView(reader, nodeHashing)
      const keys = knownKeys(view.state, nodeHashing).map(({ key }) => key)
      const proofs = createLogProofs(reader, nodeHashing)
      const { head } = await logFolder(files.path, nodeHashing).read()
      const sizes: number[] = []
      for (const note of [...notes, head?.note ?? '']) {
        const opened = openCheckpoint(note, keys, { hashing: nodeHashing, verifying: nodeVerifying })
        assert.ok(opened.ok, opened.ok ? '' : opened.error)
        assert.deepEqual(await proofs.root(opened.value.size), opened.value.root)
        sizes.push(opened.value.size)
      }
      assert.deepEqual(
        sizes,
        sizes.toSorted((one, other) => one - other),
        'each is a continuation of the one before',
      )
      assert.ok(notes.length >= rounds)
    } finally {
      await reader.close()
    }
  })
})
