import { HOW } from '../decide/how.ts'
import type { Id } from '../charter/model.ts'
import { hasWritRight } from '../decide/grant.ts'
import { actingPerson, handleOf } from '../decide/question.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { draft, type Draft } from '../ledger/entry.ts'
import type { HandTask } from '../reconcile/target.ts'
import { deciderOf, originOf, type Caller } from './caller.ts'
import type { Instance } from './instance.ts'
import { noFacts } from './facts.ts'
import { knownNow } from './known.ts'

export interface ConfirmTaskCommand {
  readonly key: string
  readonly caller: Caller
  readonly target: Id
  readonly task: string
  readonly note: string | undefined
}

/** A named person says that something was done by hand on a target without an interface; that confirmation is what Writ then knows to stand. */
export async function confirmTask(instance: Instance, command: ConfirmTaskCommand): Promise<Result<HandTask, string>> {
  const hands = instance.targets.get(command.target)?.hands
  if (hands === undefined) return err(`\`${command.target}\` is not kept by hand: what it has is read back from it`)
  const { charter } = await instance.charters.inForce(instance.journal.state)
  const known = knownNow(charter, instance.journal.state, instance.outside.clock.now(), noFacts)
  const person = actingPerson(command.caller.actor)
  if (person === undefined) return err(HOW.whoConfirms)
  if (command.caller.actor.kind === 'person' && !hasWritRight(known, person, 'apply'))
    return err('only holders of the right `apply` on `writ` confirm what was done')
  const raised = await raisedBy(instance, command.target, command.task)
  const { state } = instance.journal
  const { actor } = command.caller
  const task = hands.open().find((one) => one.id === command.task)
  if (actor.kind === 'person' && task !== undefined && state.account(`${command.target}:${task.account.id}`)?.subject === person)
    return err('another person has to: it was done to your own account')
  // An operator never stands as the person acted for.
  const by = deciderOf(command.caller)
  const handle = handleOf(state, person)
  const done = hands.confirm(command.task, actor.kind === 'operator' ? `operator ${actor.name} for ${handle}` : handle)
  if (!done.ok) return done
  const { account, change } = done.value
  const drafts: Draft[] =
    raised === undefined ? [] : [draft('task.done', { task: raised, by, ...(command.note === undefined ? {} : { note: command.note }) })]
  drafts.push(
    draft('effect.confirmed', {
      plan: done.value.plan,
      target: command.target,
      account: `${command.target}:${account.id}`,
      group: change.group,
      present: change.kind === 'add' ? 'yes' : 'no',
    }),
  )
  await instance.journal.command(command.key, originOf(command.caller), () => ({ drafts, answer: null }))
  return ok(done.value)
}

/** The entry that raised a task: looked for behind its plan. */
async function raisedBy(instance: Instance, target: Id, id: string): Promise<number | undefined> {
  const task = instance.targets
    .get(target)
    ?.hands?.open()
    .find((one) => one.id === id)
  if (task === undefined) return undefined
  const key = `${target}:${task.account.id}`
  for (let from = task.plan; from < instance.journal.size; from += 1000) {
    const entries = await instance.journal.entries(from, 1000)
    const found = entries.find(
      (entry) =>
        entry.type === 'task.raised' && entry.fields.account === key && entry.fields.steps?.includes(`\`${task.change.group}\``) === true,
    )
    if (found !== undefined) return found.seq
  }
  return undefined
}
