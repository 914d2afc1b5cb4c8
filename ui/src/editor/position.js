// What can stand at a place of a query, found by reading it up to there. A query that is being written seldom parses: so
// this only counts brackets and remembers which part of a triple comes next.

const TOKEN = new RegExp(
  [
    '(?<space>\\s+|#[^\\n]*)',
    '(?<iri><[^<>"{}|^`\\\\\\s]*>)',
    '(?<string>"""[^]*?"""|\'\'\'[^]*?\'\'\'|"(?:[^"\\\\\\n]|\\\\.)*"|\'(?:[^\'\\\\\\n]|\\\\.)*\')',
    '(?<variable>[?$]\\w+)',
    '(?<name>[A-Za-z][\\w.-]*:[\\w.:%-]*|:[\\w.:%-]+|_:\\w+)',
    '(?<language>@[A-Za-z-]+)',
    '(?<number>[+-]?\\d*\\.?\\d+(?:[eE][+-]?\\d+)?)',
    '(?<word>[A-Za-z_]\\w*)',
    '(?<mark>\\^\\^|&&|\\|\\||[!<>]?=|[^])',
  ].join('|'),
  'gy'
)
const AFTER_GRAPH = new Set(['GRAPH', 'FROM', 'NAMED'])

/**
 * Read a query up to a place.
 * @param {string} text What stands before it.
 * @returns {{part: string, property: string}} What comes next: `subject`, `predicate`, `object`, `class`, `graph`,
 *   `expression`, `clause` (outside of all braces), `prefix`, or nothing within a string or a comment; and the property
 *   whose object is next.
 */
export function positionAfter(text) {
  // Each open bracket remembers what it holds, and what comes next in it.
  const open = [{ kind: '', part: 'clause', property: '' }]
  for (const found of text.matchAll(TOKEN)) {
    const { space, word, mark } = found.groups
    if (space !== undefined) {
      if (space.startsWith('#') && found.index + space.length === text.length) return { part: '', property: '' }
      continue
    }
    const token = found[0]
    const here = open[open.length - 1]
    if (mark !== undefined) {
      if (mark === '"' || mark === "'") return { part: '', property: '' } // a string that does not end
      follow(mark, open)
    } else if (word !== undefined && token !== 'a' && !/^(true|false|undef)$/i.test(token)) {
      const keyword = token.toUpperCase()
      here.values = keyword === 'VALUES'
      if (AFTER_GRAPH.has(keyword)) here.part = 'graph'
      else if (keyword === 'PREFIX' || keyword === 'BASE') here.part = 'prefix'
      else if (keyword === 'DESCRIBE') here.part = 'object'
      else if (here.kind === '{') here.part = keyword === 'SELECT' || keyword === 'VALUES' ? 'after' : 'subject'
      else if (here.kind === '' && here.part !== 'expression') here.part = 'clause'
    } else {
      pass(here, token)
    }
  }
  const { part, property } = open[open.length - 1]
  return { part, property }
}

/** Go on behind a term. */
function pass(here, token) {
  if (here.part === 'prefix') here.part = token.endsWith('>') ? 'clause' : 'prefix'
  else if (here.part === 'graph') here.part = here.kind === '{' ? 'subject' : 'clause'
  else if (here.part === 'subject') here.part = 'predicate'
  else if (here.part === 'predicate') {
    here.property = token
    here.part = token === 'a' || token === 'rdf:type' ? 'class' : 'object'
  } else if (here.part === 'object' || here.part === 'class') here.part = here.kind === '' || here.kind === 'values' || here.kind === 'list' ? 'object' : 'after'
}

/** Go on behind a mark. */
function follow(mark, open) {
  const here = open[open.length - 1]
  if (mark === '{') {
    open.push(here.values ? { kind: 'values', part: 'object', property: '' } : { kind: '{', part: 'subject', property: '' })
    here.values = false
  } else if (mark === '[') {
    open.push({ kind: '[', part: here.part === 'expression' ? 'expression' : 'predicate', property: '' })
  } else if (mark === '(') {
    const within = here.part === 'predicate' ? 'path' : here.part === 'object' || here.part === 'class' ? 'list' : '('
    open.push({ kind: within, part: within === 'path' ? 'predicate' : within === 'list' ? 'object' : 'expression', property: '' })
  } else if (mark === '}' || mark === ']' || mark === ')') {
    const closed = open.length > 1 ? open.pop() : here
    const outer = open[open.length - 1]
    if (mark === '}') outer.part = outer.kind === '{' ? 'subject' : 'clause'
    else if (closed.kind === 'path') outer.part = 'object'
    else if (closed.kind === '[' || closed.kind === 'list') pass(outer, ']')
  } else if (mark === '.') {
    if (here.kind === '{') here.part = 'subject'
  } else if (mark === ';') {
    here.part = 'predicate'
  } else if (mark === ',') {
    if (here.part === 'after') here.part = /^(a|rdf:type)$/.test(here.property) ? 'class' : 'object'
  } else if (mark === '/' || mark === '|' || (mark === '^' && here.part !== 'expression')) {
    if (here.part === 'object' || here.part === 'class') here.part = 'predicate' // a path goes on
  }
}
