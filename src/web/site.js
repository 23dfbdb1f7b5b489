// What the pages do better where scripts run; each is whole without it. Before the first paint it only says the colours: what costs more waits until it is wanted.
{
  const root = document.documentElement
  const KEY = 'writ-theme'
  const kept = () => {
    try {
      return localStorage.getItem(KEY) ?? 'auto'
    } catch {
      return 'auto'
    }
  }
  const keep = (theme) => {
    root.dataset.theme = theme
    try {
      localStorage.setItem(KEY, theme)
    } catch {
      // A browser that keeps nothing: it holds for this page.
    }
  }
  root.dataset.theme = kept()

  // The exact moment in the reader's own zone, on hover.
  const told = new WeakSet()
  let local
  const tellZone = ({ target }) => {
    const time = target.closest?.('time[datetime]')
    if (!time?.dateTime.includes('T') || told.has(time)) return
    told.add(time)
    local ??= new Intl.DateTimeFormat(root.lang, { dateStyle: 'medium', timeStyle: 'long' })
    time.title = [time.title, local.format(new Date(time.dateTime))].filter((text) => text !== '').join('\n')
  }

  const addCopy = (code) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'cdx-button'
    button.textContent = code.dataset.copy
    button.setAttribute('aria-label', `${code.dataset.copy}: ${code.textContent}`)
    const say = (text) => (button.textContent = text)
    const copied = () => {
      say(code.dataset.copied)
      setTimeout(() => say(code.dataset.copy), 2000)
    }
    button.addEventListener('click', () => void navigator.clipboard.writeText(code.textContent).then(copied, () => undefined))
    code.after(button)
  }

  const improve = () => {
    for (const radio of document.querySelectorAll('input[name=theme]')) {
      radio.checked = radio.value === kept()
      radio.addEventListener('change', () => keep(radio.value))
    }
    if (navigator.clipboard !== undefined) document.querySelectorAll('code.copy').forEach(addCopy)
  }
  document.addEventListener('pointerover', tellZone)
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', improve)
  else improve()
}
