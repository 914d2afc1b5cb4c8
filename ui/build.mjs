// Bundles the scripts of the pages: node build.mjs OUTPUT TOOLS
//
// Every file at the top of src/ is an entry, with a page of its own. What entries share goes into chunks, named by their
// content. Beside them stand the legal notices of the packages that are in them. TOOLS gets what only tests need.
import { build } from 'esbuild'
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const [output, tools] = process.argv.slice(2)
const entries = (await readdir('src', { withFileTypes: true })).filter((one) => one.isFile()).map((one) => `src/${one.name}`)

const result = await build({
  entryPoints: entries,
  outdir: output,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['chrome111', 'firefox114', 'safari16.4'],
  minify: true,
  charset: 'utf8',
  legalComments: 'none', // the notices beside have them all
  chunkNames: 'chunk-[hash]',
  metafile: true,
  logLevel: 'warning',
})

const packages = new Set(
  Object.keys(result.metafile.inputs)
    .map((path) => /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(path)?.[1])
    .filter(Boolean)
)
const notices = []
for (const name of [...packages].sort()) {
  const folder = join('node_modules', name)
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one))
  if (!file) throw new Error(`${name} has no file with its licence: its notice cannot be given`)
  notices.push(`${name} ${version} (${license})\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`)
}
await writeFile(join(output, 'NOTICES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`))

if (tools) {
  await mkdir(tools, { recursive: true })
  await copyFile('node_modules/axe-core/axe.min.js', join(tools, 'axe.min.js'))
  await build({
    entryPoints: ['tools/readers.js'],
    outfile: join(tools, 'readers.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  })
}
