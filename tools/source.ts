// Reading the project's own files: which there are, what they import, and their syntax as a tree.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseAst } from 'vite'

/** What is wrong where, in words that say how to put it right. */
export interface Problem {
  file: string
  line: number
  words: string
}

/** A piece of syntax. Its other fields depend on its type. */
export interface Node {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

export interface Source {
  file: string
  text: string
  tree: Node
  broken?: string
}

const LEFT_OUT = new Set(['node_modules', 'build', 'data', '.git', '.cache'])

/** Every file under a folder whose name ends in one of the endings, as paths from `root`. */
export function filesUnder(root: string, folder: string, endings: string[]): string[] {
  const start = join(root, folder)
  if (!existsSync(start)) return []
  if (statSync(start).isFile()) return [folder]
  return readdirSync(start, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(start, entry.name)
      if (entry.isDirectory()) return LEFT_OUT.has(entry.name) ? [] : filesUnder(root, relative(root, path), endings)
      return endings.some((ending) => entry.name.endsWith(ending)) ? [relative(root, path)] : []
    })
    .sort()
}

/** Reads a TypeScript file and its syntax. One that cannot be read has no tree, and says why. */
export function readSource(root: string, file: string): Source {
  const text = readFileSync(join(root, file), 'utf8')
  try {
    const tree: unknown = parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' })
    return { file, text, tree: isNode(tree) ? tree : NOTHING }
  } catch (error) {
    return { file, text, tree: NOTHING, broken: error instanceof Error ? error.message : String(error) }
  }
}

const NOTHING: Node = { type: 'Program', start: 0, end: 0 }

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The nodes directly below a node, in the order they are written. */
export function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  )
}

/** A node and all nodes below it. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const child of childrenOf(node)) yield* walk(child)
}

export function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

/** The name in an identifier, or undefined. */
export function nameOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' && typeof node.name === 'string' ? node.name : undefined
}

/** The relative imports of a file, as paths from the root. */
export function importsOf(source: Source): { target: string; line: number }[] {
  const found: { target: string; line: number }[] = []
  for (const node of walk(source.tree)) {
    if (
      !['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'].includes(node.type)
    )
      continue
    const from = isNode(node.source) ? node.source.value : undefined
    if (typeof from !== 'string' || !from.startsWith('.')) continue
    found.push({ target: join(dirname(source.file), from), line: lineOf(source.text, node.start) })
  }
  return found
}

/** Prints the problems and says by the exit code whether there were any. */
export function report(problems: Problem[], allIsWell: string): void {
  for (const { file, line, words } of problems) process.stdout.write(`${file}:${line}: ${words}\n`)
  process.stdout.write(problems.length > 0 ? `${problems.length} problems\n` : `${allIsWell}\n`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
