/** What each user type may do with a page of each namespace, by the charter and by the wiki's own answer. Nothing is written. */
import { z } from 'zod'
import { ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import { terminalText } from '../../render/terminal.ts'
import { ask, type Site } from '../../targets/mediawiki/probe/look.ts'
import type { Expectation } from './expectation.ts'
import type { Present } from './guests.ts'
import type { Cell, ProbeFinding, ProbeReport } from './report.ts'

const actionsAnswer = z.object({
  query: z.object({
    pages: z.array(z.object({ title: z.string(), ns: z.int(), actions: z.object({ read: z.boolean(), edit: z.boolean() }) })),
  }),
})

export interface RightsTable {
  readonly rows: ProbeReport['namespaces']
  readonly findings: readonly ProbeFinding[]
}

/** @param random makes titles that no page has */
export async function rightsTable(
  expected: Expectation,
  site: Site,
  guests: readonly Present[],
  random: string,
): Promise<Result<RightsTable, TargetFailure>> {
  const known = expected.namespaces.filter(({ number }) => number >= 0)
  const there = known.filter(({ number }) => site.namespaces.has(number))
  const findings: ProbeFinding[] = known
    .filter(({ number }) => !site.namespaces.has(number) && number % 2 === 0)
    .map(({ number, name }) => ({
      code: 'no-namespace',
      severity: 'warning',
      message: `the wiki has no namespace ${number}, which the charter calls \`${name}\``,
      remedy: 'mend `settings.namespaces` of the target, or add the namespace to the wiki',
    }))
  const seen = new Map<string, ReadonlyMap<number, Cell>>()
  for (const guest of guests) {
    const cells = await asked(
      guest,
      site,
      there.map(({ number }) => number),
      random,
    )
    if (!cells.ok) return cells
    seen.set(guest.type.id, cells.value)
  }
  const rows = there.map(({ number, name }) => {
    const cell = (of: (guest: Present) => Cell) => Object.fromEntries(guests.map((guest) => [guest.type.id, of(guest)]))
    return {
      number,
      name,
      charter: cell((guest) => byCharter(expected, site, guest, number)),
      wiki: cell((guest) => seen.get(guest.type.id)?.get(number) ?? { read: null, write: null }),
    }
  })
  return ok({ rows, findings: [...findings, ...differences(rows, guests)] })
}

/**
 * Writing is asked about a page that does not exist, for which the core also asks for the right to start one. In some namespaces it asks
 * for a right of its own (`editinterface` in MediaWiki); the charter says who has it.
 */
function byCharter(expected: Expectation, site: Site, { type }: Present, number: number): Cell {
  const protection = site.namespaces.get(number)?.protection ?? []
  return {
    read: expected.may(type, 'read', number, []),
    write: ['edit', number % 2 === 0 ? 'createpage' : 'createtalk', ...protection].every((right) => expected.may(type, right, number, [])),
  }
}

async function asked(
  guest: Present,
  site: Site,
  numbers: readonly number[],
  random: string,
): Promise<Result<ReadonlyMap<number, Cell>, TargetFailure>> {
  const cells = new Map<number, Cell>()
  const titles = numbers.map((number) => {
    const prefix = site.namespaces.get(number)?.name ?? ''
    return `${prefix === '' ? '' : `${prefix}:`}Writ probe ${random}`
  })
  for (let from = 0; from < titles.length; from += 50) {
    const answer = await ask(
      guest.visitor,
      actionsAnswer,
      { action: 'query', prop: 'info', titles: titles.slice(from, from + 50).join('|'), intestactions: 'read|edit' },
      true,
    )
    if (!answer.ok) return answer
    for (const { ns, actions } of answer.value.query.pages)
      cells.set(ns, { read: actions.read, write: guest.visitor.session === 'program' ? null : actions.edit })
  }
  return ok(cells)
}

function differences(rows: ProbeReport['namespaces'], guests: readonly Present[]): readonly ProbeFinding[] {
  return rows.flatMap((row) =>
    guests.flatMap(({ type }): ProbeFinding[] =>
      (['read', 'write'] as const).flatMap((what) => {
        const [ought, is] = [row.charter[type.id]?.[what], row.wiki[type.id]?.[what]]
        if (is === null || is === undefined || is === ought) return []
        const who = `\`${type.id}\` may ${is ? '' : 'not '}${what} in \`${terminalText(row.name)}\` on the wiki`
        return [
          is
            ? {
                code: 'wider',
                severity: 'error',
                message: `${who}, and not by the charter`,
                remedy: 'load the settings that `writ render` prints, and the extensions they name',
              }
            : {
                code: 'narrower',
                severity: 'error',
                message: `${who}, but by the charter`,
                remedy: 'look what else restricts the wiki, or write it into the charter',
              },
        ]
      }),
    ),
  )
}
