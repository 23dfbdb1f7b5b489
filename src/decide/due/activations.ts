import { rolesOf } from '../../charter/members.ts'
import { addDuration } from '../../kernel/duration.ts'
import { holdersOf } from '../holding.ts'
import { handleOf } from '../question.ts'
import { toldOfActivation } from '../trouble/activation.ts'
import { duty, givenGrants, told, untold, type Duty, type KnownForDue } from './duty.ts'

/** Those whom the charter names hear of each use of a dormant role; once it is over its reviewers are asked, and again when their time is over. */
export function* activations(known: KnownForDue): Iterable<Duty> {
  const { state, now, charter } = known
  for (const { grant, role } of givenGrants(known)) {
    const { activation } = role
    if (activation === undefined) continue
    const clause = `roles.${grant.role}.activation`
    const who = handleOf(state, grant.subject)
    const reviewers = rolesOf(activation.review?.by ?? [])
      .flatMap((one) => holdersOf(charter, state, one, now))
      .filter((one) => one !== grant.subject)
    for (const one of state.activationsOf(grant.id)) {
      const tell = (people: Iterable<string>, template: string, text: string) => {
        const news = untold(known, people, one.seq, template)
        return news.length === 0
          ? []
          : [
              duty(
                'activation',
                clause,
                text,
                news.map((person) => told(person, one.seq, template)),
              ),
            ]
      }
      yield* tell(toldOfActivation(known, grant), 'activated', `${who} uses \`${grant.role}\``)
      if (activation.review === undefined || one.reviewed || now < one.until) continue
      yield* tell(reviewers, 'activation-review', `${who} used \`${grant.role}\`: to be reviewed`)
      if (addDuration(one.until, activation.review.within) <= now)
        yield* tell(
          [...reviewers, ...toldOfActivation(known, grant)],
          'activation-review/late',
          `nobody reviewed in time how ${who} used \`${grant.role}\``,
        )
    }
  }
}
