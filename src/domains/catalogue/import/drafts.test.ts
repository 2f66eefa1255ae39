import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { expect, test } from 'vitest'
import { goodsCsv } from '../../../../bench/import-rows.ts'
import { sharedData } from '../../../../tests/setup/shared-data.ts'
import { wire, workbookOf } from '../../../kit/tables/testing.ts'
import type { ProductDraft, RowError } from './draft.ts'
import { drafts, type ImportOptions, preview } from './drafts.ts'
import { parseMap } from './mapping.ts'

async function read(file: string | Uint8Array | AsyncIterable<Uint8Array>, options: ImportOptions = {}) {
  const goods: ProductDraft[] = []
  const errors: RowError[] = []
  const input = typeof file === 'string' || file instanceof Uint8Array ? wire(file) : file
  for await (const { draft, error } of drafts(input, options)) {
    if (draft) goods.push(draft)
    else errors.push(error)
  }
  return { goods, errors, said: errors.map(({ row, reason }) => `${row} ${reason.slice('import.'.length)}`) }
}

const OLD =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,' +
  'Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src'
const NEW =
  'Title,URL handle,Description,Vendor,Product category,Type,Tags,SKU,' +
  'Option1 name,Option1 value,Option2 name,Option2 value,Inventory quantity,Price,Compare-at price,Product image URL'

const WOO =
  'ID,Type,SKU,Name,Published,Short description,Description,In stock?,Stock,Sale price,Regular price,Categories,Tags,' +
  'Images,Parent,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)'

test("Farah's Shopify export, old headings or new, becomes the same shawl with its choices and photos", async () => {
  const html = '<p>Hand <b>made</b></p><script>x()</script>'
  const old = `${OLD}
shawl,Kashmiri shawl,${html},Farah,Shawls,"warm, wool",Colour,Red,Size,L,S-1,3,5000,6000,https://x.pk/1.jpg
shawl,,,,,,,Blue,,L,S-2,-2,5200,,https://x.pk/2.jpg
shawl,,,,,,,,,,,,,,https://x.pk/3.jpg
cap,Swati cap,,Farah,Caps,,Title,Default Title,,,S-3,,900,,`
  const fresh = `${NEW}
Kashmiri shawl,shawl,${html},Farah,,Shawls,"warm, wool",S-1,Colour,Red,Size,L,3,5000,6000,https://x.pk/1.jpg
,shawl,,,,,,S-2,,Blue,,L,-2,5200,,https://x.pk/2.jpg
,shawl,,,,,,,,,,,,,,https://x.pk/3.jpg
Swati cap,cap,,Farah,,Caps,,S-3,Title,Default Title,,,,900,,`
  const { goods, errors } = await read(old)
  expect(errors).toEqual([])
  expect(goods[0]).toEqual({
    row: 2,
    key: 'shawl',
    title: 'Kashmiri shawl',
    description: 'Hand made',
    brand: 'Farah',
    category_words: ['Shawls', 'warm', 'wool'],
    options: [
      { name: 'Colour', values: ['Red', 'Blue'] },
      { name: 'Size', values: ['L'] },
    ],
    variants: [
      {
        row: 2,
        sku: 'S-1',
        option_values: ['Red', 'L'],
        price_paisa: 500_000n,
        compare_at_paisa: 600_000n,
        stock_count: 3,
      },
      { row: 3, sku: 'S-2', option_values: ['Blue', 'L'], price_paisa: 520_000n, stock_count: 0 },
    ],
    photo_urls: ['https://x.pk/1.jpg', 'https://x.pk/2.jpg', 'https://x.pk/3.jpg'],
    condition: 'new',
  })
  expect(goods[1]).toMatchObject({
    key: 'cap',
    options: [],
    variants: [{ sku: 'S-3', option_values: [], stock_count: 1 }],
  })
  expect((await read(fresh)).goods).toEqual(goods)
})

