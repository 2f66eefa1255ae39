// Finds every statement written with the sql`` tag, as the texts it can become: a spliced condition counts with each of
// its branches, a value becomes a parameter.
import { dirname, join } from 'node:path'
import { childrenOf, isNode, lineOf, type Node, nameOf, readSource, type Source, walk } from './source.ts'

export interface Found {
  file: string
  line: number
  /** With $1, $2 … for its values. */
  text: string
}

const PARAMETER = '\u0001'
const VARIANTS_AT_MOST = 64
const STATEMENT = /^\s*(select|insert|update|delete|with|values|merge)\b/i

interface Scope {
  root: string
  source: Source
  /** Templates that were spliced into another one: they are pieces and no statements. */
  spliced: Set<number>
  others: Map<string, Scope>
}

/** All statements of a file. Throws when a piece of SQL comes from where it cannot be followed. */
export function statementsIn(root: string, file: string): Found[] {
  const scope = openScope(root, file, new Map())
  const templates = [...walk(scope.source.tree)].filter(isSqlTemplate)
  const expanded = templates.map((template) => ({ template, texts: expand(scope, template) }))
  return expanded
    .filter(({ template }) => !scope.spliced.has(template.start))
    .flatMap(({ template, texts }) =>
      texts
        .filter((text) => STATEMENT.test(text))
        .map((text) => ({
          file,
          line: lineOf(scope.source.text, template.start),
          text: numbered(text),
        })),
    )
}

function openScope(root: string, file: string, others: Map<string, Scope>): Scope {
  const known = others.get(file)
  if (known) return known
  const scope: Scope = { root, source: readSource(root, file), spliced: new Set(), others }
  others.set(file, scope)
  return scope
}

function isSqlTemplate(node: Node): boolean {
  return node.type === 'TaggedTemplateExpression' && nameOf(node.tag) === 'sql'
}

function expand(scope: Scope, template: Node): string[] {
  const quasi = template.quasi
  if (!isNode(quasi)) return []
  const texts = listOf(quasi.quasis).map((part) => {
    const value = part.value
    return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : ''
  })
  let variants = [texts[0] ?? '']
  listOf(quasi.expressions).forEach((expression, i) => {
    const pieces = piecesOf(scope, expression) ?? [PARAMETER]
    variants = variants.flatMap((before) => pieces.map((piece) => before + piece + (texts[i + 1] ?? '')))
    // Each branch is still tried at least once when there are too many for every combination.
    if (variants.length > VARIANTS_AT_MOST) variants = sample(variants)
  })
  return variants
}

function sample(variants: string[]): string[] {
  const step = variants.length / VARIANTS_AT_MOST
  const chosen = Array.from({ length: VARIANTS_AT_MOST - 1 }, (_, i) => variants[Math.floor(i * step)] ?? '')
  return [...chosen, variants.at(-1) ?? '']
}

/** The texts that an expression can be when it is SQL, or undefined when it is a value. */
function piecesOf(scope: Scope, node: Node): string[] | undefined {
  if (isSqlTemplate(node)) {
    scope.spliced.add(node.start)
    return expand(scope, node)
  }
  if (node.type === 'ConditionalExpression') return either(scope, node.consequent, node.alternate)
  if (node.type === 'LogicalExpression') return either(scope, node.left, node.right)
  if (['TSAsExpression', 'ParenthesizedExpression', 'TSSatisfiesExpression'].includes(node.type)) {
    return isNode(node.expression) ? piecesOf(scope, node.expression) : undefined
  }
  const name = nameOf(node)
  if (name === 'nothing') return ['']
  if (name !== undefined) return piecesOfName(scope, name, node.start)
  if (node.type === 'CallExpression') return piecesOfCall(scope, node)
  return undefined
}

function either(scope: Scope, ...nodes: unknown[]): string[] | undefined {
  const pieces = nodes.flatMap((node) => (isNode(node) ? (piecesOf(scope, node) ?? []) : []))
  return pieces.length > 0 ? pieces : undefined
}

