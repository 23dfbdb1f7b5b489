import { z } from 'zod'
import { handleOf } from '../../../decide/question.ts'
import { isRunning } from '../../../decide/holding.ts'
import { formatInstant } from '../../../kernel/instant.ts'
import { err, ok } from '../../../kernel/result.ts'
import { findPerson } from '../../../workflow/people.ts'
import { notAMoment, readMoment } from '../asked-end.ts'
import { pageOf } from '../paging.ts'
import { reads } from '../route.ts'
import { moment, name, named, next, pageQuery } from '../shapes.ts'
import { fullGrant, grantRecord } from './record-shape.ts'

export const at = reads({
  id: 'getMoment',
  path: '/at/{moment}',
  summary:
    'Who held what at a moment or the end of a day, and by whose decision: one’s own, or with `read-private` all, which is put on record',
  scope: 'read',
  params: z.strictObject({ moment: z.string().max(40) }),
  query: z.strictObject({ person: name.optional(), ...pageQuery }),
  answer: named('Moment', z.object({ at: moment, revision: z.int(), grants: z.array(fullGrant.extend({ person: z.string() })), next })),
  async run({ scene, known, person, readsPrivate }, { params, query: { person: handle, ...window } }) {
    const then = readMoment(params.moment)
    if (then === undefined) return err({ code: 'bad-request', detail: notAMoment('moment') })
    const state = await scene.moment.stateAt(then)
    if (state.charter === undefined) return err({ code: 'not-found', detail: 'the ledger had not begun then' })
    const found = handle === undefined ? undefined : findPerson(state, handle)
    if (found?.ok === false && readsPrivate) return err({ code: 'not-found', detail: `at that moment ${found.error}` })
    const asked = found?.ok === true ? found.value : undefined
    const own = asked !== undefined && asked === person
    if (!readsPrivate && !own) return err({ code: 'not-allowed', detail: 'only about oneself, or with the right `read-private` on `writ`' })
    const { charter } = await scene.charterOf(state.charter.hash)
    const grants = [...(asked === undefined ? state.runningGrants() : state.grantsOf(asked))]
      .filter((grant) => isRunning(grant, then))
      .toSorted((left, right) => left.id - right.id)
    const { page, next: following } = pageOf(grants, ({ id }) => String(id), window)
    return ok({
      body: {
        at: formatInstant(then),
        revision: state.charter.number,
        grants: page.map((grant) => ({
          ...grantRecord({ ...known, charter, state, now: then }, grant),
          person: handleOf(state, grant.subject),
        })),
        next: following,
      },
      concerning: page.map(({ subject }) => subject),
    })
  },
})
