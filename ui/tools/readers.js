// Reads RDF with jsonld.js or N3.js and prints it as N-Quads: node readers.mjs FORMAT [CONTEXT] < FILE
//
// For tests: what tipgraph exports is read by software that others wrote. CONTEXT is the file of the JSON-LD context;
// its address is the only one that is followed.
import { readFileSync } from 'node:fs'
import jsonld from 'jsonld'
import { Parser, Writer } from 'n3'

const [format, context] = process.argv.slice(2)
const text = readFileSync(0, 'utf8')

async function documentLoader(url) {
  if (url !== 'https://w3id.org/tipgraph/context.jsonld') throw new Error(`${url} is not the context`)
  return { documentUrl: url, contextUrl: null, document: JSON.parse(readFileSync(context, 'utf8')) }
}

const written =
  format === 'application/ld+json'
    ? await jsonld.toRDF(JSON.parse(text), { format: 'application/n-quads', documentLoader, safe: true })
    : new Writer({ format: 'N-Quads' }).quadsToString(new Parser({ format, blankNodePrefix: '_:' }).parse(text))
process.stdout.write(written)
