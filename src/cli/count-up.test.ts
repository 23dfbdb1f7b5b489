import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { countUp } from './count-up.ts'

describe('a line that counts up', () => {
  const shown = (steps: readonly number[]) => {
    const said: string[] = []
    let clock = 5000
    const { count, end } = countUp(
      (text) => said.push(text),
      'states kept',
      () => clock,
    )
    for (const step of steps) {
      clock += step
      count()
    }
    end()
    return said
  }

  it('says nothing for what takes less than a second', () => {
    assert.deepEqual(shown([400, 400, 199]), [])
  })

  it('begins after a second, is written anew five times a second, and ends with the last figure', () => {
    assert.deepEqual(shown([600, 400, 100, 100, 50]), ['2 states kept', '4 states kept', '5 states kept\n'])
  })

  it('is nothing where nobody would see it', () => {
    const { count, end } = countUp(undefined, 'states kept', () => assert.fail('no clock is asked'))
    count()
    end()
  })
})
