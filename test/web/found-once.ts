/** Founds a ledger in FOLDER as the last step of setting up does, and says when that is acknowledged. */
import { writeSync } from 'node:fs'
import { found } from '../../src/cli/found.ts'
import { foundingOf, settingsFor } from '../support/unfounded.ts'

const [folder = ''] = process.argv.slice(2)
await found(settingsFor(folder), foundingOf('heron'))
writeSync(1, 'founded\n')
