import type { Instant } from '../../kernel/instant.ts'
import type { BytesReader, BytesWriter, Part } from '../compact/bytes.ts'
import type { Ending, FollowUp, InactivityNotice, Notice, Pause, Review, ReviewAnswer } from '../state.ts'
import { restoreMaps, saveMaps } from './saved-maps.ts'

const noticeKey = (about: number, template: string, subject: string) => `${about}\n${template}\n${subject}`

/** What the clock has begun: notices given, reviews under way, questions to holders, removals under notice. */
export class DutyTable implements Part {
  readonly bytes = 0
  readonly #notices = new Map<string, Notice>()
  readonly #reviews = new Map<number, Review>()
  /** role -> its last review. */
  readonly #lastReview = new Map<string, number>()
  /** grant -> what was asked of its holder last. */
  readonly #inactivity = new Map<number, InactivityNotice>()
  readonly #endings = new Map<number, Ending>()
  readonly #followUps = new Map<number, FollowUp>()
  readonly #paused = new Map<string, Pause>()
  readonly #lastEnded = new Map<string, number>()

  notify(about: number, template: string, subject: string, notice: Notice): void {
    this.#notices.set(noticeKey(about, template, subject), notice)
  }

  notice(about: number, template: string, subject: string): Notice | undefined {
    return this.#notices.get(noticeKey(about, template, subject))
  }

  openReview(review: Review): void {
    this.#reviews.set(review.id, review)
    this.#lastReview.set(review.role, review.id)
  }

  /** Of one person's answers about one grant the last counts. */
  answerReview(id: number, answer: ReviewAnswer): void {
    const review = this.#reviews.get(id)
    if (review === undefined) return
    const others = review.answers.filter(({ grant, by }) => grant !== answer.grant || by !== answer.by)
    this.#reviews.set(id, { ...review, answers: [...others, answer] })
  }

  closeReview(id: number, at: Instant): void {
    const review = this.#reviews.get(id)
    if (review !== undefined) this.#reviews.set(id, { ...review, closedAt: at })
  }

  review(id: number): Review | undefined {
    return this.#reviews.get(id)
  }

  reviews(): Iterable<Review> {
    return this.#reviews.values()
  }

  lastReview(role: string): Review | undefined {
    const id = this.#lastReview.get(role)
    return id === undefined ? undefined : this.#reviews.get(id)
  }

  askHolder(grant: number, notice: InactivityNotice): void {
    this.#inactivity.set(grant, notice)
  }

  /** The holder answered a question, or a removal under notice; the last answer counts. */
  answerHolder(id: number, answer: NonNullable<InactivityNotice['answer']>): void {
    for (const [grant, notice] of this.#inactivity) if (notice.id === id) this.#inactivity.set(grant, { ...notice, answer })
    for (const [grant, ending] of this.#endings) if (ending.id === id) this.#endings.set(grant, { ...ending, answer })
  }

  inactivity(grant: number): InactivityNotice | undefined {
    return this.#inactivity.get(grant)
  }

  beginEnding(grant: number, ending: Ending): void {
    this.#endings.set(grant, ending)
  }

  ending(grant: number): Ending | undefined {
    return this.#endings.get(grant)
  }

  /** Another end was set: what was announced before no longer holds. */
  dropEnding(grant: number): void {
    this.#endings.delete(grant)
  }

  followUp(grant: number, followUp: FollowUp): void {
    this.#followUps.set(grant, followUp)
  }

  followedUp(grant: number): FollowUp | undefined {
    return this.#followUps.get(grant)
  }

  lastEnded(role: string): number | undefined {
    return this.#lastEnded.get(role)
  }

  /** Nothing is due about a grant that is over. */
  endGrant(grant: number, role: string): void {
    this.#lastEnded.set(role, grant)
    this.#inactivity.delete(grant)
    this.#endings.delete(grant)
    this.#followUps.delete(grant)
  }

  /** undefined = it runs again. */
  switchJob(job: string, pause: Pause | undefined): void {
    if (pause === undefined) this.#paused.delete(job)
    else this.#paused.set(job, pause)
  }

  pauseOf(job: string): Pause | undefined {
    return this.#paused.get(job)
  }

  /** All maps, to be written and read alike. */
  get #maps(): readonly Map<unknown, unknown>[] {
    const maps: unknown = [
      this.#notices,
      this.#reviews,
      this.#lastReview,
      this.#inactivity,
      this.#endings,
      this.#followUps,
      this.#paused,
      this.#lastEnded,
    ]
    return maps as readonly Map<unknown, unknown>[]
  }

  save(writer: BytesWriter): void {
    saveMaps(writer, this.#maps)
  }

  restore(reader: BytesReader): void {
    restoreMaps(reader, this.#maps)
  }
}
