// The rules that let every table be spread over machines by its party: what each table is, and what its keys begin
// with.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitStatements } from '../../src/kit/sql/split.ts'
import { filesUnder, type Problem } from '../source.ts'

export type Kind = 'party' | 'reference' | 'claim'

export interface Tables {
  tables: Map<string, Kind>
  problems: Problem[]
}

/** Reads the tables of db/migrations. The line directly above `create table` says what kind of table it is. */
export function checkTables(root: string): Tables {
  const tables = new Map<string, Kind>()
  const problems: Problem[] = []
  const statements = filesUnder(root, 'db/migrations', ['.sql']).flatMap((file) =>
    splitStatements(readFileSync(join(root, file), 'utf8')).map(({ text, line }) => ({ file, text, line })),
  )
  for (const { file, text, line } of statements) {
    const opening = /create table (?:if not exists )?(\w+)/i.exec(text)
    if (!opening) continue
    const above = text.slice(0, opening.index).trimEnd().split('\n').at(-1) ?? ''
    const kind = /^-- (party|reference|claim) table$/.exec(above)?.[1]
    const at = line + text.slice(0, opening.index).split('\n').length - 1
    if (kind === 'party' || kind === 'reference' || kind === 'claim') tables.set(opening[1] ?? '', kind)
    else
      problems.push({
        file,
        line: at,
        words: `say what ${opening[1]} is in the line above: -- party table, -- reference table or -- claim table`,
      })
  }
  for (const { file, text, line } of statements) {
    const body = withoutComments(text)
    const name = /^\s*(?:create table (?:if not exists )?|alter table (?:only )?)(\w+)/i.exec(body)?.[1]
    const indexed = /^\s*create unique index (?:if not exists )?\w+ on (\w+)/i.exec(body)?.[1]
    const kind = tables.get(name ?? indexed ?? '')
    if (!kind) continue
    const words = kind === 'party' ? partyFaults(body, tables) : otherFaults(body, kind, tables)
    problems.push(...words.map((each) => ({ file, line, words: `${name ?? indexed}: ${each}` })))
  }
  return { tables, problems }
}

function partyFaults(body: string, tables: Map<string, Kind>): string[] {
  const faults: string[] = []
  const isTable = /^\s*create table/i.test(body)
  const isOnlyKey = /\bparty_id uuid primary key\b/i.test(body)
  if (isTable && !isOnlyKey && !/\bparty_id uuid not null\b/i.test(body)) {
    faults.push('a party table has "party_id uuid not null"')
  }
  if (isTable && !isOnlyKey && !/\bprimary key\s*\(\s*party_id\b/i.test(body)) {
    faults.push('the primary key begins with party_id')
  }
  for (const [, columns = ''] of body.matchAll(/\bunique\b(?!\s+index)(?:\s+nulls not distinct)?\s*(\([^)]*\))?/gi)) {
    if (!/^\(\s*party_id\b/i.test(columns)) faults.push('every unique key begins with party_id')
  }
  const index = /create unique index .* on \w+ (?:using \w+ )?\(\s*(\w+)/i.exec(body)
  if (index && index[1] !== 'party_id') faults.push('every unique index begins with party_id')
  for (const { own, target, keys } of foreignKeys(body)) {
    const kind = tables.get(target)
    if (kind === 'claim') faults.push(`no foreign key to the claim table ${target}`)
    if (kind === 'party' && (!begins(own) || (keys !== '' && !begins(keys)))) {
      faults.push(`a foreign key to ${target} begins with party_id on both sides`)
    }
  }
  return faults
}

function begins(columns: string): boolean {
  return /^\s*party_id\b/.test(columns)
}

function otherFaults(body: string, kind: Kind, tables: Map<string, Kind>): string[] {
  const keyed = !/^\s*create table/i.test(body) || /\bprimary key\b/i.test(body)
  const wrong = foreignKeys(body).filter(({ target }) => tables.get(target) !== 'reference')
  return [
    ...(keyed ? [] : ['every table has a primary key']),
    ...wrong.map(({ target }) => `a ${kind} table may only point to a reference table, not to ${target}`),
  ]
}

interface ForeignKey {
  own: string
  target: string
  keys: string
}

/** Both ways to write one: behind a column, and as a line of its own. */
function foreignKeys(body: string): ForeignKey[] {
  const line = /foreign key\s*\(([^)]*)\)\s*/
  const column = /(?<=[(,]\s*)(\w+)\s+[^,()]*?(?:\([^)]*\)[^,()]*?)*?/
  const target = /\breferences\s+(\w+)\s*(?:\(([^)]*)\))?/
  const pattern = new RegExp(`(?:${line.source}|${column.source})${target.source}`, 'gi')
  return [...body.matchAll(pattern)].map(([, list, column, target = '', keys = '']) => ({
    own: list ?? column ?? '',
    target,
    keys,
  }))
}

function withoutComments(text: string): string {
  return text.replace(/--[^\n]*/g, '').trim()
}
