// A run that goes on: what became of each line, as it comes; at its end the whole page once more.
const place = document.getElementById('live')
const lines = document.getElementById('live-lines')
const source = new EventSource(place.dataset.events)
source.addEventListener('line', ({ data }) => {
  const { progress, text, problem } = JSON.parse(data)
  document.getElementById('live-progress').textContent = progress
  const item = lines.appendChild(document.createElement('li'))
  item.textContent = `${text} `
  if (problem !== null) item.appendChild(document.createElement('strong')).textContent = problem
})
source.addEventListener('over', () => {
  source.close()
  location.reload()
})
