/** `$wgAutopromote` -> conditions of a charter. What has no word there becomes a fact of its own that the renderer refuses, not a guess. */
import type { Json } from '../../kernel/json.ts'
import { visible } from '../remark.ts'
import type { Promotion } from './rules.ts'

type Test = { readonly [key: string]: Json }

/** Facts and conditions, as they are collected. */
export interface Conditions {
  readonly facts: Map<string, Test>
  readonly conditions: Map<string, Test>
  /** What could not be said, in words. */
  readonly unsaid: { readonly group: string; readonly text: string }[]
}

export interface Setting {
  readonly target: string
  readonly into: Conditions
}

const FACTS: Readonly<
  Record<'edits' | 'registration' | 'first-edit' | 'email', { readonly id: string; readonly text: string; readonly type: string }>
> = {
  edits: { id: 'edits', text: 'How many edits the account made', type: 'number' },
  registration: { id: 'registered-since', text: 'When the account was made', type: 'date' },
  'first-edit': { id: 'first-edit', text: 'When the account edited first', type: 'date' },
  email: { id: 'email-confirmed', text: 'Whether the mail address of the account is confirmed', type: 'yes-no' },
}

/** Declares the condition of a promoted group and gives its id. */
export function declarePromotion(setting: Setting, group: string, id: string, promotion: Promotion): string {
  const name = `promoted-${id}`
  const test = testOf(setting, group, id, promotion)
  setting.into.conditions.set(name, { text: sentence(promotion), ...test })
  return name
}

function testOf(setting: Setting, group: string, id: string, promotion: Promotion): Test {
  switch (promotion.kind) {
    case 'all':
    case 'any':
      return { [promotion.kind]: promotion.items.map((one) => testOf(setting, group, id, one)) }
    case 'none':
      return { not: { any: promotion.items.map((one) => testOf(setting, group, id, one)) } }
    case 'one': {
      const [left, right] = promotion.items.map((one) => testOf(setting, group, id, one))
      // MediaWiki looks at two of them and no more
      if (left === undefined || right === undefined) return other(setting, group, id, '`^` with less than two conditions')
      return { any: [{ all: [left, { not: right }] }, { all: [{ not: left }, right] }] }
    }
    case 'edits':
      return { fact: fact(setting, 'edits'), at_least: Math.max(0, promotion.least) }
    case 'age': {
      const span = duration(promotion.seconds)
      if (span === undefined) return other(setting, group, id, `${promotion.seconds} seconds, which is no whole number of minutes`)
      return { fact: fact(setting, promotion.of), older_than: span }
    }
    case 'email':
      return { fact: fact(setting, 'email'), is: true }
    case 'groups':
      // a wiki that promotes by itself does not know who holds a role
      return other(setting, group, id, `membership in ${promotion.groups.map((one) => visible(one, 60)).join(', ') || 'no group'}`)
    default:
      return other(setting, group, id, promotion.text)
  }
}

function fact(setting: Setting, which: keyof typeof FACTS): string {
  const { id, text, type } = FACTS[which]
  setting.into.facts.set(id, { text, source: setting.target, type, about: 'account' })
  return id
}

/** A yes or no that the wiki knows and nobody else: rendering refuses it, so that nothing is switched off in silence. */
function other(setting: Setting, group: string, id: string, text: string): Test {
  const count = [...setting.into.facts.keys()].filter((one) => one.startsWith(`wiki-promotes-${id}-`)).length
  const name = `wiki-promotes-${id}-${count + 1}`
  setting.into.facts.set(name, {
    text: `What the wiki asks of an account in ${visible(group, 80)}: ${visible(text, 200)}`,
    source: setting.target,
    type: 'yes-no',
    about: 'account',
  })
  setting.into.unsaid.push({ group, text })
  return { fact: name, is: true }
}

function duration(seconds: number): string | undefined {
  const whole = Math.max(0, seconds)
  for (const [unit, length] of [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const) {
    const count = whole / length
    if (Number.isInteger(count) && (count > 0 || unit === 'day') && count < 1_000_000) return `${count} ${unit}${count === 1 ? '' : 's'}`
  }
  return undefined
}

/** A condition in words. */
function sentence(promotion: Promotion): string {
  switch (promotion.kind) {
    case 'all':
      return promotion.items.length === 0 ? 'always' : promotion.items.map(inner).join(' and ')
    case 'any':
      return promotion.items.map(inner).join(' or ')
    case 'none':
      return `none of: ${promotion.items.map(inner).join(', ')}`
    case 'one':
      return `exactly one of: ${promotion.items.slice(0, 2).map(inner).join(', ')}`
    case 'edits':
      return `at least ${Math.max(0, promotion.least)} edits`
    case 'age':
      return `${promotion.of === 'registration' ? 'registered' : 'edited first'} ${duration(promotion.seconds) ?? `${promotion.seconds} seconds`} ago or earlier`
    case 'email':
      return 'mail address confirmed'
    case 'groups':
      return `in ${promotion.groups.map((one) => visible(one, 60)).join(' and ')}`
    default:
      return visible(promotion.text, 200)
  }
}

function inner(promotion: Promotion): string {
  return 'items' in promotion && promotion.items.length > 1 ? `(${sentence(promotion)})` : sentence(promotion)
}
