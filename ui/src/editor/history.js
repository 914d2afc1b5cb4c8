// The queries that were answered in this browser: kept in it alone, and cleared with a click.
const KEY = 'tipgraph.queries'
const MOST = 30

/**
 * Keep the query of this page if it was answered, and show those kept.
 * @param {HTMLElement} place Where they are shown.
 * @param {HTMLFormElement} form Where a query is asked.
 * @param {HTMLTextAreaElement} area Has the query.
 * @param {boolean} answered Whether this page has its answer.
 */
export function showHistory(place, form, area, answered) {
  let queries = read()
  const text = area.value.trim()
  if (answered && text) {
    queries = [text, ...queries.filter((query) => query !== text)].slice(0, MOST)
    write(queries)
  }
  if (!queries.length) return
  const details = element('details')
  const list = element('ol')
  for (const query of queries) {
    const link = element('a')
    link.href = `${form.action}?${new URLSearchParams({ query })}`
    link.append(element('code', summary(query)))
    const item = element('li')
    item.append(link)
    list.append(item)
  }
  const clear = element('button', 'Clear the history')
  clear.type = 'button'
  clear.className = 'plain'
  clear.addEventListener('click', () => {
    write([])
    place.replaceChildren(element('p', 'The history is empty.'))
    place.firstChild.setAttribute('role', 'status')
  })
  details.append(element('summary', 'Your queries'), element('p', 'Kept in this browser only.'), list, clear)
  place.replaceChildren(details)
  place.hidden = false
}

/** Say in a line what a query asks: its body without declarations and comments. */
function summary(query) {
  const words = query
    .replace(/^\s*#.*$/gm, '')
    .replace(/^\s*(PREFIX\s+\S+\s*<[^>]*>|BASE\s*<[^>]*>)/gim, '')
    .replace(/\s+/g, ' ')
    .trim()
  return words.length > 160 ? `${words.slice(0, 159)}…` : words
}

function element(name, words = '') {
  const made = document.createElement(name)
  made.textContent = words
  return made
}

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : []
  } catch {
    return [] // the browser keeps nothing, or something else
  }
}

function write(queries) {
  try {
    if (queries.length) localStorage.setItem(KEY, JSON.stringify(queries))
    else localStorage.removeItem(KEY)
  } catch {
    // the browser keeps nothing
  }
}
