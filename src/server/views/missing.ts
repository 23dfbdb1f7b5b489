import { nearest } from '../../kernel/nearest.ts'
import type { MessageKey } from '../../web/messages.ts'
import { NAVIGATION } from '../../web/navigation.ts'
import type { MissingView } from '../../web/view.ts'
import { worded } from '../../web/worded.ts'
import type { Scene } from '../scene.ts'

const PAGES: ReadonlyMap<string, MessageKey> = new Map([
  ...NAVIGATION.filter(([path]) => path !== '/'),
  ['/hierarchy', 'writ-public-question-hierarchy'],
  ['/reviews', 'writ-public-reviews'],
])

/** What stands nearest to a path that is none: a person, a role or a page. Names only whom the public knows. */
export function missingView(scene: Scene, path: string): MissingView {
  const [, section = '', name = ''] = path.split('/')
  if (section === 'people' && name !== '') return missingPerson(scene, path, name)
  if (section === 'roles' && name !== '') return missingRole(scene, path, name)
  if (section === 'policy' && name !== '') return missingRight(scene, path, name)
  const page = nearest(`/${section}`, PAGES.keys())
  const title = PAGES.get(page ?? '')
  return {
    path,
    message: worded('writ-common-missing-page'),
    near: page === undefined || title === undefined ? undefined : { href: page, text: worded(title) },
  }
}

function missingPerson({ state, handleOf }: Scene, path: string, name: string): MissingView {
  const handles: string[] = []
  for (const { subject } of state.people()) handles.push(handleOf(subject) ?? '')
  const near = nearest(
    name,
    handles.filter((handle) => handle !== ''),
  )
  return {
    path,
    message: worded('writ-common-missing-person', name),
    near: near === undefined ? undefined : { href: `/people/${encodeURIComponent(near)}`, text: near },
  }
}

function missingRole({ charter }: Scene, path: string, name: string): MissingView {
  const names = new Map([...charter.roles].flatMap(([id, role]) => [id, role.title, ...role.alsoCalled].map((one) => [one, id] as const)))
  const near = names.get(nearest(name, names.keys()) ?? '')
  return {
    path,
    message: worded('writ-common-missing-role', name),
    near: near === undefined ? undefined : { href: `/roles/${encodeURIComponent(near)}`, text: charter.roles.get(near)?.title ?? near },
  }
}

function missingRight({ charter }: Scene, path: string, name: string): MissingView {
  const names = [...charter.rights.values()].flatMap((rights) => [...rights.keys()])
  const near = nearest(name, names)
  return {
    path,
    message: worded('writ-common-missing-right', name),
    near: near === undefined ? undefined : { href: `/policy/${encodeURIComponent(near)}`, text: near },
  }
}
