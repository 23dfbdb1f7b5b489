import type { Hono } from 'hono'
import { dayOf } from '../../kernel/day.ts'
import { formatInstant, instant, type Instant } from '../../kernel/instant.ts'
import type { SeatsReport } from '../../reconcile/members/seats.ts'
import { seatsPage } from '../../web/pages/admin/seats.ts'
import type { SeatsOfTarget, SeatsOn, SeatsPageView, SeatsView } from '../../web/pages/admin/seats-view.ts'
import { lookAtSeats, type SeatsAnswer } from '../../workflow/look-at-seats.ts'
import type { Forms } from '../forms/action.ts'
import type { Scene } from '../scene.ts'
import type { Serving } from '../serving.ts'
import { siteView } from '../views/site.ts'
import { adminPage } from './admin-page.ts'

/** Who takes a seat on each target that counts them, and until when the agreed number lasts. The targets are read for it; nothing is recorded. */
export function seatsRoute(app: Hono, { api: { serving } }: Forms): void {
  adminPage(app, serving, '/admin/seats', ['apply'], async ({ scene }) => {
    const view = await seatsPageView(serving, scene)
    return { view, html: (reader) => seatsPage(reader, siteView(scene), view) }
  })
}

async function seatsPageView({ write }: Serving, { charter, revision }: Scene): Promise<SeatsPageView> {
  const from = { revision: revision.number, from: formatInstant(revision.from) }
  if (write === undefined) return { charter: from, targets: [], unconnected: true }
  const targets = await write(async (instance) => {
    const rows: SeatsOfTarget[] = []
    for (const [id, { title, members }] of charter.targets) {
      if (members?.seats === undefined && instance.targets.get(id)?.members === undefined) continue
      const now = instance.outside.clock.now()
      const answer = await lookAtSeats(instance, id)
      rows.push({
        target: { id, title: title ?? id },
        at: formatInstant(now),
        seats: answer.ok ? seatsView(answer.value, now) : null,
        problem: answer.ok ? null : answer.error.message,
      })
    }
    return rows
  })
  return { charter: from, targets, unconnected: false }
}

const DAY = 86_400_000

function seatsView({ report, lines, past }: SeatsAnswer, now: Instant): SeatsView {
  const { taken, full, readOnly, pending, invited, limit, percent, levels, level, joined, fullInDays, contractEnd } = report
  return {
    taken,
    full,
    readOnly,
    pending,
    invited,
    limit: limit ?? null,
    percent: percent ?? null,
    levels,
    level: level ?? null,
    joined,
    fullOn: fullInDays === undefined ? null : dayIn(now, fullInDays),
    contractEnd: contractEnd ?? null,
    past: past.map(({ at, seats }) => ({ day: dayOf(instant(at)), seats })),
    forecast: forecastOf(report, now),
    leaving: lines.flatMap(({ outcome, text, clause }) => (outcome === 'stay' ? [] : [{ outcome, text, clause }])),
  }
}

const LONGEST = 365

/** Two points: now, and the day on which the seats are all taken or, if that is earlier, the contract ends. */
function forecastOf({ taken, joined, fullInDays, contractEnd }: SeatsReport, now: Instant): readonly SeatsOn[] {
  const left = contractEnd === undefined ? LONGEST : Math.ceil((Date.parse(contractEnd) - now) / DAY)
  const days = Math.max(1, Math.min(LONGEST, left, fullInDays === undefined || fullInDays === 0 ? LONGEST : fullInDays))
  return [
    { day: dayIn(now, 0), seats: taken },
    { day: dayIn(now, days), seats: Math.round(taken + (joined * days) / 30) },
  ]
}

function dayIn(now: Instant, days: number): string {
  return dayOf(instant(now + days * DAY))
}
