import { terminalText } from '../../render/terminal.ts'
import { exit, type Command } from '../command.ts'
import { askerOptions, caseOf, chooseAsker, deedOptions, withDecisions } from '../decisions.ts'
import { printJson } from '../print-json.ts'
import { chooseTarget } from './matrix.ts'

export const whatCanCommand: Command = {
  help: 'Lists the rights on a target that somebody has in a case, gates and conditions looked at. What is not known is a no; `writ explain` says why.',
  options: { ...askerOptions, ...deedOptions },
  words: [0, 1],
  async run(invocation) {
    return withDecisions(invocation, (decisions) => {
      const { engine, charter, now } = decisions
      const target = chooseTarget(charter, invocation.text('target'))
      const asker = chooseAsker(decisions, invocation)
      const rights = engine.whatCan({ asker, target, ...caseOf(charter, target, invocation), now })
      if (invocation.flag('json')) printJson(invocation.io, { asker, target, rights, revision: engine.revision })
      else invocation.io.out(rights.length === 0 ? `nothing on ${target}\n` : `${rights.map((right) => terminalText(right)).join('\n')}\n`)
      return exit.fine
    })
  },
}
