import type { Hashing } from '../kernel/hashing.ts'
import { loadState, saveState, stateVersion } from '../ledger/snapshot.ts'
import { Tree } from '../ledger/tree.ts'
import { hexOf } from './ids.ts'
import type { Head } from './journal-head.ts'
import type { Snapshot, StoreReader } from './ports.ts'

/** Changes with the layout written here or with what the fold means. */
const VERSION = `1/${stateVersion}`
/** One byte says how many hashes the tree keeps; then come the last leaf, those hashes, the state. */
const HASHES_AT = 33
const HASH = 32

/** The head as bytes. A cache: deleting it costs a replay and nothing else. */
export function snapshotOf(head: Head, lastLeaf: Uint8Array): Snapshot {
  const tree = head.tree.save()
  const state = saveState(head.state)
  const bytes = new Uint8Array(HASHES_AT + tree.length + state.length)
  bytes[0] = tree.length / HASH
  bytes.set(lastLeaf, 1)
  bytes.set(tree, HASHES_AT)
  bytes.set(state, HASHES_AT + tree.length)
  return { size: head.tree.size, root: hexOf(head.tree.root()), version: VERSION, state: bytes }
}

/**
 * The head of the largest snapshot, or of the largest with at most so many entries, that is one of this ledger and this code; undefined if there is
 * none: its tree must have its root, and its last leaf must be the one that stands there. That no earlier entry was changed only `verifyLedger`
 * shows; asking it here would cost the replay that the snapshot spares.
 */
export async function loadHead(store: StoreReader, hashing: Hashing, upTo?: number): Promise<Head | undefined> {
  for (let snapshot = await store.loadSnapshot(upTo); snapshot !== undefined; snapshot = await store.loadSnapshot(snapshot.size - 1)) {
    const head = await headOf(store, hashing, snapshot)
    if (head !== undefined) return head
  }
  return undefined
}

async function headOf(store: StoreReader, hashing: Hashing, { size, root, version, state: bytes }: Snapshot): Promise<Head | undefined> {
  if (version !== VERSION || size < 1) return undefined
  const [last] = await store.read(size - 1, 1)
  const stateAt = HASHES_AT + (bytes[0] ?? 0) * HASH
  const tree = Tree.restore(hashing, size, bytes.slice(HASHES_AT, stateAt))
  if (last === undefined || tree === undefined || hexOf(tree.root()) !== root) return undefined
  if (hexOf(last.leaf) !== hexOf(bytes.slice(1, HASHES_AT))) return undefined
  const state = loadState(bytes.subarray(stateAt))
  return state?.size === size ? { state, tree } : undefined
}
