/** Sets up a site in FOLDER, has a change of the charter proposed and approved, says so, and then waits to be killed before it is adopted. */
import { writeSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { proposeCharter, voteOnCharter } from '../../src/workflow/propose-charter.ts'
import { openSiteOnDisk, setUpOnDisk } from '../support/site-on-disk.ts'
import { smallSiteCharter } from '../support/small-site.ts'

const [folder = ''] = process.argv.slice(2)
const amendments = '{ by: steward, stages: [{ by: steward }] }'
const { instance } = await openSiteOnDisk(folder)
await setUpOnDisk(instance, { amendments })
const as = (handle: string) => {
  const subject = instance.journal.state.personByHandle(handle)?.subject ?? ''
  return { actor: { kind: 'person', subject, stepUp: 'demo' }, channel: 'cli' } as const
}
const text = smallSiteCharter({ guards: 'people: 50, share: 100', amendments }).replace('title: A small site', 'title: Adopted after all')
const document = charterDocument([{ name: 'charter.yaml', text }])
const { proposal = -1 } = await proposeCharter(instance, { key: 'propose', caller: as('cedar'), document, reason: 'Better', draft: false })
const vote = { proposal, decision: 'approved', feedbackRead: true, reason: undefined } as const
const answer = await voteOnCharter(instance, { key: 'vote', caller: as('ash'), ...vote })
if (!answer.decision.allowed) throw new Error(answer.decision.because[0]?.text)
writeSync(1, `approved ${proposal}\n`)
await setTimeout(60_000)
