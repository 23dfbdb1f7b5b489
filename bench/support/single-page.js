// The matrix page as a single-page application draws it: nothing is on the page until the framework and the data have come.
// Kept small on purpose: no router, no component library; a real one would bring both.
/* global Vue */
const { createApp, h } = Vue
const MARK = { direct: '✓', inherited: '↑', revoked: '✕' }

const view = await (await fetch('/matrix.json')).json()
const columns = view.groups.filter((group) => !group.abolished)

const head = () =>
  h('header', { class: 'head' }, [
    h('a', { class: 'brand', href: '/' }, 'Matrix'),
    h(
      'nav',
      h(
        'ul',
        { class: 'nav' },
        ['Start', 'Who has which right', 'People', 'Roles', 'Log', 'Charter', 'Safety'].map((text) => h('li', h('a', { href: '/' }, text))),
      ),
    ),
  ])
const table = () =>
  h('div', { class: 'scroll', tabindex: 0, role: 'region' }, [
    h('table', { class: 'matrix' }, [
      h('thead', h('tr', [h('th', 'Right'), ...columns.map((group) => h('th', h('span', group.title)))])),
      h(
        'tbody',
        view.rights.map((right) =>
          h('tr', { key: right.name }, [
            h('th', h('a', { href: `#right-${right.name}` }, right.name)),
            ...columns.map((group) => h('td', MARK[right.cells[group.name]] ?? '')),
          ]),
        ),
      ),
    ]),
  ])
const reasons = () =>
  h(
    'dl',
    { class: 'facts' },
    view.rights.flatMap((right) => [
      h('dt', { id: `right-${right.name}` }, h('code', right.name)),
      h('dd', [right.text, ' ', h('span', { class: 'chip' }, right.class), h('br'), h('span', { class: 'quiet' }, right.why)]),
    ]),
  )

createApp({ render: () => [head(), h('main', { class: 'page' }, [h('h1', 'Who has which right'), table(), reasons()])] }).mount('#app')