function piecesOfName(scope: Scope, name: string, at: number): string[] | undefined {
  const declared = [...walk(scope.source.tree)]
    .filter((node) => node.type === 'VariableDeclarator' && nameOf(node.id) === name && node.start < at)
    .at(-1)
  if (declared) return isNode(declared.init) ? piecesOf(scope, declared.init) : undefined
  const from = importOf(scope, name)
  if (from) return piecesOfName(from.scope, from.name, Number.POSITIVE_INFINITY)
  const parameter = parameterOf(scope, name, at)
  if (!parameter) return undefined
  const pieces = callsOf(scope, parameter.of).flatMap((call) => {
    const argument = listOf(call.arguments)[parameter.position]
    return argument ? (piecesOf(scope, argument) ?? []) : []
  })
  if (pieces.length === 0)
    throw new Error(`${scope.source.file}: the SQL in "${name}" comes from where it cannot be checked`)
  return pieces
}

/** The function, and the place in its list, of a parameter that is declared to be Sql. */
function parameterOf(scope: Scope, name: string, at: number): { of: string; position: number } | undefined {
  for (const node of walk(scope.source.tree)) {
    if (node.type !== 'FunctionDeclaration' || at < node.start || at > node.end) continue
    const position = listOf(node.params).findIndex((each) => nameOf(each) === name && typed(each) === 'Sql')
    const of = nameOf(node.id)
    if (position >= 0 && of) return { of, position }
  }
  return undefined
}

function typed(node: Node): string | undefined {
  const annotation = node.typeAnnotation
  const inner = isNode(annotation) ? annotation.typeAnnotation : undefined
  return isNode(inner) ? nameOf(inner.typeName) : undefined
}

function callsOf(scope: Scope, name: string): Node[] {
  return [...walk(scope.source.tree)].filter((node) => node.type === 'CallExpression' && nameOf(node.callee) === name)
}

function piecesOfCall(scope: Scope, call: Node): string[] | undefined {
  const name = nameOf(call.callee)
  if (!name) return undefined
  const from = importOf(scope, name)
  if (from) return returnedPieces(from.scope, from.name)
  return returnedPieces(scope, name)
}

function returnedPieces(scope: Scope, name: string): string[] | undefined {
  for (const node of walk(scope.source.tree)) {
    if (node.type === 'FunctionDeclaration' && nameOf(node.id) === name) return returnsOf(scope, node)
    const init = node.type === 'VariableDeclarator' && nameOf(node.id) === name ? node.init : undefined
    if (isNode(init) && init.type === 'ArrowFunctionExpression') return returnsOf(scope, init)
  }
  return undefined
}

function returnsOf(scope: Scope, fn: Node): string[] | undefined {
  const body = fn.body
  if (!isNode(body)) return undefined
  if (body.type !== 'BlockStatement') return piecesOf(scope, body)
  return either(scope, ...returnsIn(body))
}

/** What a function returns itself, not what the functions inside it return. */
function returnsIn(node: Node): Node[] {
  if (node.type === 'ReturnStatement') return isNode(node.argument) ? [node.argument] : []
  return childrenOf(node)
    .filter((child) => !/Function/.test(child.type))
    .flatMap(returnsIn)
}

function importOf(scope: Scope, name: string): { scope: Scope; name: string } | undefined {
  for (const node of listOf(scope.source.tree.body)) {
    if (node.type !== 'ImportDeclaration') continue
    const specifier = listOf(node.specifiers).find((each) => nameOf(each.local) === name)
    const from = isNode(node.source) ? node.source.value : undefined
    if (!specifier || typeof from !== 'string' || !from.startsWith('.')) continue
    if (from.includes('kit/sql/')) return undefined
    const file = join(dirname(scope.source.file), from)
    return throughDoor(openScope(scope.root, file, scope.others), nameOf(specifier.imported) ?? name)
  }
  return undefined
}

/** The file that declares a name: the door of a domain (`export { soldLines } from …`) only passes it. */
function throughDoor(scope: Scope, name: string): { scope: Scope; name: string } {
  for (const node of listOf(scope.source.tree.body)) {
    if (node.type !== 'ExportNamedDeclaration' || !isNode(node.source)) continue
    const specifier = listOf(node.specifiers).find((each) => nameOf(each.exported) === name)
    if (!specifier) continue
    const file = join(dirname(scope.source.file), String(node.source.value))
    return throughDoor(openScope(scope.root, file, scope.others), nameOf(specifier.local) ?? name)
  }
  return { scope, name }
}

function numbered(text: string): string {
  let count = 0
  return text.replaceAll(PARAMETER, () => `$${++count}`)
}

function listOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}