test('one bad variant of a product does not take its sisters with it, and a bad first row takes all', async () => {
  const { goods, said } = await read(`${OLD}
a,Kurta,,,,,Size,S,,,A-1,1,cheap,,
a,,,,,,,M,,,A-2,1,900,,
a,,,,,,,M,,,A-3,1,900,,
a,,,,,,,,,,A-4,1,900,,
b,,,,,,Size,S,,,B-1,1,900,,
b,,,,,,,M,,,B-2,1,900,,
c,Shalwar,,,,,,,,,A-2,1,900,,
d,Topi,,,,,,,,,D-1,1,300,,
a,,,,,,,XL,,,A-9,1,900,,`)
  expect(goods.map(({ key, variants }) => [key, variants.map(({ sku }) => sku)])).toEqual([
    ['a', ['A-2']],
    ['d', ['D-1']],
  ])
  expect(said.sort()).toEqual([
    '10 key_again',
    '2 price_unreadable',
    '4 variant_again',
    '5 option_value_missing',
    '6 title_missing',
    '7 head_row_failed',
    '8 sku_again',
  ])
})

test('a WooCommerce export finds its parents by SKU and by number, though variations stand far below', async () => {
  const photos = 'https://x.pk/a.jpg, https://x.pk/b.jpg'
  const about = 'Fine leather.\\n\\nHand stitched.'
  const { goods, said } = await read(`${WOO}
10,variable,KH,Khussa,1,,${about},1,,,,"Shoes > Khussa, Sale",,"${photos}",,Colour,"Gold, Red",Size,"7, 8"
11,"simple, virtual",CARD,'=Card,1,,,1,,,500,,,,,,,,
12,simple,BELT,Belt,1,Short one,,0,,800,1000,Belts,,,,,,,
13,variable,,Sandal,1,,,1,,,,,,,,Size,"7, 8",,
14,variation,KH-7,Khussa - Gold 7,1,,,1,4,,2500,,,,KH,Colour,Gold,Size,7
15,variation,,Sandal - 8,1,,,1,2,1200,1500,,,,id:13,Size,8,,
16,variation,X,Lost,1,,,1,2,,1500,,,,GONE,Size,8,,
17,grouped,G,Set,1,,,1,,,,,,,,,,,
18,variable,E,Empty,1,,,1,,,,,,,,Size,8,,`)
  expect(goods.map(({ key }) => key)).toEqual(['BELT', 'KH', 'id:13'])
  expect(goods[0]).toMatchObject({
    description: 'Short one',
    variants: [{ price_paisa: 80_000n, compare_at_paisa: 100_000n, stock_count: 0 }],
  })
  expect(goods[1]).toMatchObject({
    description: 'Fine leather.\n\nHand stitched.',
    category_words: ['Shoes', 'Khussa', 'Sale'],
    photo_urls: ['https://x.pk/a.jpg', 'https://x.pk/b.jpg'],
    options: [
      { name: 'Colour', values: ['Gold'] },
      { name: 'Size', values: ['7'] },
    ],
    variants: [{ sku: 'KH-7', stock_count: 4 }],
  })
  expect(goods[2]).toMatchObject({
    title: 'Sandal',
    variants: [{ option_values: ['8'], price_paisa: 120_000n, compare_at_paisa: 150_000n }],
  })
  expect(said.sort()).toEqual(['10 variations_missing', '3 formula', '8 parent_unknown', '9 kind_not_sold'])
})

test('a Daraz seller sheet is read below its instructions, with one product for rows of one number', async () => {
  const { goods, errors } = await read(`Basic information,,,,,,,
Product ID,*Product Name(English),*Product Images1,Variations Combo,SellerSKU,*Quantity,*Price,SpecialPrice
771,Kameez,https://x.pk/1.jpg,"Color family:Red, Size:M",D-1,4,"2,000",1800
771,Kameez,https://x.pk/1.jpg,"Color family:Red, Size:L",D-2,5,"2,000",
772,Dupatta,,,D-3,1,700,`)
  expect(errors).toEqual([])
  expect(goods.map(({ key, variants }) => [key, variants.length])).toEqual([
    ['771', 2],
    ['772', 1],
  ])
  expect(goods[0]).toMatchObject({
    options: [
      { name: 'Color family', values: ['Red'] },
      { name: 'Size', values: ['M', 'L'] },
    ],
    variants: [{ price_paisa: 180_000n, compare_at_paisa: 200_000n }, { price_paisa: 200_000n }],
  })
})

