/** Each folder here, and each charter with a story, is played and must go as its steps expect. */
import assert from 'node:assert/strict'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { playStory } from '../../src/workflow/play-story.ts'
import { readScenario, setTheStage } from '../support/played.ts'

async function foldersOf(home: string): Promise<string[]> {
  const names = (await readdir(home, { withFileTypes: true })).filter((one) => one.isDirectory()).map((one) => join(home, one.name))
  const withStory = await Promise.all(
    names.map(async (name) => ((await stat(join(name, 'story.yaml')).catch(() => undefined)) === undefined ? [] : [name])),
  )
  return withStory.flat().toSorted()
}

const folders = [...(await foldersOf('test/scenarios')), ...(await foldersOf('charters'))]

describe('scenarios', () => {
  it('are found', () => {
    assert.ok(folders.length >= 6, `only ${folders.length} found`)
  })

  for (const folder of folders) {
    it(folder, async () => {
      const { files, roster, story } = await readScenario(folder)
      const played = await setTheStage(files, roster, story)
      let expectations = 0
      for await (const scene of playStory(played.instance, played.story, played.stage, 'tester')) {
        if ('expect' in scene.step || 'check' in scene.step) expectations += 1
        assert.deepEqual(scene.surprises, [], `step ${scene.number}: ${JSON.stringify(scene.step)}`)
      }
      assert.ok(expectations > 0, 'a scenario without expectation proves nothing')
      const { problems } = await played.instance.journal.verify()
      assert.deepEqual(problems, [])
    })
  }
})
