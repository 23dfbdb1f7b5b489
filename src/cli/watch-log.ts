import { nodeHashing } from '../config/outside.ts'
import { openCheckpoint, type OpenedCheckpoint } from '../ledger/checkpoint.ts'
import { TILE_WIDTH, tilePath } from '../ledger/tile.ts'
import { Tree } from '../ledger/tree.ts'
import { terminalText } from '../render/terminal.ts'
import { hexOf } from '../workflow/ids.ts'
import { exit, StopError, UsageError, type ExitCode, type Invocation } from './command.ts'
import { printJson } from './print-json.ts'
import { checking, givenKeys, readRemembered, remember, rememberOther } from './remembered.ts'

const TIMEOUT_MS = 30_000
const LARGEST = 256 * 1024

/**
 * `writ log verify --url URL --vkey VKEY [--since FILE]`: whether the log that somebody serves is signed by the key that was handed out, and is a
 * continuation of the checkpoint in FILE, which is then kept there. Needs no data folder.
 */
export async function watchLog(invocation: Invocation, url: string): Promise<ExitCode> {
  const { io } = invocation
  const keys = givenKeys(invocation)
  if (keys.length === 0) throw new UsageError('--url needs --vkey: the key of the log, as its operators handed it out')
  const base = URL.parse(url)
  if (base === null || !/^https?:$/.test(base.protocol)) throw new UsageError(`--url: \`${url}\` is no address; write \`https://…\``)
  const pages = `${base.origin}${base.pathname.replace(/\/+$/, '')}`
  const since = invocation.text('since')
  const known = since === undefined ? undefined : await readRemembered(since, keys)
  const note = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await fetched(`${pages}/log/checkpoint`))
  const opened = openCheckpoint(note, keys, checking)
  const problem = opened.ok ? await unlike(pages, opened.value, known) : opened.error
  const other = problem !== undefined && since !== undefined ? await rememberOther(since, note, keys) : undefined
  if (opened.ok && problem === undefined && since !== undefined) await remember(since, note)
  const seen = opened.ok ? { size: opened.value.size, root: hexOf(opened.value.root) } : null
  if (invocation.flag('json')) printJson(io, { log: seen, since: known?.size ?? null, problem: problem ?? null })
  else if (problem !== undefined) {
    io.out(`NO: ${terminalText(problem, 600)}\n`)
    if (since !== undefined && other !== undefined)
      io.out(`what it showed is kept in ${terminalText(other)}; keep it with ${terminalText(since)}: together they are the proof\n`)
  } else if (seen !== null) {
    const what = known === undefined ? 'is signed; there was nothing to compare it with' : `is signed and begins with that of ${known.size}`
    io.out(`the log of ${seen.size} entries, root ${seen.root},\n${what}\n`)
  }
  return problem === undefined ? exit.fine : exit.findings
}

/** Why a log is not what was signed, or no continuation of what was kept of it; undefined = it is. The whole tree is worked out from its tiles. */
async function unlike(pages: string, now: OpenedCheckpoint, known: OpenedCheckpoint | undefined): Promise<string | undefined> {
  if (known !== undefined && known.origin !== now.origin) return `it is another log, ${now.origin}, than ${known.origin}`
  const before = known?.size ?? 0
  if (now.size < before)
    return `it has ${now.size} entries, fewer than the ${before} it had: entries were taken out, or an old copy is shown`
  // two signatures over one size are a proof, whether it hands out its tiles or not
  if (known !== undefined && now.size === before && hexOf(now.root) !== hexOf(known.root))
    return `its ${before} entries are not those that it had: what was recorded was changed`
  const tree = new Tree(nodeHashing)
  for (let index = 0; tree.size < now.size; index += 1) {
    const tile = { level: 0, index, width: Math.min(TILE_WIDTH, now.size - tree.size) }
    const bytes = await fetched(`${pages}/log/tile/${tilePath(tile)}`)
    if (bytes.length !== tile.width * 32) return `its tile ${tilePath(tile)} has not ${tile.width} hashes`
    for (let start = 0; start < bytes.length; start += 32) {
      tree.append(bytes.subarray(start, start + 32))
      if (tree.size === known?.size && hexOf(tree.root()) !== hexOf(known.root))
        return `its first ${known.size} entries are not those that it had: what was recorded was changed`
    }
  }
  return hexOf(tree.root()) === hexOf(now.root) ? undefined : 'the entries that it shows are not those that it signed'
}

/** Stops the command, exit 3, where nothing is answered. */
async function fetched(address: string): Promise<Uint8Array> {
  const failed = (why: string) => new StopError(`writ: \`${terminalText(address, 400)}\` ${terminalText(why, 400)}`, exit.unavailable)
  let answer: Response
  try {
    answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) })
  } catch (error) {
    const { message } = error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error)
    throw failed(`does not answer (${message})`)
  }
  if (!answer.ok) throw failed(`answers with status ${answer.status}${answer.status === 404 ? ': there is nothing signed' : ''}`)
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of answer.body ?? []) {
      size += part.length
      if (size > LARGEST) break
      parts.push(part)
    }
  } catch (error) {
    throw failed(`breaks off (${error instanceof Error ? error.message : String(error)})`)
  }
  if (size > LARGEST) throw failed('answers with more than a log has to say')
  return Buffer.concat(parts)
}