test.each([
  ['English', 'Item Name,Selling Price (Rs),Qty,Colour,Product Code'],
  ['Roman Urdu', 'Cheez ka Naam,Qeemat,Tadaad,Rang,Code'],
  ['Urdu', 'چیز کا نام,قیمت (روپے),تعداد,رنگ,کوڈ'],
])("a shopkeeper's own columns in %s need no mapping", async (_language, headings) => {
  const { goods, errors } = await read(
    `${headings}\nPeshawari chappal,"Rs 2,450/-",۱۲,Brown,P-1\nPeshawari chappal,2500,5 pcs,Black,P-1\n`,
  )
  expect(errors).toEqual([])
  expect(goods).toHaveLength(1)
  expect(
    goods[0]?.variants.map(({ option_values, price_paisa, stock_count }) => [
      option_values[0],
      price_paisa,
      stock_count,
    ]),
  ).toEqual([
    ['Brown', 245_000n, 12],
    ['Black', 250_000n, 5],
  ])
})

test('columns of no known name go by what is said, by heading or by letter', async () => {
  const text = 'Col1,Col2,Col3\nX1,Ajrak,1500\nX2,Topi,400\n'
  const { goods } = await read(text, { map: parseMap('title=Col2,price=C,key=Col1') })
  expect(goods.map(({ key, title, variants }) => [key, title, variants[0]?.price_paisa])).toEqual([
    ['X1', 'Ajrak', 150_000n],
    ['X2', 'Topi', 40_000n],
  ])
  const bare = await read('X1,Ajrak,1500\nX2,Topi,400\n', { map: { title: 'B', price: 'C' } })
  expect(bare.goods.map(({ title }) => title)).toEqual(['Ajrak', 'Topi'])
})

test('the mapping screen is shown a guess with its confidence, and nothing is refused yet', async () => {
  const seen = await preview(wire('Naam,Purchase cost,Wght,Qeemat\nAjrak,900,2,1500\n'))
  expect(seen.columns.map(({ field }) => field)).toEqual(['title', undefined, undefined, 'price'])
  expect(seen.columns[0]?.confidence).toBeGreaterThan(0.9)
  const guessed = await preview(wire('A1,B1\nPeshawari chappal,1500\nKhussa sunehri,900\n'))
  expect(guessed.columns.map(({ field }) => field)).toEqual(['title', 'price'])
  expect(guessed.columns[0]?.confidence).toBeLessThan(0.5)
  expect((await preview(wire('Colour,Weight\nRed,5\nBlue,5\n'))).sample).toHaveLength(2)
})

test('a file that cannot be understood is refused in words that say what is missing', async () => {
  await expect(read('Naam,Rang\nAjrak,Red\n')).rejects.toMatchObject({
    reason: 'import.columns_unknown',
    values: { missing: 'price' },
  })
  await expect(read('Ajrak,1500,5\nTopi,400,3\n')).rejects.toMatchObject({ reason: 'import.headings_missing' })
  await expect(read('Name,Price,Price\nAjrak,1500,900\n')).rejects.toMatchObject({ reason: 'import.heading_twice' })
  await expect(read('Name,Price\n')).rejects.toMatchObject({ reason: 'import.no_goods' })
  await expect(read('Name,Price\nA,1\n', { map: { title: 'Nom' } })).rejects.toMatchObject({
    reason: 'import.map_column_unknown',
  })
  await expect(read('Name,Price\nA,1\n', { map: { nonsense: 'Name' } })).rejects.toMatchObject({
    reason: 'import.map_field_unknown',
  })
  expect(() => parseMap('title')).toThrow('import.map_unreadable')
})

