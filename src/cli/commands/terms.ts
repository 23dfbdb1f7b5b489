import { randomUUID } from 'node:crypto'
import { termsOf } from '../../decide/follow-up.ts'
import { terminalText } from '../../render/terminal.ts'
import { carryOutDue } from '../../workflow/carry-out-due.ts'
import { acceptTerms } from '../../workflow/follow-up.ts'
import { noFacts } from '../../workflow/facts.ts'
import type { Instance } from '../../workflow/instance.ts'
import { knownNow } from '../../workflow/known.ts'
import { textHash } from '../../workflow/observe-target.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, UsageError, type Command } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

export const termsCommand: Command = {
  help: 'Shows the terms that go with grant ENTRY, in the words of the charter in force, and the version of exactly these words. The holder accepts them with --accept and that version: if the words changed meanwhile, they are to be read again. Each change of the words is asked for anew.',
  options: { accept: { type: 'string', value: 'VERSION', help: 'accept them at this version' }, ...callerOptions, ...dataOption },
  words: [1, 1],
  async run(invocation) {
    const grant = entryNumber(invocation.positionals[0] ?? '')
    const version = invocation.text('accept')
    const { io } = invocation
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      if (version === undefined) {
        const terms = await termsNow(instance, grant)
        if (terms === undefined) throw new UsageError(`entry ${grant} is no grant with terms`)
        if (invocation.flag('json')) printJson(io, { grant, ...terms })
        else io.out(`${terminalText(terms.words, 10_000)}\nversion ${terms.version}\n`)
        return exit.fine
      }
      const caller = await callerOf(invocation, instance)
      const decision = await acceptTerms(instance, { key: randomUUID(), caller, grant, version })
      if (decision.allowed) await carryOutDue(instance, { key: `due/${randomUUID()}` })
      const source = await instance.charters.inForce(instance.journal.state)
      if (invocation.flag('json')) printJson(io, { decision })
      else io.out(`${decision.allowed ? 'accepted' : 'refused'}\n${formatDecision(decision, source)}\n`)
      return decision.allowed ? exit.fine : exit.findings
    })
  },
}

async function termsNow(instance: Instance, grant: number) {
  const { state } = instance.journal
  const { charter } = await instance.charters.inForce(state)
  const known = { ...knownNow(charter, state, instance.outside.clock.now(), noFacts), versionOf: textHash(instance) }
  return termsOf(known, charter.roles.get(state.grant(grant)?.role ?? '')?.followUp)
}
