import { matrixOf, matrixToJson } from '../../charter/matrix.ts'
import type { Charter, Id } from '../../charter/model.ts'
import { renderMatrix, type MatrixFormat } from '../../render/matrix.ts'
import { needCharter } from '../charter-files.ts'
import { exit, StopError, UsageError, type Command } from '../command.ts'
import { nearest } from '../../kernel/nearest.ts'
import { printJson } from '../print-json.ts'
import { terminalText } from '../../render/terminal.ts'

const FORMATS: readonly MatrixFormat[] = ['text', 'csv', 'wikitext']

export const matrixCommand: Command = {
  help: '`direct`: the group lists the right itself. `inherited`: it comes from a group it includes. `revoked`: the group takes it from its members.',
  options: {
    target: { type: 'string', value: 'T', help: 'the target; may be left out where the charter has one with groups' },
    format: { type: 'string', value: 'F', help: 'text (default), csv or wikitext' },
  },
  words: [1, 1],
  async run(invocation) {
    const { source } = await needCharter(invocation.positionals[0] ?? '')
    const target = chooseTarget(source.charter, invocation.text('target'))
    const matrix = matrixOf(source.charter, target)
    if (invocation.flag('json')) {
      printJson(invocation.io, matrixToJson(matrix))
      return exit.fine
    }
    const word = invocation.text('format') ?? 'text'
    const format = FORMATS.find((one) => one === word)
    if (format === undefined) throw new UsageError(`\`${word}\` is no format; take ${FORMATS.join(', ')}`)
    invocation.io.document(renderMatrix(matrix, format, invocation.io.columns))
    return exit.fine
  },
}

/** The named target, or the only one that has groups. */
export function chooseTarget(charter: Charter, asked: string | undefined): Id {
  const known = [...charter.groups.keys()].filter((id) => id !== 'writ')
  if (asked === undefined) {
    if (known.length === 1 && known[0] !== undefined) return known[0]
    throw new UsageError(`--target is missing; this charter has ${known.join(', ')}`)
  }
  if (charter.targets.has(asked) || asked === 'writ') return asked
  const near = nearest(asked, charter.targets.keys())
  throw new StopError(
    `writ: the charter has no target \`${terminalText(asked)}\`${near === undefined ? `; it has ${[...charter.targets.keys()].join(', ')}` : `; did you mean \`${near}\`?`}`,
    exit.usage,
  )
}
