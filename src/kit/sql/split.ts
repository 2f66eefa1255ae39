/** One statement of a file, and the line it begins on. */
export interface Statement {
  text: string
  line: number
}

/**
 * What may stand in SQL as one piece and hide a semicolon: a comment, words in quotes, a name in quotes, a body
 * between dollars. Comments nest in PostgreSQL, so those are counted apart.
 */
const PIECE =
  /--[^\n]*|\/\*|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$|[\w$]+|;|[\s\S]/g

/** Cuts a file of SQL into its statements, for PostgreSQL takes parameters and Citus takes changes one at a time. */
export function splitStatements(file: string): Statement[] {
  const statements: Statement[] = []
  let start = 0
  let at = 0
  const close = (end: number) => {
    const text = file.slice(start, end)
    const first = text.search(/\S/)
    if (hasWords(text)) statements.push({ text: text.trim(), line: file.slice(0, start + first).split('\n').length })
    start = end + 1
  }
  while (at < file.length) {
    PIECE.lastIndex = at
    const piece = PIECE.exec(file)?.[0] ?? ''
    if (piece === ';') close(at)
    if (piece === '/*') at = afterComment(file, at)
    else if (/^\$\w*\$$/.test(piece)) at = afterBody(file, at + piece.length, piece)
    else at += piece.length
  }
  close(file.length)
  return statements
}

function afterBody(file: string, from: number, tag: string): number {
  const end = file.indexOf(tag, from)
  if (end === -1) throw new Error(`${tag} is opened and never closed`)
  return end + tag.length
}

function afterComment(file: string, from: number): number {
  const marks = /\/\*|\*\//g
  marks.lastIndex = from
  for (let depth = 0; ; ) {
    const mark = marks.exec(file)
    if (!mark) throw new Error('a comment is opened and never closed')
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
}

function hasWords(text: string): boolean {
  return /\S/.test(text.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, ''))
}
