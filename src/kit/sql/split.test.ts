import { expect, test } from 'vitest'
import { splitStatements } from './split.ts'

const texts = (file: string) => splitStatements(file).map((statement) => statement.text)

test('statements end at their semicolons, and the last one needs none', () => {
  expect(texts('select 1;\n\nselect 2')).toEqual(['select 1', 'select 2'])
})

test.each([
  ["select 'a;b'"],
  ["select 'it''s;'"],
  ["select e'\\';'"],
  ['select 1 as "a;b"'],
  ['select 1 -- one; two\n+ 1'],
  ['select /* a; /* b; */ c; */ 1'],
  ['create function f() returns int language sql as $$ select 1; select 2 $$'],
  ["create function f() returns int language sql as $body$ select '$$;' $body$"],
])('a semicolon inside something ends nothing: %s', (statement) => {
  expect(texts(`${statement};select 2;`)).toEqual([statement, 'select 2'])
})

test('a dollar inside a name or before a number opens nothing', () => {
  expect(texts('select a$b$ from t; select $1; select $2')).toEqual(['select a$b$ from t', 'select $1', 'select $2'])
})

test('what holds only comments is no statement', () => {
  expect(texts('-- nothing here;\n/* nor here; */ ;')).toEqual([])
})

test('a statement knows the line it begins on, its comment included', () => {
  expect(splitStatements('select 1;\n\n-- two\nselect 2;').map(({ line }) => line)).toEqual([1, 3])
})

test('what is opened and never closed is an error and no endless loop', () => {
  expect(() => splitStatements('select $a$ 1')).toThrow('never closed')
  expect(() => splitStatements('select /* 1')).toThrow('never closed')
})
