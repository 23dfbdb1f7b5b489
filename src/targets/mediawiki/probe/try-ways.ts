/** Tries every way on every page as every visitor, one request at a time. */
import { ok, type Result } from '../../../kernel/result.ts'
import type { TargetFailure } from '../../../reconcile/target.ts'
import { exposureIn, type Exposure, type ProbedPage } from './page.ts'
import type { Visitor, WikiAnswer } from './visitor.ts'
import { WAYS } from './ways.ts'
import type { Way } from './ways/way.ts'

export interface Guest {
  /** The user type. */
  readonly type: string
  readonly visitor: Visitor
  readonly mayEdit: boolean
}

export interface Trial {
  readonly guest: Guest
  readonly page: ProbedPage
  /** What the charter says. */
  readonly mayRead: boolean
}

export interface Observation {
  readonly type: string
  readonly page: ProbedPage
  readonly way: Way
  readonly exposure: Exposure
}

export interface Trials {
  readonly observations: readonly Observation[]
  /** Pages that somebody may read by the charter and does not get to see. */
  readonly barred: readonly { readonly type: string; readonly page: ProbedPage }[]
  /** Requests that the wiki answered with an error of its own, so that they prove nothing. */
  readonly unclear: readonly { readonly type: string; readonly way: Way; readonly status: number }[]
  readonly tried: number
}

/** @param progress told of each request, with how many there are in all */
export async function tryWays(
  trials: readonly Trial[],
  extensions: ReadonlySet<string>,
  progress: (done: number, all: number) => void = () => undefined,
): Promise<Result<Trials, TargetFailure>> {
  const observations: Observation[] = []
  const barred: Trials['barred'][number][] = []
  const unclear: Trials['unclear'][number][] = []
  const planned = trials.flatMap((trial) => waysFor(trial, extensions).map((way) => ({ trial, way })))
  let tried = 0
  for (const { trial, way } of planned) {
    const { guest, page, mayRead } = trial
    const request = way.request(page)
    progress(tried, planned.length)
    if (request === undefined) continue
    const answer = await guest.visitor.send(request)
    if (!answer.ok) return answer
    tried += 1
    const exposure = exposureIn(answer.value.text, page, way.listing === true)
    if (mayRead) {
      if (exposure !== 'content') barred.push({ type: guest.type, page })
    } else if (exposure !== undefined) observations.push({ type: guest.type, page, way, exposure })
    else if (failed(answer.value)) unclear.push({ type: guest.type, way, status: answer.value.status })
  }
  return ok({ observations, barred, unclear, tried })
}

/** Whoever may read is only asked whether they can. Pages and rest.php treat a bot password as a visitor, whose turn comes by itself. */
function waysFor({ guest, mayRead }: Trial, extensions: ReadonlySet<string>): readonly Way[] {
  const usable = WAYS.filter(({ needs, editors }) => (needs === undefined || extensions.has(needs)) && (editors !== true || guest.mayEdit))
  if (mayRead) return usable.filter(({ id }) => id === 'revisions')
  return guest.visitor.session === 'program' ? usable.filter((way) => isProgram(way)) : usable
}

const SAMPLE: ProbedPage = {
  title: 'X',
  namespace: 8,
  name: 'X',
  author: 'X',
  canary: '',
  bait: '',
  derived: undefined,
  pageId: 1,
  revision: 2,
  previous: 1,
  timestamp: '',
}

const isProgram = (way: Way) => way.request(SAMPLE)?.entry === 'api'

/** Other errors are how a wiki says no. 501 and the like belong to a part that is not installed. */
const failed = ({ status }: WikiAnswer) => status >= 500 && status !== 501
