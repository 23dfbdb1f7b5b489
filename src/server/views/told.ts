import { messageOf } from '../../notify/texts.ts'
import type { TellingTemplate } from '../../decide/tells/telling.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { ToldView } from '../../web/pages/member/told.ts'
import type { Inboxes } from '../../workflow/inbox/inbox.ts'
import { noticePreferences } from '../../workflow/outbox/preferences.ts'
import type { Looking } from '../forms/member-page.ts'

/** So many are shown; the programming interface pages through all. */
const SHOWN = 100

/** What whoever looks was told, unread first, and how they want to be told. */
export async function toldView({ scene: { moment }, known, viewer }: Looking, inboxes: Inboxes): Promise<ToldView> {
  const { notices, unread } = await inboxes.of(moment, known, viewer.subject)
  const { mail } = await noticePreferences(moment, viewer.subject)
  const ordered = notices.toSorted((one, other) => Number(one.read) - Number(other.read) || other.entry - one.entry)
  return {
    notices: ordered.slice(0, SHOWN).map(({ entry, at, telling, read }) => ({
      notice: entry,
      at: formatInstant(at),
      text: messageOf(telling).subject,
      href: pageOf(telling.template, telling.thread),
      read,
    })),
    unread,
    size: moment.size,
    mail,
  }
}

/** Where whoever is told looks; templates of what one holds lead to one’s own page. */
const PAGES: Readonly<Partial<Record<TellingTemplate, string>>> = {
  'still-needed': '/notices',
  terms: '/notices',
  ending: '/notices',
  'follow-up': '/notices',
  'review-waits': '/notices',
  'data-read': '/me/data#readings',
  'fact-answered': '/me/data',
  'fact-doubted': '/corrections',
  'token-made': '/me/tokens',
  'key-added': '/me/passkeys',
  'account-linked': '/me',
  suspended: '/me',
  reinstated: '/me',
}
const HOLDERS: readonly TellingTemplate[] = ['granted', 'renewed', 'ended', 'paused', 'resumed', 'ends-soon', 'effective', 'activated']

export function pageOf(template: TellingTemplate, thread: number): string | null {
  const fixed = PAGES[template]
  if (fixed !== undefined) return fixed
  if (template.startsWith('request-') || template === 'filed-for-you') return `/requests/${thread}`
  if (template.startsWith('charter-')) return `/charter/proposals/${thread}`
  if (template === 'data-exported') return `/log/${thread}`
  if (template === 'case-waits') return `/cases/${thread}`
  if (template.startsWith('suspension-')) return `/suspensions/${thread}`
  if (template === 'plan-stopped') return `/admin/plans/${thread}`
  return HOLDERS.includes(template) ? '/me' : null
}
