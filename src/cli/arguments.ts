import { parseArgs } from 'node:util'
import { nearest } from '../kernel/nearest.ts'
import { flagsOf, UsageError, type Command, type Invocation, type Io } from './command.ts'

/** Reads the words after a command's name; throws UsageError with the nearest flag for a mistyped one. */
export function parseInvocation(command: Command, words: readonly string[], io: Io): Invocation {
  const known = flagsOf(command)
  const options = Object.fromEntries(
    Object.entries(known).map(([name, option]) => [
      name,
      {
        type: option.type,
        ...(option.short === undefined ? {} : { short: option.short }),
        ...('multiple' in option && option.multiple === true ? { multiple: true } : {}),
      },
    ]),
  )
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(explain(error, Object.keys(known)))
  }
  const { values, positionals } = parsed
  const [least, most] = command.words
  if (values['help'] !== true && positionals.length < least)
    throw new UsageError(`${least === 1 ? 'a word is' : `${least} words are`} missing`)
  if (positionals.length > most) throw new UsageError(`\`${positionals[most]}\` is one word too many`)
  return {
    positionals,
    text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    texts: (name) => (Array.isArray(values[name]) ? values[name].filter((one) => typeof one === 'string') : []),
    flag: (name) => values[name] === true,
    io,
  }
}

function explain(error: unknown, known: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error)
  const unknown = /Unknown option '-{1,2}([^']+)'/.exec(message)?.[1]
  if (unknown === undefined) return message.split('\n')[0]?.replace(/^./, (letter) => letter.toLowerCase()) ?? message
  const near = nearest(unknown, known)
  return `there is no flag \`--${unknown}\`${near === undefined ? '' : `; did you mean \`--${near}\`?`}`
}
