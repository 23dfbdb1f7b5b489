import type { Json } from '../../kernel/json.ts'
import type { GateBlock, GroupBlock, RightBlock, TargetBlock } from '../model.ts'
import { inactivePlain, requirementsPlain, seatsPlain } from './parts.ts'
import { block, names, people, span, type Style } from './style.ts'

export function targetPlain(style: Style, target: TargetBlock): Json {
  const { after, members, guards } = target
  return block(style, {
    connector: [target.connector],
    title: [target.title],
    url: [target.url],
    like: [target.like],
    after: [
      after &&
        block(style, { target: [after.target], clean_runs: [after.cleanRuns, 1], confirmed_by: [people(style, after.confirmedBy), []] }),
    ],
    sync: [span(style, target.sync)],
    mirrors: [target.mirrors, 'effective'],
    drift: [target.drift, 'ask'],
    direct: [target.direct, false],
    mode: [target.mode, 'enforce'],
    environment: [target.environment],
    members: [
      members &&
        block(style, {
          requires: [requirementsPlain(style, members.requires, 'remove_member'), []],
          inactive: [inactivePlain(style, members.inactive)],
          seats: [seatsPlain(style, members.seats)],
        }),
    ],
    guards: [block(style, { people: [guards.people, 5], share: [guards.share, 10], keep_last: [names(style, guards.keepLast), []] }), {}],
    settings: [target.settings, {}],
  })
}

export function rightPlain(style: Style, right: RightBlock): Json {
  const { controls } = right
  return block(style, {
    text: [right.text],
    why: [right.why],
    class: [right.class],
    needs: [names(style, right.needs), []],
    provided_by: [right.providedBy],
    settings: [right.settings, {}],
    narrows: [right.narrows],
    when: [names(style, right.when), []],
    assigned: [right.assigned, true],
    protects: [right.protects, false],
    controls: [
      typeof controls === 'object'
        ? block(style, { add: [names(style, controls.add), []], remove: [names(style, controls.remove), []] })
        : controls,
    ],
    policy: [right.policy],
    also_called: [names(style, right.alsoCalled), []],
  })
}

export function groupPlain(style: Style, group: GroupBlock): Json {
  const { promote, abolished, managed } = group
  return block(style, {
    title: [group.title],
    text: [group.text],
    implicit: [group.implicit],
    promote: [promote && block(style, { when: [names(style, promote.when)], keep: [promote.keep, false] })],
    abolished: [abolished && block(style, { holders: [abolished.holders], to: [names(style, abolished.to), []] })],
    rights: [names(style, group.rights), []],
    includes: [names(style, group.includes), []],
    denies: [names(style, group.denies), []],
    managed: [typeof managed === 'string' ? managed : names(style, managed), 'all'],
    authority: [group.authority, 'writ'],
    settings: [group.settings, {}],
    also_called: [names(style, group.alsoCalled), []],
  })
}

export function gatePlain(style: Style, gate: GateBlock): Json {
  return block(style, {
    text: [gate.text],
    target: [gate.target],
    rights: [gate.rights === 'all' ? 'all' : names(style, gate.rights)],
    when: [names(style, gate.when)],
    only: [names(style, gate.only), []],
    or_listed: [gate.orListed],
    hides: [gate.hides, 'content'],
  })
}
