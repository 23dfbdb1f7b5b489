import type { Hashing } from '../kernel/hashing.ts'
import { loadState, saveState, stateVersion } from '../ledger/snapshot.ts'
import { Tree } from './journal-tree.ts'
import { hexOf } from './ids.ts'
import type { Head } from './journal-head.ts'
import type { Snapshot, StoreReader } from './ports.ts'

/** What stands before the state: the roots of the perfect subtrees that make up the tree, largest first, and the last leaf. */
interface Front {
  readonly peaks: readonly string[]
  readonly lastLeaf: string
}

/** Changes with the layout written here or with what the fold means. */
const VERSION = `1/${stateVersion}`
/** Bytes of the number that says how long the front is. */
const LENGTH = 4

/** The head as bytes. A cache: deleting it costs a replay and nothing else. */
export function snapshotOf(head: Head, lastLeaf: Uint8Array, hashing: Hashing): Snapshot {
  const front: Front = { peaks: head.tree.peaks().map(hexOf), lastLeaf: hexOf(lastLeaf) }
  const text = hashing.utf8(JSON.stringify(front))
  const state = saveState(head.state)
  const bytes = new Uint8Array(LENGTH + text.length + state.length)
  new DataView(bytes.buffer).setUint32(0, text.length)
  bytes.set(text, LENGTH)
  bytes.set(state, LENGTH + text.length)
  return { size: head.tree.size, root: hexOf(head.tree.root()), version: VERSION, state: bytes }
}

/**
 * The head of the last snapshot; undefined if there is none or it is not of this ledger and this code: its subtrees must make its root, and its
 * last leaf must be the one that stands there. That no earlier entry was changed only `verifyLedger` shows; asking for it here would cost the replay
 * that the snapshot spares.
 */
export async function loadHead(store: StoreReader, hashing: Hashing): Promise<Head | undefined> {
  const snapshot = await store.loadSnapshot()
  if (snapshot === undefined || snapshot.version !== VERSION || snapshot.size < 1) return undefined
  const head = readHead(snapshot, hashing)
  const [last] = await store.read(snapshot.size - 1, 1)
  return last !== undefined && hexOf(last.leaf) === head?.lastLeaf ? head : undefined
}

/** Whatever the bytes are, a snapshot that cannot be read only costs a replay. */
function readHead(snapshot: Snapshot, hashing: Hashing): (Head & { readonly lastLeaf: string }) | undefined {
  try {
    const length = new DataView(snapshot.state.buffer, snapshot.state.byteOffset).getUint32(0)
    const front = JSON.parse(textOf(snapshot.state.subarray(LENGTH, LENGTH + length))) as Front
    const tree = Tree.fromPeaks(hashing, snapshot.size, front.peaks.map(bytesOf))
    if (tree === undefined || hexOf(tree.root()) !== snapshot.root) return undefined
    const state = loadState(snapshot.state.subarray(LENGTH + length))
    return state === undefined || state.size !== snapshot.size ? undefined : { state, tree, lastLeaf: front.lastLeaf }
  } catch {
    return undefined
  }
}

function textOf(ascii: Uint8Array): string {
  return String.fromCharCode(...ascii)
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
