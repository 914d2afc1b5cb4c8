// Completion from the terms of the graph: what fits at the place comes first, with its label and how often it is used.
import { positionAfter } from './position.js'

const WORD = /(?:[?$]\w*|<[^<>"\s]*|[\w-]*:?[\w./-]*)$/

/**
 * Make a source of completions.
 * @param {string} address Where the terms are had; they are asked for at once, so that they are there when one writes.
 * @returns {(context: import('@codemirror/autocomplete').CompletionContext) => Promise<object|null>}
 */
export function completionFrom(address) {
  let loading = null
  const load = () => {
    loading ??= fetch(address, { headers: { Accept: 'application/json' } })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
      .then(prepare)
    loading.catch(() => (loading = null)) // the next time it may be had
    return loading
  }
  load().catch(() => null)
  return async (context) => {
    const line = context.state.doc.lineAt(context.pos)
    const word = WORD.exec(line.text.slice(0, context.pos - line.from))[0]
    if (!word && !context.explicit) return null
    const from = context.pos - word.length
    const { part, property } = positionAfter(context.state.sliceDoc(0, from))
    if (!part) return null
    const known = await load().catch(() => null)
    if (!known || context.aborted) return null
    const options = [...variables(context.state.doc.toString(), from, word), ...known.of[part]]
    // Labels are searched too, so the list is sifted here.
    const found = rank(options, word.toLowerCase(), part === 'object' ? known.leads.get(property) : '')
    return found.length ? { from, options: found, filter: false } : null
  }
}

/** Turn what the server gives into options for each part of a query. */
function prepare(terms) {
  const option = (kind, boost) => (term) => ({
    label: term.name,
    detail: [term.label, (kind === 'thing' && term.kind) || (term.count ? `${term.count.toLocaleString('en')} ${kind}` : '')].filter(Boolean).join(' · '),
    words: `${term.name} ${term.label}`.toLowerCase(),
    name: term.label.toLowerCase(),
    type: kind,
    kind: term.kind,
    boost,
  })
  const classes = terms.classes.map(option('things', 3))
  const properties = terms.properties.map(option('uses', 3))
  const things = terms.things.map(option('thing', 2))
  const graphs = terms.graphs.map(option('facts', 3))
  const word = (detail, boost) => (name) => ({ label: name, detail, words: name.toLowerCase(), name: '', type: 'keyword', boost })
  const prefixes = Object.entries(terms.prefixes).map(([prefix, namespace]) => ({
    label: `${prefix}:`, detail: namespace, words: `${prefix}:`.toLowerCase(), name: '', type: 'prefix', boost: 1,
  }))
  const declarations = Object.entries(terms.prefixes).map(([prefix, namespace]) => ({
    label: `${prefix}:`, apply: `${prefix}: <${namespace}>\n`, detail: namespace, words: prefix, name: '', type: 'prefix', boost: 1,
  }))
  const words = (...names) => terms.keywords.filter((name) => names.includes(name)).map(word('', 0))
  const prefixesOf = (options) => prefixes.filter(({ label }) => options.some((one) => one.label.startsWith(label)))
  const inGroup = words('FILTER', 'OPTIONAL', 'UNION', 'MINUS', 'BIND', 'VALUES', 'GRAPH', 'EXISTS', 'NOT', 'SELECT')
  const functions = terms.functions.map(word('function', 5))
  const a = { label: 'a', detail: 'is of the class', words: 'a', name: '', type: 'keyword', boost: 4 }
  const of = {
    subject: [...things, ...prefixes, ...inGroup],
    predicate: [a, ...properties, ...prefixesOf(properties)],
    object: [...things, ...prefixes, ...classes],
    after: inGroup,
    class: [...classes, ...prefixesOf(classes)],
    graph: graphs,
    expression: [...functions, ...things, ...prefixes, ...words('AS', 'DISTINCT', 'IN', 'NOT', 'EXISTS', 'SEPARATOR')],
    clause: terms.keywords.map(word('', 0)),
    prefix: declarations,
  }
  return { of, leads: new Map(terms.properties.map((term) => [term.name, term.kind])) }
}

function variables(text, from, word) {
  const names = new Set(text.match(/[?$]\w+/g))
  const own = text.slice(from).match(/^[?$]\w+/)?.[0]
  if (own && text.split(own).length === 2) names.delete(own) // the one that is being written
  return [...names].sort().map((name) => ({ label: name, detail: '', words: name.toLowerCase(), name: '', type: 'variable', boost: word.startsWith('?') ? 9 : 1 }))
}

/** Keep what a word could mean, the likeliest first; those that are as likely stay as they came: the most used first. */
function rank(options, wanted, kind) {
  const scored = options
    .map((option) => [score(option, wanted), option])
    .filter(([found]) => found > 0)
    .map(([found, option]) => [found + option.boost + (kind && option.kind === kind ? 25 : 0), option])
  scored.sort((one, other) => other[0] - one[0])
  return scored.slice(0, 200).map(([, { label, detail, type, apply }]) => ({ label, detail, type, apply }))
}

/** Say how well an option fits a word: by its own name behind the prefix, by its label, by a word in that; 0 if not at all. */
function score({ label, words, name }, wanted) {
  if (!wanted) return 1
  const whole = label.toLowerCase()
  if (whole === wanted) return 60
  if (wanted.includes(':') && whole.startsWith(wanted)) return 50
  if (/^[?$]/.test(wanted)) return whole.startsWith(wanted) ? 50 : 0
  const at = wanted.indexOf(':') + 1
  if (!words.startsWith(wanted.slice(0, at))) return 0
  const part = wanted.slice(at).replace('<', '')
  if (!part) return at ? 0 : 1
  const local = whole.slice(whole.indexOf(':') + 1)
  if (local === part) return 45
  if (local.startsWith(part)) return 40
  if (name.startsWith(part)) return 35
  if (` ${name}`.includes(` ${part}`)) return 30
  if (whole.replace('<', '').startsWith(part)) return 20
  return words.includes(part) ? 10 : 0
}
