import { classOfRole } from '../../charter/members.ts'
import type { Charter, Id, InactiveRule, RoleBlock } from '../../charter/model.ts'
import { formatDuration } from '../../kernel/duration.ts'
import { peopleInWords, requirementInWords, reviewInWords, stagesInWords, termInWords } from '../charter-words.ts'
import { waysIn, waysOut } from '../ways.ts'
import { code, heading, joined, paragraph, section, type Block, type Inline, type PageDocument } from './document.ts'
import type { PageNames } from './page-names.ts'

/** What a role is for, what comes with it, how to get it, how long it lasts and how it ends. undefined = the charter has no such role. */
export function rolePage(charter: Charter, id: Id, names: PageNames): PageDocument | undefined {
  const role = charter.roles.get(id)
  if (role === undefined) return undefined
  return {
    title: names.role(id),
    blocks: [
      paragraph({ kind: 'strong', text: role.title }, `: ${role.purpose}`),
      ...about(charter, role),
      ...given(charter, role),
      ...howToGetIt(charter, id, role),
      ...section('How long it lasts', lasting(charter, role)),
      ...section('How it ends', ending(charter, id, role)),
      heading('Who holds it'),
      paragraph('See ', { kind: 'page', page: names.holders, text: 'the list of holders' }, '.'),
    ],
  }
}

function about(charter: Charter, role: RoleBlock): readonly Block[] {
  const level = classOfRole(charter, role)
  return [
    ...(role.document === undefined ? [] : [paragraph('Described at ', { kind: 'url', url: role.document }, '.')]),
    ...(role.alsoCalled.length === 0 ? [] : [paragraph(`Also called ${role.alsoCalled.join(', ')}.`)]),
    ...(role.contact === undefined ? [] : [paragraph(`Contact: ${role.contact}`)]),
    ...(level === undefined ? [] : [paragraph(`Class: ${level} (${charter.classes.get(level)?.text ?? level})`)]),
    ...(role.seats === undefined
      ? []
      : [paragraph(`At most ${role.seats.limit} ${role.seats.limit === 1 ? 'person' : 'people'} at a time.`)]),
  ]
}

function given(charter: Charter, role: RoleBlock): readonly Block[] {
  const items = [...role.gives].map(([target, groups]): readonly Inline[] => {
    const where = target === 'writ' ? 'Writ itself' : (charter.targets.get(target)?.title ?? target)
    return [`On ${where}: `, ...joined(groups.map(code), ', ')]
  })
  return section('Groups that come with it', items)
}

function howToGetIt(charter: Charter, id: Id, role: RoleBlock): readonly Block[] {
  const ways = waysIn(charter, id).map(({ who, how }): readonly Inline[] => [{ kind: 'strong', text: who }, ` ${how}.`])
  const conditions = [
    ...(role.account === 'any' ? [] : [[`On a ${role.account.join(' or ')} account only.`]]),
    ...role.needsRole.map((other) => [`Held together with ${charter.roles.get(other)?.title ?? other}.`]),
    ...role.requires.map((requirement) => [`${requirementInWords(charter, requirement)}.`]),
    ...(role.delay === undefined ? [] : [[`Takes effect ${formatDuration(role.delay)} after it was decided.`]]),
    ...(role.activation === undefined
      ? []
      : [[`Lies dormant until ${peopleInWords(charter, role.activation.by) || 'somebody named there'} activates it.`]]),
  ]
  const asked = [...(role.request?.asks.values() ?? [])].map((question): readonly Inline[] => [question])
  const stated = [...(role.request?.states ?? [])].map((one): readonly Inline[] => [charter.statements.get(one)?.text ?? one])
  return [
    heading('How to get it'),
    ...(ways.length === 0 ? [paragraph('There is no way into it at present.')] : [{ kind: 'list', items: ways } as const]),
    ...(conditions.length === 0 ? [] : [heading('Conditions', 3), { kind: 'list', items: conditions } as const]),
    ...(asked.length === 0 ? [] : [heading('What you are asked', 3), { kind: 'list', items: asked } as const]),
    ...(stated.length === 0 ? [] : [heading('What you state', 3), { kind: 'list', items: stated } as const]),
  ]
}

function lasting(charter: Charter, role: RoleBlock): readonly (readonly Inline[])[] {
  return [
    ...(role.term === undefined ? [] : [[`Term: ${termInWords(charter, role.term)}.`]]),
    ...(role.review === undefined ? [] : [[`Review: ${reviewInWords(charter, role.review)}.`]]),
    ...(role.inactive === undefined ? [] : [[`Without activity: ${inactivity(role.inactive)}.`]]),
  ]
}

function inactivity({ after, then, notice }: InactiveRule): string {
  const end = { end: 'it ends', pause: 'it rests', report: 'it is reported' }[then]
  return `${end} after ${formatDuration(after)}${notice === undefined ? '' : `, ${formatDuration(notice)} after telling the holder`}`
}

function ending(charter: Charter, id: Id, role: RoleBlock): readonly (readonly Inline[])[] {
  return [
    ...waysOut(charter, id).map(({ who, how }): readonly Inline[] => [{ kind: 'strong', text: who }, ` ${how}.`]),
    ['Whoever holds it may give it up at any time.'],
    ...(role.objection === undefined
      ? []
      : [[`${peopleInWords(charter, role.objection.by)} may object within ${formatDuration(role.objection.within)}.`]]),
    ...(charter.suspension === undefined || charter.suspension.decidedBy.length === 0
      ? []
      : [[`What becomes of somebody suspended is decided by ${peopleInWords(charter, charter.suspension.decidedBy)}.`]]),
  ]
}

/** Who may change the rules, in words. */
export function amendmentInWords(charter: Charter): string {
  const { by, stages, delay } = charter.amendments
  if (by.length === 0) return 'Only whoever runs Writ can change these rules.'
  const agreed = stages.length === 0 ? '' : `, once ${stagesInWords(charter, stages)} ${stages.length === 1 ? 'agrees' : 'agree'}`
  return `${peopleInWords(charter, by)} may change these rules${agreed}${delay === undefined ? '' : `, in force ${formatDuration(delay)} later`}.`
}
