// Puts an editor in the place of a text area; the form sends what is in it.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { HighlightStyle, LanguageSupport, bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { EditorState, Prec } from '@codemirror/state'
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { styleTags, tags } from '@lezer/highlight'
import { SparqlLanguage } from 'codemirror-lang-sparql'
import { checking } from './checking.js'
import { completionFrom } from './completion.js'

// The language colours no prefixed names.
const language = SparqlLanguage.configure({ props: [styleTags({ 'PrefixedName/... Pname_ns': tags.url, A_predicate: tags.keyword })] })

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--syntax-keyword)', fontWeight: '600' },
  { tag: [tags.namespace, tags.url, tags.typeName], color: 'var(--syntax-name)' },
  { tag: tags.variableName, color: 'var(--syntax-variable)' },
  { tag: [tags.string, tags.integer, tags.float, tags.bool, tags.annotation], color: 'var(--syntax-string)' },
  { tag: tags.comment, color: 'var(--syntax-comment)', fontStyle: 'italic' },
])

const theme = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--soft)', fontSize: '.9rem', borderRadius: 'var(--radius)' },
  '&.cm-focused': { outline: 'none' }, // the frame around has the outline
  '.cm-scroller': { fontFamily: 'ui-monospace, monospace', lineHeight: '1.5', minHeight: '15rem', maxHeight: '70vh' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--soft)', color: 'var(--muted)', border: 'none' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--mark)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--strong)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--bad)' },
  '.cm-tooltip': { backgroundColor: 'var(--back)', color: 'var(--text)', border: '1px solid var(--strong)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'ui-monospace, monospace', maxHeight: '18em', maxWidth: 'min(90vw, 44rem)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '.2rem .5rem', display: 'flex', gap: '.5rem', alignItems: 'baseline' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionDetail': { marginLeft: 'auto', paddingLeft: '1rem', fontStyle: 'normal', fontFamily: 'system-ui, sans-serif', overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionMatchedText': { textDecoration: 'underline', fontWeight: '600' },
  '.cm-diagnostic': { padding: '.4rem .6rem', fontFamily: 'system-ui, sans-serif', maxWidth: 'min(90vw, 36rem)', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--bad)' },
  '.cm-diagnostic-warning': { borderLeft: '4px solid var(--warn)' },
  '.cm-diagnosticAction': { font: 'inherit', backgroundColor: 'var(--accent)', color: 'var(--on-accent)', padding: '.2rem .6rem', margin: '.3rem .4rem 0 0', borderRadius: 'var(--radius)' },
  // The library's own marks are background pictures, which the policy of the page does not let in.
  '.cm-lintRange-error, .cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad)', textUnderlineOffset: '.2em' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--warn)' },
  '.cm-lintPoint::after': { borderBottomColor: 'var(--bad)' },
})

/**
 * Put an editor in the place of a text area.
 * @param {HTMLFormElement} form Sends the query; says where terms and checks are had.
 * @param {HTMLTextAreaElement} area Has the query; keeps it, unseen.
 * @returns {{replace: (text: string) => void}} Puts another query into the editor.
 */
export function begin(form, area) {
  // In a shadow root the library adopts style sheets that it constructs: a strict policy has nothing against them, whereas
  // it would refuse the style elements that the library writes into a document.
  const frame = document.createElement('div')
  frame.className = 'editor'
  const root = frame.attachShadow({ mode: 'open' })
  area.before(frame)

  const submit = () => {
    form.requestSubmit()
    return true
  }
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        keymap.of([{ key: 'Mod-Enter', run: submit }]), // before the others, which make a line of it
        Prec.highest(EditorView.domEventHandlers({ keydown: leaving })),
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': 'Query', 'aria-describedby': 'how', spellcheck: 'false', autocapitalize: 'off', tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) area.value = update.state.doc.toString()
        }),
        new LanguageSupport(language),
        syntaxHighlighting(colours),
        autocompletion({ override: [completionFrom(form.dataset.terms)], icons: false, maxRenderedOptions: 60 }),
        checking(form.dataset.check, document.getElementById('fault'), document.getElementById('faults')),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
        theme,
      ],
    }),
  })
  const how = document.createElement('p')
  how.id = 'how'
  how.hidden = true
  how.textContent = 'Control and space offers terms. Escape and then Tab leaves the editor.'
  root.append(how)

  area.classList.add('replaced')
  area.required = false // what cannot be seen cannot be pointed at
  area.form.addEventListener('submit', (event) => {
    if (!area.value.trim()) {
      event.preventDefault()
      view.focus()
    }
  })
  for (const label of area.labels) label.addEventListener('click', () => view.focus())
  document.getElementById('keys').append(...keys())
  return {
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
      view.focus()
    },
  }
}

/** Let the next Tab leave the editor after an Escape, also after one that only closed the list of terms. */
function leaving(event, view) {
  if (event.key === 'Escape') view.setTabFocusMode(2000)
  return false
}

function keys() {
  const words = [['Ctrl', 'Space'], ' offers terms, ', ['Ctrl', 'Enter'], ' asks, ', ['Esc'], ' then ', ['Tab'], ' leaves the editor.']
  return words.flatMap((word) => {
    if (typeof word === 'string') return [word]
    return word.flatMap((name, at) => {
      const key = document.createElement('kbd')
      key.textContent = name
      return at ? ['+', key] : [key]
    })
  })
}
