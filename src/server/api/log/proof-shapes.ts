import { z } from 'zod'
import { entry, named } from '../shapes.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const size = z.int().min(1)
const path = z.array(hash).max(64)
const head = z.object({ size, root: hash })
const text = z.string().max(60_000)
const checkpoint = z
  .string()
  .max(20_000)
  .optional()
  .describe('the signed checkpoint of the (second) size, https://c2sp.org/tlog-checkpoint; there in the second format alone')

/** That an entry stands in the log: the root of the tree over `size` entries follows from its leaf hash and the path (RFC 9162 section 2.1.3). */
export const inclusionFile = named(
  'InclusionProof',
  z.object({
    format: z.enum(['writ-inclusion-proof-1', 'writ-inclusion-proof-2']),
    checkpoint,
    origin: hash.describe('leaf hash of the first entry: which log it is'),
    size,
    root: hash,
    entry,
    leaf: hash.describe('SHA-256(0x00 || body)'),
    path,
    body: text.optional().describe('the very bytes that are hashed, ASCII; absent where they tell more than is public'),
    openings: z.record(z.string(), z.object({ salt: z.string().max(22), value: z.unknown() })).optional(),
  }),
)

/** That the log of the second size begins with that of the first (RFC 9162 section 2.1.4). */
export const consistencyFile = named(
  'ConsistencyProof',
  z.object({
    format: z.enum(['writ-consistency-proof-1', 'writ-consistency-proof-2']),
    checkpoint,
    origin: hash,
    first: head,
    second: head,
    path,
  }),
)

/** Everything about one grant, private fields too, each entry with its proof against one root; for auditors. */
export const evidenceFile = named(
  'GrantEvidence',
  z.object({
    format: z.literal('writ-evidence-1'),
    origin: hash,
    size,
    root: hash,
    grant: entry,
    entries: z.array(inclusionFile.pick({ entry: true, leaf: true, path: true, body: true, openings: true })).max(10_000),
  }),
)

export const proofFile = z.discriminatedUnion('format', [inclusionFile, consistencyFile, evidenceFile])
