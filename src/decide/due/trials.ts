import type { SubjectId } from '../../ledger/entry.ts'
import { addDuration } from '../../kernel/duration.ts'
import { confirmersOf, trialsOf } from '../confirm-target.ts'
import { duty, told, type Duty, type KnownForDue } from './duty.ts'

const ASKED = 'target/works'
const REMINDED = 'target/works/again'
/** So many are asked at once; one word is enough. */
const AT_ONCE = 2

/**
 * Once a target ran clean, one or two of those whom the charter names are asked to log in there and look; after a day they are reminded, and one or
 * two others are asked. What is told is told about the change that is tried out, so that the next change asks anew.
 */
export function* trials(known: KnownForDue): Iterable<Duty> {
  for (const trial of trialsOf(known.charter)) {
    const { clean, confirmed, since } = known.state.targetState(trial.target).runs
    if (confirmed !== undefined || clean < trial.cleanRuns) continue
    const due = nextToTell(known, since, confirmersOf(known, trial))
    if (due.length > 0)
      yield duty(
        'trial',
        `targets.${trial.next}.after`,
        `somebody looks whether \`${trial.target}\` works, before \`${trial.next}\` follows`,
        due.map(([person, template]) => told(person, since, template)),
      )
  }
}

function nextToTell(known: KnownForDue, about: number, people: readonly SubjectId[]): readonly (readonly [SubjectId, string])[] {
  const { state, now } = known
  const asked = people.flatMap((person) => {
    const notice = state.noticeOf(about, ASKED, person)
    return notice === undefined ? [] : [{ person, at: notice.at }]
  })
  const rest = people.filter((person) => state.noticeOf(about, ASKED, person) === undefined).slice(0, AT_ONCE)
  if (asked.length === 0) return rest.map((person) => [person, ASKED])
  const late = asked.filter(({ person, at }) => {
    const reminded = state.noticeOf(about, REMINDED, person)
    return reminded === undefined && now >= addDuration(at, { count: 1, unit: 'day' })
  })
  if (late.length === 0) return []
  return [...late.map(({ person }) => [person, REMINDED] as const), ...rest.map((person) => [person, ASKED] as const)]
}
