import { testStore } from '../contract/store.ts'
import { MemoryStore } from '../support/memory-store.ts'

testStore('in memory', () => ({ store: new MemoryStore(), reopen: undefined, cleanUp: () => undefined }))
