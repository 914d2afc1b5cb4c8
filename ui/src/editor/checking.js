// What is wrong with a query is marked while it is written; the server reads it, and the sentences are the server's.
import { linter } from '@codemirror/lint'

/**
 * Check a query whenever writing pauses.
 * @param {string} address Where checks are had.
 * @param {HTMLElement|null} shown What the page says of the query that it came with.
 * @param {HTMLElement} place Where faults are told in words; those who hear the page are told of them there.
 */
export function checking(address, shown, place) {
  let first = null
  return linter(
    async (view) => {
      const text = view.state.doc.toString()
      first ??= text
      const faults = text.trim() ? await ask(address, text) : []
      if (shown) shown.hidden = text !== first
      tell(place, shown && text === first ? [] : faults, view)
      return faults.filter((fault) => fault.line).map((fault) => diagnostic(view.state.doc, fault))
    },
    { delay: 600 }
  )
}

async function ask(address, text) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams({ query: text })}`, { headers: { Accept: 'application/json' } })
    return answer.ok ? await answer.json() : []
  } catch {
    return [] // asking will tell
  }
}

function tell(place, faults, view) {
  const words = JSON.stringify(faults)
  if (place.dataset.told === words) return // what has been said is not said again
  place.dataset.told = words
  place.replaceChildren(
    ...faults.map((fault) => {
      const said = document.createElement('p')
      said.append(`${fault.line ? `Line ${fault.line}, column ${fault.column}: ` : ''}${fault.message}`)
      for (const fix of fault.fixes) {
        const button = document.createElement('button')
        button.type = 'button'
        button.className = 'plain'
        button.textContent = fix.words[0].toUpperCase() + fix.words.slice(1)
        button.addEventListener('click', () => mend(view, fix))
        said.append(' ', button)
      }
      return said
    })
  )
}

function mend(view, fix) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: fix.text } })
  view.focus()
}

function diagnostic(doc, fault) {
  const line = doc.line(Math.min(fault.line, doc.lines))
  // The server counts code points, and this editor UTF-16 code units.
  const points = [...line.text]
  const before = points.slice(0, fault.column - 1).join('').length
  const meant = points.slice(fault.column - 1, fault.column - 1 + fault.length).join('').length
  const from = Math.min(line.from + before, line.to)
  const to = Math.min(from + meant, line.to)
  return {
    from: from === to && from > line.from ? from - 1 : from,
    to,
    severity: fault.doubt ? 'warning' : 'error',
    message: fault.message,
    actions: fault.fixes.map((fix) => ({
      name: fix.words[0].toUpperCase() + fix.words.slice(1),
      apply: (view) => mend(view, fix),
    })),
  }
}
