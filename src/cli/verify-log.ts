import { nodeHashing } from '../config/outside.ts'
import type { Settings } from '../config/settings.ts'
import { openCheckpoint } from '../ledger/checkpoint.ts'
import type { NoteKey } from '../ledger/signed-note.ts'
import { terminalText } from '../render/terminal.ts'
import { hexOf } from '../workflow/ids.ts'
import type { Verification } from '../workflow/journal-verify.ts'
import type { LedgerView } from '../workflow/journal-view.ts'
import { createLogProofs, type LogProofs } from '../workflow/log-proofs.ts'
import { knownKeys } from '../workflow/signing/publish.ts'
import { SignedLogUnreadableError } from '../workflow/signing/signed-log.ts'
import { exit, type ExitCode, type Invocation } from './command.ts'
import { connectSigning } from './connect-signing.ts'
import { readSettings } from './open-instance.ts'
import { withView } from './open-view.ts'
import { printJson } from './print-json.ts'
import { checking, givenKeys, readRemembered, remember } from './remembered.ts'

type Problem = Verification['problems'][number]

/** `writ log verify [--since FILE] [--vkey VKEY]`: everything that can be checked of the data folder’s ledger. */
export async function verifyLog(invocation: Invocation): Promise<ExitCode> {
  const settings = await readSettings(invocation)
  const given = givenKeys(invocation)
  const since = invocation.text('since')
  const { io } = invocation
  return withView(settings, async (view, _charters, reader) => {
    const { size, root, problems: found } = await view.verify()
    const keys = given.length > 0 ? given : knownKeys(view.state, nodeHashing).map(({ key }) => key)
    const proofs = createLogProofs(reader, nodeHashing)
    const signed = await lookAtSigned(settings, view, keys, proofs)
    const problems = [...found, ...signed.problems]
    const known = since === undefined ? undefined : await readRemembered(since, keys)
    if (known !== undefined) problems.push(...(await unlike(known, view, proofs, 'that were signed when it was kept')))
    const isLater = signed.size !== undefined && signed.size >= (known?.size ?? 0)
    if (since !== undefined && problems.length === 0 && signed.note !== undefined && isLater) await remember(since, signed.note)
    if (invocation.flag('json')) printJson(io, { size, root, problems, signed: signed.size ?? null, since: known?.size ?? null })
    else {
      for (const { seq, text } of problems) io.out(`${seq === undefined ? 'ledger' : `entry ${seq}`}: ${terminalText(text, 300)}\n`)
      io.out(`${size} entries, root ${root}: ${problems.length === 0 ? 'everything fits' : `${problems.length} problems`}\n`)
      if (problems.length === 0 && signed.size !== undefined) io.out(`the first ${signed.size} are those that were signed last\n`)
      if (problems.length === 0 && known !== undefined) io.out(`the first ${known.size} are those of ${terminalText(since ?? '')}\n`)
    }
    return problems.length === 0 ? exit.fine : exit.findings
  })
}

interface Signed {
  readonly note: string | undefined
  readonly size: number | undefined
  readonly problems: readonly Problem[]
}

/** The last checkpoint that was signed, against the ledger as it is. */
export async function lookAtSigned(
  settings: Settings,
  view: Pick<LedgerView, 'size'>,
  keys: readonly NoteKey[],
  proofs: LogProofs,
): Promise<Signed> {
  const nothing = { note: undefined, size: undefined }
  try {
    const { head } = await connectSigning(settings).folder.read()
    if (head === undefined) return { ...nothing, problems: [] }
    if (keys.length === 0)
      return { ...nothing, problems: [problem('it names no key, but something was signed: an older one was put back')] }
    const opened = openCheckpoint(head.note, keys, checking)
    if (!opened.ok) return { ...nothing, problems: [problem(`what was signed last is not of this ledger: ${opened.error}`)] }
    const { size } = opened.value
    return { note: head.note, size, problems: await unlike(opened.value, view, proofs, 'that were signed last') }
  } catch (error) {
    if (error instanceof SignedLogUnreadableError) return { ...nothing, problems: [problem(error.message)] }
    throw error
  }
}

async function unlike(
  { size, root }: { readonly size: number; readonly root: Uint8Array },
  view: Pick<LedgerView, 'size'>,
  proofs: LogProofs,
  which: string,
): Promise<readonly Problem[]> {
  if (size > view.size) return [problem(`it has fewer entries than the ${size} ${which}`)]
  const found = await proofs.root(size)
  return hexOf(found) === hexOf(root) ? [] : [problem(`its first ${size} entries are not those ${which}`)]
}

function problem(text: string): Problem {
  return { seq: undefined, text }
}
