import { addDuration } from '../../kernel/duration.ts'
import { formatInstant, instant, type Instant } from '../../kernel/instant.ts'
import { nextDay } from '../../decide/term.ts'
import type { Id, ReviewRule } from '../../charter/model.ts'
import { publicFieldsOf } from '../../ledger/public-view.ts'
import type { Grant } from '../../ledger/state.ts'
import { reviewInWords } from '../../render/charter-words.ts'
import type { ReviewsView } from '../../web/view.ts'
import type { Scene } from '../scene.ts'
import { lastOfType } from './log.ts'
import { lineOf } from './place.ts'

const DONE = 50
/** So many answers of reviews are gone through to know when a grant was looked at last. */
const LOOKED_AT = 5000

/**
 * What is reviewed and when, as far as the public may know: a review itself is sealed, so the date is worked out from the rule and from what the log
 * shows of the grants.
 */
export async function reviewsView(scene: Scene): Promise<ReviewsView> {
  const { charter, source } = scene
  const kept = await lastOfType(scene, 'grant.reviewed', LOOKED_AT)
  const keptAt = new Map(kept.toReversed().map(({ fields, at }) => [Number(fields['grant']), instant(Date.parse(at))]))
  const rules = [...charter.roles].flatMap(([id, role]) => {
    const rule = role.review
    if (rule === undefined) return []
    const grants = [...scene.state.grantsOfRole(id)].filter((grant) => scene.fieldsOf(grant).includes('role'))
    const due = dueOf(scene, rule, grants, keptAt)
    return [
      {
        id,
        title: role.title,
        rule: reviewInWords(charter, rule),
        line: lineOf(source, `roles.${id}.review`),
        holders: isPublic(scene, id) ? new Set(grants.map(({ subject }) => subject)).size : undefined,
        due: due === undefined ? undefined : formatInstant(due),
        overdue: due !== undefined && due < scene.now,
      },
    ]
  })
  return { rules, done: kept.slice(0, DONE) }
}

function isPublic({ charter }: Scene, role: Id): boolean {
  return publicFieldsOf(charter, role).includes('role')
}

/** When the first of these holders is due; undefined = nobody is, or the beginning of a grant is not public. */
function dueOf(scene: Scene, rule: ReviewRule, grants: readonly Grant[], keptAt: ReadonlyMap<number, Instant>): Instant | undefined {
  const { charter, now } = scene
  if (grants.length === 0) return undefined
  if (rule.before !== undefined) return nextDay(charter, rule.before, now)
  const { every } = rule
  if (every === undefined || !grants.every((grant) => scene.fieldsOf(grant).includes('from'))) return undefined
  const first = grants.map(({ id, from }) => keptAt.get(id) ?? from).reduce((oldest, moment) => (moment < oldest ? moment : oldest), now)
  return addDuration(first, every)
}
