import { due, dueByTime } from '../decide/due/due.ts'
import type { Duty, DutyKind } from '../decide/due/duty.ts'
import { hasWritRight } from '../decide/grant.ts'
import { json } from './answer.ts'
import { pauseOfAll } from './pause.ts'
import { bringIntoForce, type CharterDue } from './bring-into-force.ts'
import { jobOrigin, originOf, type Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { record, type Deciding } from './record.ts'

export interface DueCommand {
  readonly key: string
  /** Only say what is due. */
  readonly dryRun?: boolean
  /** Only what runs out by time alone. */
  readonly byTime?: boolean
  /** Who lets through what was held back; a holder of `override-guard`. */
  readonly letThrough?: Caller
}

/** A duty as it is told. */
export interface DutyTold {
  readonly kind: DutyKind
  readonly clause: string
  readonly text: string
}

export interface DueAnswer {
  readonly done: readonly DutyTold[]
  /** Waits: everything is paused; or it would take something from so many at once that a source is rather wrong, until somebody lets it through. */
  readonly held: readonly DutyTold[]
  /** Why nothing, or not everything, is done. */
  readonly remark: string | undefined
}

/** Duties of one batch of entries. */
const MOST_AT_ONCE = 200
const MOST_ROUNDS = 1000
/** So many may always lose something at once by what a source says; above it a tenth of all running grants. */
const ALWAYS = 5
const SHARE = 0.1

/**
 * Carries out what is due: batch by batch, each worked out on the state that its entries follow, until nothing is left. Two runs at once, a run that
 * was missed or one that was cut do nothing twice: what was recorded is due no more.
 */
export async function carryOutDue(instance: Instance, command: DueCommand): Promise<DueAnswer> {
  const charter = await charterDue(instance, command)
  const before = charter?.inForce === true ? [toldOf(charter)] : []
  const heldBefore = charter?.inForce === false ? [toldOf(charter)] : []
  const done: DutyTold[] = [...before]
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const answer = await once(instance, command, `${command.key}/${round}`)
    done.push(...answer.done)
    if (command.dryRun === true || answer.done.length === 0 || instance.stopping?.() === true)
      return { done, held: [...heldBefore, ...answer.held], remark: answer.remark ?? heldBefore[0]?.text }
  }
  return { done, held: heldBefore, remark: 'there is more to do: the next run goes on' }
}

/** A charter whose date has come is put into force first: what else is due is worked out under it. */
async function charterDue(instance: Instance, { key, dryRun = false, byTime = false }: DueCommand): Promise<CharterDue | undefined> {
  if (byTime) return undefined
  const { state } = instance.journal
  if (state.pauseOf('clock') !== undefined) return undefined
  const paused = pauseOfAll(state) !== undefined
  const waits = await bringIntoForce(instance, { key: `${key}/charter`, dryRun: dryRun || paused })
  return waits !== undefined && paused ? { ...waits, inForce: false } : waits
}

function toldOf({ text }: CharterDue): DutyTold {
  return { kind: 'charter', clause: 'amendments', text }
}

async function once(instance: Instance, command: DueCommand, key: string): Promise<DueAnswer> {
  const origin = command.letThrough === undefined ? jobOrigin('clock') : originOf(command.letThrough)
  const answer = await record(instance, key, origin, (known) => {
    const duties = command.byTime === true ? dueByTime(known) : due(known)
    const all = pauseOfAll(known.state) !== undefined
    if (all || (command.byTime !== true && known.state.isPaused('clock')))
      return { drafts: [], answer: json({ done: [], held: all ? duties.map(told) : [], remark: all ? PAUSED : 'the clock is paused' }) }
    const held = heldBack(known, duties, command.letThrough)
    const free = duties.filter((duty) => !held.includes(duty))
    const now = command.dryRun === true ? free : free.slice(0, MOST_AT_ONCE)
    const remark =
      held.length === 0
        ? undefined
        : `${held.length} would lose something at once by what the sources say: held until a holder of \`override-guard\` lets it through`
    return {
      drafts: command.dryRun === true ? [] : now.flatMap(({ drafts }) => drafts),
      answer: json({ done: now.map(told), held: held.map(told), remark }),
    }
  })
  return answer as unknown as DueAnswer
}

const PAUSED = 'everything is paused: this waits until somebody resumes'

function heldBack(known: Deciding, duties: readonly Duty[], letThrough: Caller | undefined): readonly Duty[] {
  const taking = duties.filter(({ takes }) => takes)
  if (taking.length <= Math.max(ALWAYS, known.state.grantCount() * SHARE)) return []
  const actor = letThrough?.actor
  return actor?.kind === 'person' && hasWritRight(known, actor.subject, 'override-guard') ? [] : taking
}

function told({ kind, clause, text }: Duty): DutyTold {
  return { kind, clause, text }
}
