import { nodeHashing } from '../config/outside.ts'
import { isConsistencyFile, problemsOfProof, problemsOfSignature, type ProofFile } from '../ledger/proof-file.ts'
import { terminalText } from '../render/terminal.ts'
import { proofFile } from '../server/api/log/proof-shapes.ts'
import { exit, StopError, UsageError, type ExitCode, type Invocation } from './command.ts'
import { readJson } from './json-file.ts'
import { printJson } from './print-json.ts'
import { checking, givenKeys } from './remembered.ts'

/** `writ log verify-proof FILE [--root HEX] [--vkey VKEY]`: whether a file of the pages proves what it says. */
export async function verifyProof(invocation: Invocation): Promise<ExitCode> {
  const [, path] = invocation.positionals
  if (path === undefined) throw new UsageError('verify-proof wants a file: a proof of an entry, or of two sizes of the log')
  const { io } = invocation
  const kept = keptRoot(invocation)
  const read = proofFile.safeParse(await readJson(path, 'save what the page of an entry calls its proof'))
  if (!read.success) {
    const [problem] = read.error.issues
    throw new StopError(
      `writ: \`${terminalText(path)}\` is no proof: ${terminalText(problem?.path.join('.') || 'the whole')}: ${terminalText(problem?.message ?? '')}`,
    )
  }
  // read from JSON, so whatever stands in it is JSON
  const proof = read.data as ProofFile
  const problems = [...problemsOfProof(nodeHashing, proof)]
  const keys = givenKeys(invocation)
  if (keys.length > 0) problems.push(...problemsOfSignature(proof, keys, checking))
  if (kept !== undefined && !rootsOf(proof).includes(kept)) problems.push(`the root that you kept, ${kept}, is none of its own`)
  const { format } = proof
  if (invocation.flag('json'))
    printJson(io, { format, compared: kept !== undefined, signed: keys.length > 0 && problems.length === 0, problems })
  else {
    for (const problem of problems) io.out(`${terminalText(problem, 400)}\n`)
    if (problems.length === 0) io.out(`${shown(proof)}${keys.length > 0 ? SIGNED : kept === undefined ? NOT_COMPARED : ''}\n`)
  }
  return problems.length === 0 ? exit.fine : exit.findings
}

const NOT_COMPARED =
  '\nThat this is the root of the log, the file only claims: compare it with one that you kept (--root), or give the key of the log (--vkey).'

const SIGNED = '\nand was signed by that key.'

function keptRoot(invocation: Invocation): string | undefined {
  const kept = invocation.text('root')?.toLowerCase()
  if (kept !== undefined && !/^[0-9a-f]{64}$/.test(kept)) throw new UsageError('--root: a root has 64 hex digits')
  return kept
}

function rootsOf(proof: ProofFile): readonly string[] {
  return isConsistencyFile(proof) ? [proof.first.root, proof.second.root] : [proof.root]
}

function shown(proof: ProofFile): string {
  if (isConsistencyFile(proof)) {
    const { first, second } = proof
    return `the log of ${second.size} entries, root ${second.root},\nbegins with that of ${first.size}, root ${first.root}`
  }
  if (proof.format === 'writ-evidence-1')
    return `${proof.entries.length} entries about the grant of entry ${proof.grant} stand in the log of ${proof.size} entries, root ${proof.root}`
  const { entry, size, root, leaf, body, openings = {} } = proof
  const lines = [`entry ${entry} stands in the log of ${size} entries, root ${root}`]
  lines.push(body === undefined ? `its bytes are not in the file; their hash is ${leaf}` : terminalText(body, 1000))
  for (const [name, { value }] of Object.entries(openings))
    lines.push(`  ${terminalText(name)}: ${terminalText(JSON.stringify(value), 300)}`)
  return lines.join('\n')
}