test('each thing that can be wrong with a row is said on that row, and the goods beside it are kept', async () => {
  const { goods, said } = await read(`Code,Name,Price,Stock,Condition,Currency,Image
1,Good one,100,5,new,PKR,https://x.pk/1.jpg
2,No price,,5,,,
3,Minus,-50,5,,,
4,Zero,Rs 0,5,,,
5,Absurd,99999999999,5,,,
6,Words,ask us,5,,,
7,"Half","12,50",5,,,
8,=HYPERLINK("http://evil"),100,5,,,
9,-2+3,100,5,,,
10,- Samsung strip,100,5,,,
11,Many,100,lots,,,
12,,100,5,,,
13,Ab,100,5,,,
14,Old,100,5,purani,,
15,Odd,100,5,mint,,
16,Dollar,100,5,,USD,
17,Bad link,100,5,,,javascript:alert(1)
1,Again,100,5,,,
18,"Open,100,5,,,
19,Sum,=B1*2,5,,,
20,Last one,100,="007",,,`)
  expect(said).toEqual([
    '3 price_missing',
    '4 price_negative',
    '5 price_zero',
    '6 price_too_high',
    '7 price_unreadable',
    '8 price_unreadable',
    '9 formula',
    '10 formula',
    '12 stock_unreadable',
    '13 title_missing',
    '14 title_short',
    '16 condition_unreadable',
    '17 currency_foreign',
    '18 photo_link_unreadable',
    '19 key_again',
    '20 broken_quote',
    '21 formula',
  ])
  expect(goods.map(({ title }) => title)).toEqual(['Good one', 'Samsung strip', 'Old', 'Bad link', 'Last one'])
  expect(goods[2]?.condition).toBe('used')
  expect(goods[4]?.variants[0]?.stock_count).toBe(7)
})

test('a title of a paragraph is cut at a word and the row is kept', async () => {
  const { goods, errors } = await read(`Name,Price\n${'Charger '.repeat(40)},100\n`)
  expect(goods[0]?.title.length).toBeLessThanOrEqual(200)
  expect(goods[0]?.title.endsWith('Charger…')).toBe(true)
  expect(errors).toMatchObject([{ row: 2, column: 'Name', reason: 'import.title_shortened', kept: true }])
})

test('without code or SKU the name is the key, so the same list again is an update', async () => {
  const { goods, said } = await read('Name,Price\nAjrak  Red,1500\nTopi,300\nAJRAK RED,900\n')
  expect(goods.map(({ key }) => key)).toEqual(['title:ajrak red', 'title:topi'])
  expect(said).toEqual(['4 key_again'])
})

test('a workbook is read like a text file', async () => {
  const { goods, errors } = await read(
    workbookOf([
      ['نام', 'قیمت'],
      ['شال', '۲۴۵۰'],
      ['ٹوپی', ''],
    ]),
  )
  expect(goods).toMatchObject([{ title: 'شال', variants: [{ price_paisa: 245_000n }] }])
  expect(errors).toMatchObject([{ row: 3, column: 'قیمت', reason: 'import.price_missing' }])
})

test('twenty thousand rows pass in a moment', async () => {
  const start = performance.now()
  expect((await read(goodsCsv(20_000))).goods).toHaveLength(20_000)
  expect(performance.now() - start).toBeLessThan(20_000)
})

const shopify = sharedData('catalogue/shopify_apparel.csv')
const daraz = sharedData('catalogue/daraz_products.csv.gz')

test.skipIf(!shopify)('the public Shopify sample is read without one error', async () => {
  const { goods, errors } = await read(createReadStream(shopify ?? ''))
  expect(errors).toEqual([])
  expect(goods.length).toBe(20)
  expect(goods.find(({ key }) => key === 'classic-varsity-top')?.options).toEqual([
    { name: 'Size', values: ['Small', 'Medium', 'Large'] },
  ])
})

test.skipIf(!daraz)('all 19,995 Pakistani rows of Daraz are goods or have a reason of their own', async () => {
  async function* pakistani() {
    const lines = createInterface({
      input: createReadStream(daraz ?? '').pipe(createGunzip()),
    })
    for await (const line of lines) if (/^(pid|D\d+,PK),/.test(line)) yield Buffer.from(`${line}\n`)
  }
  const { goods, errors } = await read(pakistani())
  const lost = errors.filter(({ kept }) => !kept)
  expect(goods.length + new Set(lost.map(({ row }) => row)).size).toBe(19_995)
  expect(goods.length).toBeGreaterThan(17_400)
  expect(new Set(lost.map(({ reason }) => reason))).toEqual(new Set(['import.price_missing']))
})
