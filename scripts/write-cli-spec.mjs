// Writes the list of commands in docs/spec/cli.md from the code; a test compares the two.
import { readFileSync, writeFileSync } from 'node:fs'
import { SPEC, withReference } from '../test/cli/command-reference.ts'

writeFileSync(SPEC, await withReference(readFileSync(SPEC, 'utf8')))
