import type { Telling } from '../decide/tells/telling.ts'
import type { Words } from '../workflow/outbox/deliver.ts'
import type { DigestPace } from '../workflow/outbox/pace.ts'
import { compose, fill, messageOf, oneLine, pagesAt, reasonOf, type Place } from './texts.ts'

/** So many stand in one message; of the others it says how many there are. */
const MOST_LISTED = 100

const DIGEST = {
  subject: { daily: 'Your notices of the day: $count', weekly: 'Your notices of the week: $count' },
  head: 'This waits for you or concerns you:',
  more: 'And $count more: look where you are logged in.',
  foot: {
    daily:
      'You chose to get these once a day. What cannot wait comes at once. Choose anew on the page of your notices, or with `writ notices choose`.',
    weekly:
      'You chose to get these once a week. What cannot wait comes at once. Choose anew on the page of your notices, or with `writ notices choose`.',
  },
} as const

/** How tellings are put into words at a place. */
export function wordsAt(place: Place): Words {
  return { one: (telling) => compose(telling, place), digest: (tellings, pace) => digest(tellings, pace, place) }
}

/** Several tellings as one message: each with what it says alone, and why it is told. */
function digest(tellings: readonly Telling[], pace: DigestPace, place: Place): ReturnType<Words['digest']> {
  const items = tellings.slice(0, MOST_LISTED).map((telling) => {
    const { subject, text } = messageOf(telling)
    return [/[?!]$/.test(subject) ? subject : `${subject}.`, ...text, reasonOf(telling)].join(' ')
  })
  const more = tellings.length - items.length
  const count = String(tellings.length)
  return {
    subject: `${fill(DIGEST.subject[pace], { count })} - ${oneLine(place.site)}`,
    text: [DIGEST.head, items, ...(more > 0 ? [fill(DIGEST.more, { count: String(more) })] : []), DIGEST.foot[pace], ...pagesAt(place)],
  }
}
