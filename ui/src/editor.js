// The page on which queries are written: its text area becomes an editor. Everything works without this script too.
import { begin } from './editor/begin.js'
import { addCopyButtons } from './editor/copying.js'
import { showHistory } from './editor/history.js'

const form = document.getElementById('ask')
const area = document.getElementById('query')

const editor = begin(form, area)
showHistory(document.getElementById('history'), form, area, Boolean(document.getElementById('answer')))
addCopyButtons(document.querySelectorAll('.programs pre'), document.getElementById('share'))

// A mended query goes into the editor, as one change that can be undone.
for (const link of document.querySelectorAll('.fixes a, #declare')) {
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    editor.replace(new URL(link.href).searchParams.get('query'))
  })
}
