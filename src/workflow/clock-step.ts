import { z } from 'zod'
import { tellingsOf } from '../decide/tells/tells.ts'
import { handleOf } from '../decide/question.ts'
import { carryOutDue } from './carry-out-due.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { readFacts } from './facts.ts'

/** The clock carries out what has fallen due; `told` is what people hear by it, as `HANDLE MESSAGE`. */
export const clockStep = z.strictObject({ clock: z.literal('runs'), told: z.array(z.string()).optional() })

/** Lets the clock run; answers how what people hear differs from what was expected. */
export async function playClockStep(instance: Instance, { told }: z.infer<typeof clockStep>, key: string): Promise<readonly string[]> {
  const { journal, charters, outside } = instance
  const before = journal.size
  await carryOutDue(instance, { key })
  if (told === undefined) return []
  const { charter } = await charters.inForce(journal.state)
  const known = knownNow(charter, journal.state, outside.clock.now(), await readFacts(instance))
  const entries = await journal.entries(before, journal.size - before)
  const heard = entries.flatMap((entry) => tellingsOf(known, entry).map(({ to, template }) => `${handleOf(known.state, to)} ${template}`))
  const [expected, got] = [told.toSorted().join(', '), heard.toSorted().join(', ')]
  return expected === got ? [] : [`what people hear: expected \`${expected}\`, got \`${got}\``]
}
