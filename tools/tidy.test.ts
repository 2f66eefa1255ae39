import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { tidy } from './tidy.ts'

const planted = mkdtempSync(join(tmpdir(), 'bharosa-planted-'))
afterAll(() => rmSync(planted, { recursive: true, force: true }))

/** What tidy says about a project of these files and no others. */
function saidOf(files: Record<string, string>): string[] {
  rmSync(planted, { recursive: true, force: true })
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(planted, file)), { recursive: true })
    writeFileSync(join(planted, file), text)
  }
  return tidy(planted).map(({ file, line, words }) => `${file}:${line}: ${words}`)
}

test('the project is tidy', { timeout: 120_000 }, () => {
  const problems = tidy(join(import.meta.dirname, '..')).map(({ file, line, words }) => `${file}:${line}: ${words}`)
  expect(problems, `${problems.length} things are untidy, such as\n${problems.slice(0, 10).join('\n')}`).toEqual([])
})

describe('walls', () => {
  const importing = (target: string) => `import { x } from '${target}'\nexport const y = x\n`

  test.each([
    ['src/domains/cart/cart.ts', '../orders/orders.ts', 'cart may not import orders, which comes later'],
    ['src/domains/orders/orders.ts', '../cart/totals.ts', 'a domain is entered through cart/cart.ts'],
    ['src/kit/money/money.ts', '../../domains/cart/cart.ts', 'kit may not import domains'],
    ['src/domains/cart/cart.ts', '../../portals/buyer/cart.ts', 'domains may not import portals'],
    ['src/portals/buyer/cart.ts', '../seller/orders.ts', 'a portal may not import another (seller)'],
    ['src/portals/buyer/pay.ts', '../../adapters/payment/jazzcash/jazzcash.ts', 'portals may not import adapters'],
    ['src/adapters/payment/raast.ts', '../../portals/web/web.ts', 'adapters may not import portals'],
    ['src/adapters/payment/raast/a.ts', '../../courier/tcs/b.ts', 'one kind of adapter may not import another'],
    ['src/domains/cart/cart.ts', '../../config.ts', 'pass them in'],
    ['src/domains/cart/cart.ts', '../../../tests/setup/database.ts', 'src may not import tests'],
  ])('%s may not import %s', (file, target, words) => {
    expect(saidOf({ [file]: importing(target) })).toEqual([expect.stringContaining(words)])
  })

  test.each([
    ['src/domains/orders/orders.ts', '../cart/cart.ts'],
    ['src/domains/orders/orders.ts', '../cart/events.ts'],
    ['src/domains/orders/orders.ts', './store.ts'],
    ['src/portals/buyer/cart.ts', '../ui/button.ts'],
    ['src/adapters/payment/raast/raast.ts', '../../../domains/payments/rail.ts'],
    ['src/main.ts', './adapters/payment/raast/raast.ts'],
  ])('%s may import %s', (file, target) => {
    expect(saidOf({ [file]: importing(target) })).toEqual([])
  })
})

describe('code', () => {
  test.each([
    ['const a: any = 1', '"any" is banned'],
    ['const a = (b as any).c', '"any" is banned'],
    ['const a = b!.c', '"!" is banned'],
    ["export * from './b.ts'", '"export *" is banned'],
    ['@injected class A {}', 'decorators are banned'],
    [`// ${'TO'}DO later`, 'finish it'],
    [`// @ts-${'ignore'}\nconst a = 1`, 'the compiler may not be silenced'],
    ['const a = { dangerouslySetInnerHTML: { __html: b } }', 'raw markup only through trustedHtml()'],
    [`const a = '${'b'.repeat(120)}'`, 'letters in a line, 120 at most'],
    ['const a = 1\n'.repeat(301), '301 lines, 300 at most'],
    [`function long() {\n${'  f()\n'.repeat(70)}}`, 'a function of 72 lines, 70 at most'],
    ['const a = {', 'Parse failed'],
  ])('%s', (code, words) => {
    expect(saidOf({ 'src/kit/text/text.ts': `${code}\n` })).toEqual([expect.stringContaining(words)])
  })

  test.each(['const a = Date.now()', 'const a = new Date()', 'const a = Math.random()'])(
    'a domain may not write %s, for nobody could test it or run it again',
    (code) => {
      expect(saidOf({ 'src/domains/cart/cart.ts': code })).toEqual([expect.stringContaining('tx.now')])
      expect(saidOf({ 'src/kit/clock/clock.ts': code })).toEqual([])
    },
  )

  test('a moment made from something is no clock', () => {
    expect(saidOf({ 'src/domains/cart/cart.ts': 'const a = (b: number) => new Date(b)' })).toEqual([])
  })

  test.each(['utils.ts', 'order-helpers.ts', 'common.ts', 'cart-manager.ts', 'service.ts'])('%s is no name', (name) => {
    expect(saidOf({ [`src/kit/text/${name}`]: '' })).toEqual([expect.stringContaining('a drawer is no name')])
  })

  test.each(['a{margin-left:1px}', 'a{text-align:right}', 'a{left:0}', 'a{border-top-left-radius:1px}'])(
    '%s does not turn with Urdu',
    (css) => {
      expect(saidOf({ 'public/a.css': css })).toHaveLength(1)
    },
  )

  test('the path of one machine does not belong in a document', () => {
    expect(saidOf({ 'docs/a.md': `see ${'/wo'}rk/main/README.md` })).toEqual([expect.stringContaining('one machine')])
  })
})

