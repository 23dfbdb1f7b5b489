import type { Explanation } from './explanation.ts'
import type { PolicyForm } from './form.ts'
import type { Asker, Question } from './question.ts'

/** More alternatives than this are counted, not told. */
const MOST_TOLD = 6

/** An explanation in one sentence, as a person would say it. */
export function sentenceOf(form: PolicyForm, question: Question, told: Omit<Explanation, 'sentence'>): string {
  const grounds = told.because.map(({ text }) => text).join('; ')
  const what = `\`${question.right}\` on ${titleOf(form, question.target)}`
  if (told.allowed) {
    const account = told.account === undefined ? '' : ` with the account \`${told.account}\``
    return `yes, ${nameOf(form, question.asker)} may ${what}${account}: ${grounds}`
  }
  const parts = [`no, ${nameOf(form, question.asker)} may not ${what}: ${grounds}`, ...unknowns(told), ...remedy(form, told)]
  return parts.join('; ')
}

function unknowns({ missing, outcome }: Omit<Explanation, 'sentence'>): readonly string[] {
  if (outcome !== 'unknown' || missing.unknown.length === 0) return []
  return [`not known: ${[...new Set(missing.unknown.map(({ what, why }) => `${what} (${why})`))].join(', ')}`]
}

function remedy(form: PolicyForm, { missing, whoCanHelp }: Omit<Explanation, 'sentence'>): readonly string[] {
  const { roles, login, leave } = missing
  const grown = missing.promoted.map(({ group, when }) => `\`${group}\` would do, and comes by itself: ${when}`)
  if (leave.length > 0 && roles.length === 0) return ['no role helps as long as that group is held']
  if (roles.length === 0 && login) return ['it may be another matter for somebody who is logged in', ...grown]
  if (roles.length === 0) return grown.length > 0 ? grown : ['no role would change that']
  if (roles.some((set) => set.length === 0)) return ['logging in is enough']
  const first = login ? 'once logged in, ' : ''
  const shown = roles.slice(0, MOST_TOLD).map((set) => set.map((id) => roleTitle(form, id)).join(' with '))
  const more = roles.length > MOST_TOLD ? ` or one of ${roles.length - MOST_TOLD} more` : ''
  return [`${first}${shown.join(' or ')}${more} would do`, ...ways(form, { missing, whoCanHelp }), ...grown]
}

/** How to come to the first of the missing sets for which there is a way. */
function ways(form: PolicyForm, { missing, whoCanHelp }: Pick<Explanation, 'missing' | 'whoCanHelp'>): readonly string[] {
  const reachable = missing.roles.find((set) => set.every((role) => whoCanHelp.some(({ gives }) => gives === role)))
  if (reachable === undefined) return ['the charter names nobody who gives it']
  return reachable.map((role) => {
    const helpers = whoCanHelp.filter(({ gives }) => gives === role)
    const request = helpers.filter(({ kind }) => kind === 'request')
    const powers = helpers.filter(({ kind }) => kind === 'power')
    const told = [
      ...(request.length > 0 ? [`ask for it${byWhom(form, request)}`] : []),
      ...(powers.length > 0 ? [`${[...new Set(powers.map((one) => roleTitle(form, one.role ?? '')))].join(' or ')} can give it`] : []),
      ...(request.length === 0 && powers.length === 0 ? [helpers[0]?.how ?? ''] : []),
    ]
    const contact = helpers.find((one) => one.contact !== null)?.contact
    return `${roleTitle(form, role)}: ${told.join(', or ')}${contact === undefined || contact === null ? '' : ` (${contact})`}`
  })
}

function byWhom(form: PolicyForm, request: Explanation['whoCanHelp']): string {
  const deciders = request.flatMap(({ role }) => (role === null ? [] : [roleTitle(form, role)]))
  return deciders.length === 0 ? '' : `, ${deciders.join(' or ')} decides`
}

function nameOf(form: PolicyForm, asker: Asker): string {
  if (asker.kind === 'person') return `\`${asker.id}\``
  if (asker.kind === 'account') return `the account \`${asker.name}\``
  if (asker.kind === 'anonymous') return 'a visitor who is not logged in'
  return asker.roles.length === 0
    ? 'somebody without a role'
    : `somebody who is ${asker.roles.map((id) => roleTitle(form, id)).join(' and ')}`
}

function roleTitle(form: PolicyForm, id: string): string {
  return form.roles.find((one) => one.id === id)?.title ?? id
}

function titleOf(form: PolicyForm, target: string): string {
  return form.targets.find(({ id }) => id === target)?.title ?? `\`${target}\``
}
