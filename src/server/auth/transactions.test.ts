import assert from 'node:assert/strict'
import { it } from 'node:test'
import { instant } from '../../kernel/instant.ts'
import { createTransactions, type Transaction } from './transactions.ts'

const transaction: Transaction = {
  provider: 'sso',
  errand: { kind: 'log-in' },
  kept: { state: 's', nonce: 'n', verifier: 'v' },
  next: '/me',
  person: undefined,
}
const start = instant(1_000_000)

it('hands a login on the way out once, and not after ten minutes', () => {
  const transactions = createTransactions()
  const [one, two] = [transactions.begin(transaction, start), transactions.begin({ ...transaction, next: '/' }, start)]
  assert.equal(transactions.take(one, start)?.next, '/me')
  assert.equal(transactions.take(one, start), undefined)
  assert.equal(transactions.take(two, instant(start + 600_001)), undefined)
  assert.equal(transactions.take('guessed', start), undefined)
  assert.equal(transactions.take(undefined, start), undefined)
})

it('holds so many at a time, and lets go of those that set out first', () => {
  const transactions = createTransactions()
  const names = Array.from({ length: 5001 }, () => transactions.begin(transaction, start))
  assert.equal(transactions.take(names[0], start), undefined)
  assert.equal(transactions.take(names.at(-1), start)?.next, '/me')
})