describe('tables', () => {
  const saidOfTable = (sql: string) => saidOf({ 'db/migrations/0001_a.sql': sql })

  test.each([
    ['create table a (x int primary key);', 'say what a is'],
    ['-- party table\ncreate table a (x uuid primary key);', 'a party table has "party_id uuid not null"'],
    [
      '-- party table\ncreate table a (party_id uuid not null, x int, primary key (x, party_id));',
      'the primary key begins',
    ],
    [
      '-- party table\ncreate table a (party_id uuid not null, x int, primary key (party_id, x), unique (x));',
      'every unique key begins with party_id',
    ],
    [
      '-- party table\ncreate table a (party_id uuid not null, x int unique, primary key (party_id, x));',
      'every unique key begins with party_id',
    ],
    [
      '-- party table\ncreate table a (party_id uuid primary key);\ncreate unique index b on a (x);',
      'every unique index begins with party_id',
    ],
    [
      `-- party table\ncreate table a (party_id uuid primary key);
       -- party table\ncreate table b (party_id uuid primary key, x uuid not null references a (party_id));`,
      'a foreign key to a begins with party_id',
    ],
    [
      `-- party table\ncreate table a (party_id uuid primary key);
       -- party table\ncreate table b (party_id uuid primary key, x uuid, foreign key (x) references a);`,
      'a foreign key to a begins with party_id',
    ],
    [
      `-- party table\ncreate table a (party_id uuid primary key);
       -- claim table\ncreate table b (phone text primary key, party_id uuid not null references a);`,
      'a claim table may only point to a reference table',
    ],
    ['-- reference table\ncreate table a (x int);', 'every table has a primary key'],
  ])('%s', (sql, words) => {
    expect(saidOfTable(sql).join('\n')).toContain(words)
  })

  test('tables that keep the rules are left in peace', () => {
    expect(
      saidOfTable(`
        -- reference table
        create table cities (city text primary key);
        -- party table
        create table shops (party_id uuid primary key, city text not null references cities);
        -- party table
        create table goods (party_id uuid not null, name text check (length(name) in (1, 2)), size numeric(3, 1),
          primary key (party_id, name), unique (party_id, size), foreign key (party_id) references shops);
        -- claim table
        create table handles (handle text primary key, party_id uuid not null);`),
    ).toEqual([])
  })
})

describe('statements', () => {
  const TABLES = `-- party table\ncreate table goods (party_id uuid primary key);
    -- reference table\ncreate table cities (city text primary key);`
  const saidOfStatement = (sql: string, file = 'src/domains/cart/store.ts') =>
    saidOf({ 'db/migrations/0001_a.sql': TABLES, [file]: `export const a = (tx) => tx.all(sql\`${sql}\`)` })

  test.each([
    'update goods set x = 1 where name = 2',
    'delete from goods where name = 2',
    'update goods set x = 1 where party_id = any(array[1])',
    'select 1 from goods where name = 2 for update',
    'with a as (update goods set x = 1 returning x) select 1 from a where party_id = 1',
  ])('%s', (sql) => {
    expect(saidOfStatement(sql)).toEqual([expect.stringContaining('one party')])
  })

  test.each([
    'update goods set x = 1 where party_id = 1 and name = 2',
    'update goods g set x = 1 from cities c where g.party_id = 1',
    'insert into goods values (1) on conflict (party_id) do update set x = 1',
    'select 1 from goods where party_id = 1 for no key update',
    'update cities set x = 1',
    'select 1 from goods where name = 2',
    'delete from goods where x < 1 -- every party: old rows go away',
  ])('%s is fine', (sql) => {
    expect(saidOfStatement(sql)).toEqual([])
  })

  test('SQL outside a store is found', () => {
    expect(saidOfStatement('select 1', 'src/portals/buyer/cart.ts')).toEqual([expect.stringContaining('SQL stands in')])
  })
})
