/**
 * Uses the site in FOLDER from step FIRST on until it is killed: sets up, adopts, then grants, removes, plans and applies by turns. Says
 * `at WHAT` before each thing it does, and `ack STEP KEY ANSWER` only after a command was acknowledged.
 */
import { writeSync } from 'node:fs'
import { instant } from '../../src/kernel/instant.ts'
import { adoptHolders } from '../../src/workflow/adopt-holders.ts'
import { applyTarget } from '../../src/workflow/apply-target.ts'
import { originOf } from '../../src/workflow/caller.ts'
import { removeRole } from '../../src/workflow/end-grant.ts'
import { grantRole } from '../../src/workflow/grant-role.ts'
import { planTargetNow } from '../../src/workflow/plan-target.ts'
import { setMode } from '../../src/workflow/set-mode.ts'
import { operator } from '../support/hands.ts'
import { openSiteOnDisk, setUpOnDisk } from '../support/site-on-disk.ts'

const [folder = '', first = '0', round = ''] = process.argv.slice(2)
const say = (text: string) => void writeSync(1, `${text}\n`)
/** 1 January 2100. */
const FAR = 4_102_444_800_000
const roles = ['helper', 'scribe', 'judge'] as const
const people = ['cedar', 'elm', 'fir', 'Holder 002', 'Holder 003'] as const

say('at open')
const { instance } = await openSiteOnDisk(folder, [
  { on: 'apply', fault: { kind: 'slow', milliseconds: 2 } },
  { on: 'read', fault: { kind: 'slow', milliseconds: 2 } },
])
const origin = originOf(operator)
say('at setup')
await setUpOnDisk(instance)
say('at adopt')
const adopted = await adoptHolders(instance, { key: 'adopt', caller: operator, target: 'wiki', dryRun: false })
if (!adopted.ok) throw new Error(adopted.error.message)
say(`ack 0 adopt ${JSON.stringify(adopted.value)}`)
await setMode(instance, { key: 'mode', caller: operator, target: 'wiki', mode: 'enforce', reason: undefined })

const steward = instance.journal.state.personByHandle('ash')?.subject
if (steward === undefined) throw new Error('the founders are not there')
const caller = { actor: { kind: 'person', subject: steward, stepUp: 'demo' }, channel: 'cli' } as const

for (let step = Number(first); ; step += 1) {
  const key = `step ${step}`
  const role = roles[Math.floor(step / 5) % roles.length] ?? 'helper'
  const handle = people[(step * 7) % people.length] ?? 'elm'
  if (step % 4 === 3) {
    say('at apply')
    const answer = await applyTarget(instance, { key: `${key} ${round}`, origin, target: 'wiki', url: undefined })
    if (!answer.ok) throw new Error(answer.error.message)
    continue
  }
  if (step % 12 === 5) {
    say('at plan')
    await planTargetNow(instance, { key: `${key} ${round}`, origin, target: 'wiki', dryRun: false })
    continue
  }
  say(step % 3 === 2 ? 'at remove' : 'at grant')
  const answer =
    step % 3 === 2
      ? await removeRole(instance, { key, caller, role, handle, reason: 'No longer' })
      : await grantRole(instance, {
          key,
          caller,
          role,
          handle,
          account: undefined,
          targets: undefined,
          end: step % 2 === 0 ? { kind: 'usual' } : { kind: 'until', until: instant(FAR + step * 1000) },
          useCase: `Step ${step}`,
        })
  if (answer.decision.allowed) say(`ack ${step} ${key.replace(' ', '-')} ${JSON.stringify(answer)}`)
}
