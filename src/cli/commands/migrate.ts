import { randomUUID } from 'node:crypto'
import { describeMigration, type GuideCommands } from '../../reconcile/migration/describe.ts'
import { nextStep } from '../../reconcile/migration/steps.ts'
import { terminalText } from '../../render/terminal.ts'
import type { Instance } from '../../workflow/instance.ts'
import { lookAtMigration, migrationFrom, officesElsewhere, type MigrationView } from '../../workflow/look-at-migration.ts'
import { runMigration, type MigrateAnswer } from '../../workflow/run-migration.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { needCharter } from '../charter-files.ts'
import { dataOption, exit, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { officesOfRoster, surveyOfFiles } from '../migration-files.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { printJson } from '../print-json.ts'
import { readRoster } from '../roster-file.ts'
import { chooseTarget } from './matrix.ts'
import { failed } from './plan.ts'

type Elsewhere = Parameters<typeof describeMigration>[0]['offices']

export const migrateCommand: Command = {
  help: `From the groups and holders of today to a charter, so that nobody is locked out on the way. Says for every person what they have, what they
get and what that rests on; lists whom somebody has to decide about; gives the steps in order, each proved to leave somebody able to finish; and
tells which are Writ's and which are yours. With --from nothing is connected: FILE is a saved meta=siteinfo (siprop=usergroups) or the charter of
today, --holders a saved list=allusers (auprop=groups|implicitgroups) or a roster of that charter, --roster who is to hold what. Without --from the
living TARGET of a data folder is asked, and --run does the steps that are Writ's: it takes in holders, puts people into new groups, takes them out
of old ones, each read back. What stands is read anew every time, so a run that was cut goes on with the next one, which first records what that one could not. One run changes no more people
than the guards of the target let it. Exit 1 if a step is not safe or did not take effect.`,
  options: {
    from: { type: 'string', value: 'FILE', help: 'what stands today, from a file; the word is then a CHARTER' },
    holders: { type: 'string', value: 'FILE', help: 'with --from: who is in which group today' },
    roster: { type: 'string', value: 'FILE', help: 'with --from: who is to hold what' },
    target: { type: 'string', value: 'T', help: 'with --from: the target; may be left out where the charter has one with groups' },
    run: { type: 'boolean', help: 'do the steps that are Writ’s' },
    drop: { type: 'string', multiple: true, value: 'NAME', help: 'this account gets nothing for the old group it loses' },
    ...callerOptions,
    ...dataOption,
  },
  words: [1, 1],
  async run(invocation) {
    const from = invocation.text('from')
    return from === undefined ? migrateLiving(invocation) : migrateOnPaper(invocation, from)
  },
}

async function migrateOnPaper(invocation: Invocation, from: string): Promise<ExitCode> {
  if (invocation.flag('run')) throw new UsageError('--run needs a living target: leave out --from')
  const [path = ''] = invocation.positionals
  const { charter } = (await needCharter(path)).source
  const target = chooseTarget(charter, invocation.text('target'))
  const roster = await readRoster(invocation.text('roster'), charter)
  const survey = await surveyOfFiles(target, from, invocation.text('holders'))
  const view = migrationFrom({
    charter,
    target,
    survey,
    offices: officesOfRoster(roster, target),
    dropped: new Set(invocation.texts('drop')),
    known: { adoptedAt: undefined, adoptedGroups: new Set() },
    mode: 'observe',
    unrecorded: [],
  })
  if (!view.ok) return failed(invocation.io, target, view.error)
  const elsewhere = [...charter.targets.keys()].flatMap((id) => officesOfRoster(roster, id).map((office) => ({ ...office, target: id })))
  return print(invocation, view.value, undefined, commandsFor(target, path, 'data', view.value.strays), elsewhere)
}

async function migrateLiving(invocation: Invocation): Promise<ExitCode> {
  for (const name of ['holders', 'roster', 'target'])
    if (invocation.text(name) !== undefined) throw new UsageError(`--${name} goes with --from: a living target is asked itself`)
  const [target = ''] = invocation.positionals
  const settings = await readSettings(invocation)
  const dropped = new Set(invocation.texts('drop'))
  return withInstance(settings, {}, async (instance: Instance) => {
    const commands = (strays: readonly string[]) => commandsFor(target, undefined, settings.data, strays)
    if (!invocation.flag('run')) {
      const view = await lookAtMigration(instance, target, dropped)
      if (!view.ok) return failed(invocation.io, target, view.error)
      return print(invocation, view.value, undefined, commands(view.value.strays), officesElsewhere(instance, view.value))
    }
    const caller = await callerOf(invocation, instance)
    const answer = await runMigration(instance, { key: randomUUID(), caller, target, dropped, url: settings.url })
    if (!answer.ok) return failed(invocation.io, target, answer.error)
    const { view } = answer.value
    return print(invocation, view, answer.value, commands(view.strays), officesElsewhere(instance, view))
  })
}

function commandsFor(target: string, charter: string | undefined, data: string, strays: readonly string[]): GuideCommands {
  const source = charter === undefined ? `--data ${quoted(data)}` : quoted(charter)
  const swept = strays.map((name) => ` --sweep ${quoted(name)}`).join('')
  const render = `writ render ${source} --target ${target}`
  return {
    render: `${render} --output writ-groups.php`,
    renderMoving: `${render} --abolition keep${swept} --output writ-groups.php`,
    messages: `${render} --what messages --format xml --output messages.xml`,
    run: `writ migrate ${target} --run --data ${quoted(data)}`,
    mode: `writ mode ${target} enforce --data ${quoted(data)}`,
    grant: `writ grant --role ROLE --person NAME --by HANDLE --data ${quoted(data)}`,
  }
}

/** A word for a POSIX shell, quoted where it must be. */
function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

function print(
  invocation: Invocation,
  view: MigrationView,
  answer: MigrateAnswer | undefined,
  commands: GuideCommands,
  offices: Elsewhere,
): ExitCode {
  const { io } = invocation
  const { judgement, steps, mapping, strays, target } = view
  if (invocation.flag('json')) {
    const next = nextStep(steps)?.kind ?? null
    printJson(io, {
      target,
      people: mapping.map(({ account, person, rows }) => ({ account, person: person ?? null, rows })),
      steps: steps.map(({ kind, who, done, details }) => ({ kind, who, done, next: kind === next, details })),
      proof: {
        safe: judgement.problems.length === 0,
        parts: judgement.parts.map((part) => ({ ...part, finishers: part.finishers ?? null })),
        problems: judgement.problems,
        warnings: judgement.warnings,
      },
      strays,
      ran: answer?.ran ?? [],
      stopped: answer?.stopped ?? null,
      more: answer?.more ?? false,
    })
  } else if (answer === undefined || answer.ran.length === 0) {
    const guide = describeMigration({ ...view, commands, offices })
    for (const line of guide) io.out(`${terminalText(line, 2000)}\n`)
  } else {
    for (const { kind, text } of answer.ran) io.out(`${kind}: ${terminalText(text, 500)}\n`)
    const next = nextStep(steps)
    io.out(
      next === undefined
        ? 'the migration is done\n'
        : `next: ${next.kind} (${next.who === 'writ' ? 'Writ' : 'you'}); \`writ migrate ${terminalText(target)}\` says how\n`,
    )
  }
  if (answer?.stopped !== undefined) io.err(`${answer.more ? 'note' : 'writ'}: ${terminalText(answer.stopped, 600)}\n`)
  const wrong = judgement.problems.length > 0 || (answer?.stopped !== undefined && !answer.more)
  return wrong ? exit.findings : exit.fine
}
