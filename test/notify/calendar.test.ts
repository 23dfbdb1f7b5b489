/** The calendar, read back line by line as RFC 5545 has it. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { calendarOf } from '../../src/notify/calendar.ts'
import { comingDates } from '../../src/decide/coming-dates.ts'
import { ownDates } from '../../src/decide/own-dates.ts'
import { draft } from '../../src/ledger/entry.ts'
import { formatInstant } from '../../src/kernel/instant.ts'
import { later, openBook } from '../support/book.ts'
import { knownForDue } from '../support/due.ts'
import { knownOf, officesCharter } from '../support/offices.ts'
import { momentOf } from '../support/outside.ts'

/** Events as maps, lines unfolded and escapes undone. */
function eventsOf(text: string): readonly ReadonlyMap<string, string>[] {
  assert.ok(text.startsWith('BEGIN:VCALENDAR\r\n') && text.trimEnd().endsWith('END:VCALENDAR'))
  const lines = text.replaceAll(/\r\n[ \t]/g, '').split('\r\n')
  const events: Map<string, string>[] = []
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT') events.push(new Map())
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).split(';')[0] ?? ''
    events.at(-1)?.set(
      name,
      line
        .slice(colon + 1)
        .replaceAll(/\\([\\;,])/g, '$1')
        .replaceAll(String.raw`\n`, '\n'),
    )
  }
  return events
}

describe('the calendar', () => {
  it('has the ends of grants and of reviews that are still to come, earliest first; of one person their own alone', () => {
    const book = openBook()
    for (const [index, name] of ['chair', 'writer', 'gone'].entries()) book.person(`s-${name}`, { wiki: String(index) })
    const end = later(book.now, 40)
    const grant = book.grant('s-writer', 'editor', { until: end })
    book.grant('s-chair', 'chair')
    book.end(book.grant('s-gone', 'editor', { until: later(book.now, 5) }), 'removed')
    const review = book.add(
      draft('review.opened', { role: 'editor', until: formatInstant(later(book.now, 30)), clause: 'roles.editor.review' }),
    )
    const known = knownOf(officesCharter(), book)
    const dates = comingDates(known)
    assert.deepEqual(
      dates.map(({ id }) => id),
      [`review-${review}`, `grant-${grant}`],
    )
    assert.deepEqual(
      comingDates(known, 's-writer').map(({ id }) => id),
      [`grant-${grant}`],
    )
    const own = (person: string) => ownDates(knownForDue(officesCharter(), book), person).map(({ id, text }) => [id, text])
    assert.deepEqual(own('s-writer'), [[`grant-${grant}`, 'Editor ends']])
    assert.deepEqual(own('s-chair'), [[`review-${review}`, 'Answer by now: the review of Editor, 1 open']])
    const events = eventsOf(calendarOf(dates, { name: 'Offices', host: 'rights.example.org', now: book.now }))
    assert.deepEqual(
      events.map((event) => [event.get('UID'), event.get('SUMMARY'), event.get('DTSTART')]),
      [
        [`review-${review}@rights.example.org`, 'The review of Editor closes', '20260602T100000Z'],
        [`grant-${grant}@rights.example.org`, 'Editor of s-writer ends', '20260612T100000Z'],
      ],
    )
  })

  it('is what RFC 5545 asks for: lines of 75 octets, ends of lines, no end of an event without length, text without controls', () => {
    const names = ['Größe '.repeat(30), '日本語'.repeat(40), '😀'.repeat(60), 'a,b;c\\d\ne'.repeat(10), 'x\u0000\u0007\ry\ud800z']
    const dates = names.map((text, at) => ({ id: `grant-${at}`, at: momentOf('2026-06-01T00:00:00Z'), text }))
    const now = momentOf('2026-05-01T00:00:00Z')
    const text = calendarOf(dates, { name: names.join(), host: 'rights.example', now })
    assert.equal(calendarOf(dates, { name: names.join(), host: 'rights.example', now: momentOf('2026-05-01T00:00:00Z') }), text)
    for (const line of text.split('\r\n')) {
      assert.ok(Buffer.byteLength(line) <= 75, line)
      // oxlint-disable-next-line no-control-regex
      assert.doesNotMatch(line, /[\u0000-\u0008\u000a-\u001f]/)
      assert.ok(!line.includes('DTEND'))
    }
    const events = eventsOf(text)
    assert.deepEqual(
      events.map((event) => event.get('SUMMARY')),
      [...names.slice(0, 4), 'x   y\ufffdz'],
    )
    for (const event of events) {
      assert.equal(event.get('DTSTAMP'), '20260501T000000Z')
      assert.equal(event.get('DTSTART'), '20260601T000000Z')
      assert.equal(event.get('TRANSP'), 'TRANSPARENT')
    }
  })

  it('holds what is foreign as text and nothing more', () => {
    const text = 'Porter; of, \\ x\nEND:VEVENT\nBEGIN:VALARM'
    const [event, ...more] = eventsOf(
      calendarOf([{ id: 'grant-1', at: momentOf('2026-06-01T00:00:00Z'), text }], {
        name: 'N',
        host: 'h',
        now: momentOf('2026-05-01T00:00:00Z'),
      }),
    )
    assert.equal(more.length, 0)
    assert.equal(event?.get('SUMMARY'), text)
  })
})
