import type { z } from 'zod'
import type { GateBlock, GroupBlock, Id, RightBlock, TargetBlock } from '../model.ts'
import type { gate, group, right, target } from '../schema/targets.ts'
import { list, maybeSpan, normalInactive, normalRequirements, normalSeats, people } from './parts.ts'

export function normalTarget(raw: z.infer<typeof target>): TargetBlock {
  const { after, members, guards } = raw
  return {
    connector: raw.connector,
    title: raw.title,
    url: raw.url,
    like: raw.like,
    after:
      after === undefined ? undefined : { target: after.target, cleanRuns: after.clean_runs ?? 1, confirmedBy: people(after.confirmed_by) },
    sync: maybeSpan(raw.sync),
    mirrors: raw.mirrors ?? 'effective',
    drift: raw.drift ?? 'ask',
    direct: raw.direct ?? false,
    mode: raw.mode ?? 'enforce',
    environment: raw.environment,
    members:
      members === undefined
        ? undefined
        : {
            requires: normalRequirements(members.requires, 'remove_member'),
            inactive: normalInactive(members.inactive),
            seats: normalSeats(members.seats),
          },
    guards: { people: guards?.people ?? 5, share: guards?.share ?? 10, keepLast: list(guards?.keep_last) },
    settings: raw.settings ?? {},
  }
}

export function normalRight(raw: z.infer<typeof right>): RightBlock {
  const { controls } = raw
  return {
    text: raw.text,
    why: raw.why,
    class: raw.class,
    needs: list(raw.needs),
    providedBy: raw.provided_by,
    settings: raw.settings ?? {},
    narrows: raw.narrows,
    when: list(raw.when),
    assigned: raw.assigned ?? true,
    protects: raw.protects ?? false,
    controls: typeof controls === 'object' ? { add: list(controls.add), remove: list(controls.remove) } : controls,
    policy: raw.policy,
    alsoCalled: list(raw.also_called),
  }
}

export function normalGroup(raw: z.infer<typeof group>): GroupBlock {
  const { promote, abolished, managed } = raw
  return {
    title: raw.title,
    text: raw.text,
    rights: list(raw.rights),
    includes: list(raw.includes),
    denies: list(raw.denies),
    implicit: raw.implicit,
    promote: promote === undefined ? undefined : { when: list(promote.when), keep: promote.keep ?? false },
    abolished: abolished === undefined ? undefined : { holders: abolished.holders, to: list(abolished.to) },
    managed: managed === undefined ? 'all' : managed === 'all' || managed === 'none' ? managed : list(managed),
    authority: raw.authority ?? 'writ',
    settings: raw.settings ?? {},
    alsoCalled: list(raw.also_called),
  }
}

export function normalGate(raw: z.infer<typeof gate>): GateBlock {
  return {
    text: raw.text,
    target: raw.target,
    rights: raw.rights === 'all' ? 'all' : list(raw.rights),
    when: list(raw.when),
    only: list(raw.only),
    orListed: raw.or_listed,
    hides: raw.hides ?? 'content',
  }
}

/** Rights or groups of every target, with those of the target that `like` names beneath the own ones. Cycles end where they began. */
export function withLike<T>(
  targets: ReadonlyMap<Id, TargetBlock>,
  own: ReadonlyMap<Id, ReadonlyMap<string, T>>,
): Map<Id, ReadonlyMap<string, T>> {
  const result = new Map([...own].filter(([, entries]) => entries.size > 0))
  for (const id of targets.keys()) {
    const chain: Id[] = []
    for (let here: Id | undefined = id; here !== undefined && !chain.includes(here); here = targets.get(here)?.like) chain.push(here)
    const merged = new Map(chain.toReversed().flatMap((here) => [...(own.get(here) ?? [])]))
    if (merged.size > 0) result.set(id, merged)
  }
  return result
}
