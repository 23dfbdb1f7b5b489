import { html } from 'hono/html'
import type { SeatsOn, SeatsView } from '../pages/admin/seats-view.ts'
import type { Html, Reader } from '../reader.ts'

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [720, 260, 48, 24, 24, 36]

/** Seats taken over time, the agreed number and what is foreseen; the table beside it says the same. `id`: tells it from others on its page. */
export function seatsOverTime(reader: Reader, { past, forecast, limit, contractEnd }: SeatsView, id: string): Html {
  const points = [...past, ...forecast]
  const days = points.map(({ day }) => Date.parse(day))
  const [first, last] = [Math.min(...days), Math.max(...days, contractEnd === null ? 0 : Date.parse(contractEnd))]
  const most = Math.max(1, limit ?? 0, ...points.map(({ seats }) => seats)) * 1.1
  const x = (day: string) => Math.round(LEFT + ((Date.parse(day) - first) / Math.max(1, last - first)) * (WIDTH - LEFT - RIGHT))
  const y = (seats: number) => Math.round(HEIGHT - BOTTOM - (seats / most) * (HEIGHT - TOP - BOTTOM))
  const line = (list: readonly SeatsOn[]) => list.map(({ day, seats }, at) => `${at === 0 ? 'M' : 'L'}${x(day)} ${y(seats)}`).join('')
  const end = past.at(-1)
  const area = end === undefined ? '' : `${line(past)}L${x(end.day)} ${y(0)}L${x(past[0]?.day ?? end.day)} ${y(0)}Z`
  const title = reader.say('writ-admin-seats-drawing')
  return html`<div class="scroll drawing" tabindex="0" role="region" aria-label="${title}">
      <svg class="picture" role="img" aria-labelledby="seats-${id}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">
        <title id="seats-${id}">${title}</title>
        <path class="grid" d="M${LEFT} ${y(0)}H${WIDTH - RIGHT}" />
        <text class="small end" x="${LEFT - 6}" y="${y(0) + 4}">0</text>
        <path class="taken" d="${area}" />
        <path class="line" d="${line(past)}" />
        <path class="line foreseen" d="${line(forecast)}" />
        ${
          limit === null
            ? ''
            : html`<path class="limit" d="M${LEFT} ${y(limit)}H${WIDTH - RIGHT}" /><text
                  class="small end"
                  x="${LEFT - 6}"
                  y="${y(limit) + 4}"
                  >${limit}</text
                >`
        }
        ${
          contractEnd === null
            ? ''
            : html`<path class="now" d="M${x(contractEnd)} ${TOP}V${y(0)}" /><text
                  class="small end"
                  x="${x(contractEnd) - 4}"
                  y="${TOP + 8}"
                  >${contractEnd}</text
                >`
        }
        ${[past[0], end, forecast.at(-1)].map((point, at) =>
          point === undefined
            ? ''
            : html`<text class="small ${at === 0 ? 'start' : at === 1 ? 'middle' : 'end'}" x="${x(point.day)}" y="${HEIGHT - 12}"
                >${point.day}</text
              >`,
        )}
      </svg>
    </div>
    <p class="quiet">${reader.say('writ-admin-seats-legend')}</p>`
}
