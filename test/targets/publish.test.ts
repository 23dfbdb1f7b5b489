/** Pages that are kept on a real wiki: written once, changed when they differ, never over somebody else's page, nothing lost where two write. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemOutside } from '../../src/config/outside.ts'
import { mediaWikiTarget } from '../../src/targets/mediawiki/mediawiki-target.ts'
import { startWiki, type Wiki } from '../services/mediawiki.ts'
import { skipUnless } from '../services/present.ts'

const summary = 'As of entry 7 of the log'

function keeper(wiki: Wiki, credentials: { readonly user: string; readonly password: string }) {
  const target = mediaWikiTarget({
    id: 'wiki',
    api: new URL(wiki.apiUrl),
    credentials: { kind: 'password', ...credentials },
    clock: systemOutside().clock,
    sleep: () => Promise.resolve(),
  })
  return async (pages: readonly (readonly [string, string])[], dryRun = false) => {
    const answer = await target.publish?.(
      pages.map(([title, text]) => ({ title, text })),
      { summary, dryRun },
    )
    assert.ok(answer?.ok === true, answer?.ok === false ? answer.error.message : 'a wiki keeps pages')
    return answer.value.map(({ outcome }) => outcome)
  }
}

async function textOf(wiki: Wiki, title: string): Promise<{ readonly text: string; readonly comment: string; readonly revisions: number }> {
  const [row] = wiki.sql(
    `SELECT page_id FROM page WHERE page_title = ? AND page_namespace = 4`,
    title.slice(title.indexOf(':') + 1).replaceAll(' ', '_'),
  )
  const revisions = wiki.sql('SELECT rev_id FROM revision WHERE rev_page = ?', Number(row?.['page_id'] ?? -1)).length
  const { text, comment } = (await wiki.php(
    `$page = MediaWiki\\MediaWikiServices::getInstance()->getWikiPageFactory()->newFromTitle( Title::newFromText( $args[0] ) );
return [ 'text' => $page->getContent() ? $page->getContent()->getText() : '', 'comment' => $page->getComment() ?: '' ];`,
    [title],
  )) as { readonly text: string; readonly comment: string }
  return { text, comment, revisions }
}

describe('pages kept on a wiki', { skip: skipUnless(['mediawiki', 'php'], 'full') }, () => {
  it('are made, left alone while they are the same, and changed when they differ', async () => {
    const wiki = await startWiki()
    try {
      const keep = keeper(wiki, wiki.administrator)
      const [log, holders] = ['Project:Rights/Log', 'Project:Rights/Holders']
      assert.deepEqual(
        await keep(
          [
            [log, 'One'],
            [holders, 'Nobody'],
          ],
          true,
        ),
        ['made', 'made'],
      )
      assert.equal((await textOf(wiki, log)).revisions, 0, 'a dry run writes nothing')
      assert.deepEqual(
        await keep([
          [log, 'One'],
          [holders, 'Nobody'],
        ]),
        ['made', 'made'],
      )
      assert.deepEqual(
        await keep([
          [log, 'One'],
          [holders, 'Somebody'],
        ]),
        ['same', 'changed'],
      )
      assert.deepEqual([(await textOf(wiki, log)).revisions, (await textOf(wiki, holders)).revisions], [1, 2])
      const found = await textOf(wiki, holders)
      assert.match(found.text, /^<!-- This page is kept by Writ[^\n]*-->\nSomebody$/)
      assert.equal(found.comment, summary)
      await wiki.api({ action: 'edit', title: log, appendtext: '\n\nBy hand' }, 'csrf')
      assert.deepEqual(await keep([[log, 'One']]), ['changed'], 'what was changed by hand is put right')
    } finally {
      await wiki.stop()
    }
  })

  it('are never written over a page that somebody else made, and an account that may not edit is told so', async () => {
    const wiki = await startWiki()
    try {
      await wiki.api({ action: 'edit', title: 'Project:Rights/Log', text: 'Our own notes' }, 'csrf')
      assert.deepEqual(await keeper(wiki, wiki.administrator)([['Project:Rights/Log', 'One']]), ['foreign'])
      assert.equal((await textOf(wiki, 'Project:Rights/Log')).text, 'Our own notes')
      const target = mediaWikiTarget({
        id: 'wiki',
        api: new URL(wiki.apiUrl),
        credentials: { kind: 'password', ...wiki.connector },
        clock: systemOutside().clock,
        sleep: () => Promise.resolve(),
      })
      const answer = await target.publish?.([{ title: 'Project:Rights/Holders', text: 'Nobody' }], { summary, dryRun: false })
      assert.ok(answer !== undefined)
      if (!answer.ok) assert.equal(answer.error.kind, 'denied')
      else assert.equal((await textOf(wiki, 'Project:Rights/Holders')).revisions, 1)
    } finally {
      await wiki.stop()
    }
  })
})
