import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { reportConcern } from '../../../workflow/trouble/case.ts'
import { receives } from '../route.ts'
import { name, named, words } from '../shapes.ts'

export const receiveReport = receives({
  id: 'reportAnonymously',
  path: '/reports',
  summary:
    'Reports a concern without saying who one is: a sealed case that only the role reads which looks into it. Whether anybody is called as the report says shows nowhere',
  body: named('AnonymousReport', z.strictObject({ text: words.max(9000), person: name.optional() })),
  answer: named('ReportReceived', z.object({ received: z.literal(true) })),
  async run({ instance, key }, { body: { text, person } }) {
    const isKnown = person !== undefined && instance.journal.state.personByHandle(person) !== undefined
    // a name that is nobody's is for whoever reads the case to find out, not for whoever asks
    const whole = person === undefined || isKnown ? text : `About \`${person}\`:\n${text}`
    const about = isKnown ? person : undefined
    const { decision } = await reportConcern(instance, { key, caller: undefined, about, text: whole, to: undefined })
    if (decision.allowed) return ok({ received: true as const })
    return err({ code: 'conflict', detail: decision.because.map((one) => one.text).join('; ') })
  },
})
