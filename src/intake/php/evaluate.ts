import { evaluate } from './expressions.ts'
import { GaveUp, LIMITS, Machine, type Limits, type Scope } from './machine.ts'
import { run } from './statements.ts'
import { parsePhp } from './syntax.ts'
import { Unknown, type Value } from './value.ts'

export interface PhpFile {
  /** As it is shown in remarks. */
  readonly name: string
  readonly text: string
}

export interface PhpOptions {
  /** Variables that are there before the first file. */
  readonly globals: ReadonlyMap<string, Value>
  readonly constants: ReadonlyMap<string, Value>
  /** Variables that matter: conditions that are not known are remarked only where these are at stake. */
  readonly watched: ReadonlySet<string>
  readonly limits?: Limits
}

export interface Evaluation {
  readonly machine: Machine
  /** Whether at least one file could be parsed. */
  readonly readable: boolean
}

/**
 * Evaluates PHP files in order, in one global scope. Nothing of them is executed: no code runs but this evaluator, which knows assignments, loops,
 * conditions on what is known, functions of constants and the files' own functions. What it does not know becomes an unknown value with its line.
 * Ends after a bounded number of steps and never throws, whatever the text.
 */
export function evaluatePhp(files: readonly PhpFile[], options: PhpOptions): Evaluation {
  const scope: Scope = new Map([...options.globals].map(([name, value]) => [name, { value }]))
  const machine = new Machine({ evaluate, run }, scope, options.constants, options.watched, options.limits ?? LIMITS)
  let readable = false
  for (const file of files) {
    machine.file = file.name
    machine.line = 1
    const parsed = parsePhp(file.text)
    if (!parsed.ok) {
      machine.remarks.push({
        code: 'syntax',
        file: file.name,
        line: parsed.error.line,
        text: `${parsed.error.message}; nothing of this file was read`,
      })
      machine.leftOut = true
      continue
    }
    readable = true
    if (!/<\?(?:php\b|=)/i.test(file.text))
      machine.remarks.push({
        code: 'no-opening-tag',
        file: file.name,
        line: 1,
        text: 'it does not begin with `<?php`; PHP would print it instead of running it. It is read as if it did',
      })
    guarded(machine, () => {
      const end = run(machine, machine.globals, parsed.value, undefined)
      if (end.kind === 'exit' || end.kind === 'lost')
        machine.remark('ends-early', undefined, 'what stands after this line is not read: the file ends here')
    })
  }
  return { machine, readable }
}

/** Runs a part; when it asks for too much, everything that matters is unknown from there on. */
export function guarded(machine: Machine, part: () => void): void {
  try {
    part()
  } catch (error) {
    if (!(error instanceof GaveUp) && !(error instanceof RangeError)) throw error
    const why = new Unknown(machine.file, machine.line, error instanceof GaveUp ? error.message : 'it is nested too deeply')
    machine.remarks.push({ code: 'gave-up', file: machine.file, line: machine.line, text: `not read from here on: ${why.why}` })
    machine.blurWatched(why)
  }
}
