// How long code may be, and what TypeScript may not be asked to do.
import { basename } from 'node:path'
import {
  filesUnder,
  isNode,
  lineOf,
  type Node,
  nameOf,
  type Problem,
  readSource,
  type Source,
  walk,
} from '../source.ts'

const FILE_LINES = 300
const FUNCTION_LINES = 70
const COMPONENT_LINES = 100
const FOLDERS = ['src', 'db', 'tools', 'bench', 'tests']
const DRAWERS = /^(.*[-.])?(utils?|helpers?|common|managers?|services?|misc)(\.test)?\.tsx?$/

export function checkCode(root: string): Problem[] {
  const files = FOLDERS.flatMap((folder) => filesUnder(root, folder, ['.ts', '.tsx']))
  return files.flatMap((file) => {
    const source = readSource(root, file)
    const isTest = /\.test\.tsx?$/.test(file)
    return [
      ...(source.broken ? [{ file, line: 1, words: source.broken.replaceAll('\n', ' ') }] : []),
      ...(isTest ? [] : [...checkLength(source), ...checkFunctions(source)]),
      ...checkSyntax(source),
      ...(DRAWERS.test(basename(file)) ? [{ file, line: 1, words: 'a drawer is no name: say what is in it' }] : []),
    ]
  })
}

function checkLength({ file, text }: Source): Problem[] {
  const lines = text.trimEnd().split('\n').length
  return lines > FILE_LINES ? [{ file, line: lines, words: `${lines} lines, ${FILE_LINES} at most` }] : []
}

function checkFunctions({ file, text, tree }: Source): Problem[] {
  const most = file.endsWith('.tsx') ? COMPONENT_LINES : FUNCTION_LINES
  return [...walk(tree)]
    .filter((node) => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type))
    .flatMap((node) => {
      const line = lineOf(text, node.start)
      const lines = lineOf(text, node.end) - line + 1
      return lines > most ? [{ file, line, words: `a function of ${lines} lines, ${most} at most` }] : []
    })
}

function checkSyntax({ file, text, tree }: Source): Problem[] {
  return [...walk(tree)].flatMap((node) => {
    const words = fault(file, node)
    return words ? [{ file, line: lineOf(text, node.start), words }] : []
  })
}

function fault(file: string, node: Node): string | undefined {
  if (node.type === 'TSAnyKeyword') return '"any" is banned: say what it is, or unknown'
  if (node.type === 'TSNonNullExpression') return '"!" is banned: handle the missing value'
  if (node.type === 'ExportAllDeclaration') return '"export *" is banned: import from where it is'
  if (node.type === 'Decorator') return 'decorators are banned'
  if (node.type === 'JSXIdentifier' && node.name === 'dangerouslySetInnerHTML') return raw(file)
  if (node.type === 'Property' && nameOf(node.key) === 'dangerouslySetInnerHTML') return raw(file)
  if (!file.startsWith('src/domains/') || /\.test\.tsx?$/.test(file)) return undefined
  if (isCallOf(node, 'Date', 'now') || isCallOf(node, 'Math', 'random'))
    return 'a domain takes time from tx.now and ids from newId()'
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && isEmpty(node.arguments))
    return 'a domain takes time from tx.now'
  return undefined
}

function raw(file: string): string | undefined {
  return file.startsWith('src/kit/html/') ? undefined : 'raw markup only through trustedHtml() of kit/html'
}

function isCallOf(node: Node, object: string, method: string): boolean {
  const callee = node.type === 'CallExpression' ? node.callee : undefined
  return isNode(callee) && nameOf(callee.object) === object && nameOf(callee.property) === method
}

function isEmpty(list: unknown): boolean {
  return Array.isArray(list) && list.length === 0
}
