import { foldText } from '../../../kit/text/fold.ts'
import type { Field, ImportFormat } from './draft.ts'

/** A heading as it is compared: '*Product Name(English)' is 'productnameenglish', 'Qeemat (Rs.)' is 'qeemat'. */
export function headingKey(heading: string): string {
  const folded = foldText(heading)
  const bare = folded.replace(/(^| )(in )?(pkr|rs|rupees?|روپی|روپیہ)(?= |$)/g, ' ').trim()
  return (bare || folded).replaceAll(' ', '')
}

/** Which program wrote the file, by the headings that only it has. */
export function formatOf(headings: readonly string[]): ImportFormat {
  const keys = new Set(headings.map(headingKey))
  const has = (...any: string[]) => any.some((key) => keys.has(key))
  if (has('type') && has('name') && has('regularprice', 'parent', 'attribute1name')) return 'woocommerce'
  if (
    has('title') &&
    has('handle', 'urlhandle', 'compareatprice') &&
    has('bodyhtml', 'variantprice', 'option1name', 'option1value', 'productimageurl', 'inventoryquantity')
  ) {
    return 'shopify'
  }
  if (has('sellersku', 'shopsku', 'variationscombo') || headings.some((heading) => /^\*\s*Product Name/i.test(heading)))
    return 'daraz'
  return 'columns'
}

/** What a heading of a known program means; the file says it, so there is nothing to guess. */
export function knownField(format: ImportFormat, heading: string): Field | undefined {
  const key = headingKey(heading)
  if (format === 'shopify') {
    const option = /^option(\d)(name|value)$/.exec(key)
    return option ? optionField(option[1], option[2] === 'name') : SHOPIFY[key]
  }
  if (format === 'woocommerce') {
    const option = /^attribute(\d)(name|values?)$/.exec(key)
    return option ? optionField(option[1], option[2] === 'name') : WOOCOMMERCE[key]
  }
  if (format === 'daraz') return /^(product)?images?\d{1,2}$/.test(key) ? 'photo' : DARAZ[key]
  return undefined
}

function optionField(number: string | undefined, isName: boolean): Field {
  return isName ? `option${Number(number)}_name` : `option${Number(number)}_value`
}

const SHOPIFY: Readonly<Record<string, Field>> = {
  handle: 'key',
  urlhandle: 'key',
  title: 'title',
  bodyhtml: 'description',
  description: 'description',
  vendor: 'brand',
  type: 'category',
  productcategory: 'category',
  tags: 'tags',
  variantsku: 'sku',
  sku: 'sku',
  variantprice: 'price',
  price: 'price',
  variantcompareatprice: 'compare_at',
  compareatprice: 'compare_at',
  variantinventoryqty: 'stock',
  inventoryquantity: 'stock',
  imagesrc: 'photo',
  productimageurl: 'photo',
  imagesource: 'photo',
  variantimage: 'photo',
  variantimageurl: 'photo',
  googleshoppingcondition: 'condition',
  giftcard: 'gift_card',
}

const WOOCOMMERCE: Readonly<Record<string, Field>> = {
  id: 'id',
  type: 'kind',
  sku: 'sku',
  name: 'title',
  description: 'description',
  shortdescription: 'short_description',
  regularprice: 'price',
  saleprice: 'sale_price',
  categories: 'category',
  tags: 'tags',
  images: 'photo',
  parent: 'parent',
  stock: 'stock',
  instock: 'in_stock',
  brands: 'brand',
  brand: 'brand',
}

const DARAZ: Readonly<Record<string, Field>> = {
  productid: 'key',
  groupno: 'key',
  productname: 'title',
  productnameenglish: 'title',
  name: 'title',
  price: 'price',
  specialprice: 'sale_price',
  sellersku: 'sku',
  quantity: 'stock',
  stock: 'stock',
  maindescription: 'description',
  description: 'description',
  highlights: 'short_description',
  brand: 'brand',
  category: 'category',
  primarycategory: 'category',
  variationscombo: 'combo',
  colorfamily: 'colour',
  colourfamily: 'colour',
  size: 'size',
  currencycode: 'currency',
  whitebackgroundimage: 'photo',
}

/** What shopkeepers call their columns, in English, Roman Urdu and Urdu. */
const CALLED: Readonly<Partial<Record<Field, string>>> = {
  key: `
    id, product id, pid, item id, item code, product code, code, handle, url handle, slug, style, style no,
    article no, article number, ref, reference, group, group id, کوڈ, آئی ڈی, شناخت`,
  title: `
    title, name, product, product name, product title, product name english, item, item name, article name,
    sku name, goods, item description, listing title, naam, nam, cheez, cheez ka naam, samaan, saman, maal,
    saman ka naam, نام, چیز, چیز کا نام, سامان, مال, پروڈکٹ, آئٹم, اشیا, عنوان, سامان کا نام`,
  description: `
    description, details, detail, desc, product description, full description, about, body, body html,
    tafseel, tafsil, tafseelat, wazahat, bayan, تفصیل, تفصیلات, وضاحت, بیان`,
  short_description: 'short description, highlights, summary, khulasa, خلاصہ',
  price: `
    price, selling price, sell price, retail price, unit price, regular price, sale rate, rate, amount,
    price pkr, variant price, qeemat, qimat, keemat, kimat, qeemat e farokht, daam, dam, bhao, bhav, nirkh,
    قیمت, دام, ریٹ, نرخ, بھاؤ, قیمت فروخت`,
  sale_price: `
    sale price, special price, discount price, discounted price, offer price, riayati qeemat, رعایتی قیمت,
    سیل قیمت`,
  compare_at: `
    original price, old price, compare at price, compare price, list price, market price, was, was price,
    mrp, full price, purani qeemat, asal qeemat, پرانی قیمت, اصل قیمت, بازاری قیمت`,
  currency: 'currency, currency code, کرنسی',
  stock: `
    stock, qty, quantity, inventory, stock qty, stock quantity, available quantity, units, pieces, pcs, no
    of pieces, on hand, inventory quantity, tadaad, tadad, taadad, miqdar, maujood, mojood, adad, تعداد,
    مقدار, اسٹاک, سٹاک, عدد`,
  in_stock: 'in stock, is in stock, availability, available, maujood hai, دستیاب, موجود, موجود ہے',
  sku: 'sku, sku id, sku code, seller sku, shop sku, variant sku, stock code, ایس کے یو',
  brand: 'brand, brand name, brands, make, manufacturer, company, company name, vendor, برانڈ, کمپنی',
  category: `
    category, categories, cat, product category, product type, type, department, section, sub category,
    qism, kism, zumra, زمرہ, قسم, کیٹیگری, شعبہ`,
  tags: 'tags, tag, keywords, labels, ٹیگ',
  photo: `
    photo, photos, image, images, image url, image urls, image link, image src, picture, pictures, pic,
    photo url, photo link, main image, main photo, product image url, tasveer, tasvir, tasaveer, تصویر,
    تصاویر, فوٹو`,
  condition: 'condition, haalat, halat, naya purana, new or used, new used, حالت, نیا پرانا',
  colour: 'color, colour, rang, colour name, color name, color family, rung, رنگ, کلر',
  size: 'size, sizes, saiz, naap, nap, number size, shoe size, سائز, ناپ',
}

const BY_NAME: ReadonlyMap<string, Field> = new Map(
  Object.entries(CALLED).flatMap(([field, names]) =>
    (names ?? '').split(',').map((name) => [headingKey(name), field as Field] as const),
  ),
)

// A price that is not what the buyer pays, and numbers that only count the rows.
const NOT_OURS = /cost|purchase|wholesale|thok|kharee?d|خرید|تھوک|shipping|delivery|weight|rating|review|sold/
const COUNTS_ROWS = /^sr?(no)?$|serial|نمبرشمار/

/** What a heading of an unknown file most likely means, and how sure that is (0 to 1). */
export function likelyField(heading: string): { field: Field; confidence: number } | undefined {
  const key = headingKey(heading)
  const exact = BY_NAME.get(key)
  if (exact) return { field: exact, confidence: 0.95 }
  if (/^(photo|image|picture|pic|tasveer|تصویر)s?(url|link|src)?\d{1,2}$/.test(key))
    return { field: 'photo', confidence: 0.95 }
  if (key === '' || NOT_OURS.test(key) || COUNTS_ROWS.test(key)) return undefined
  const words = foldText(heading).split(' ')
  for (let length = words.length - 1; length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const part = headingKey(words.slice(from, from + length).join(' '))
      const field = part.length > 2 ? BY_NAME.get(part) : undefined
      if (field && field !== 'key' && field !== 'in_stock') return { field, confidence: 0.7 }
    }
  }
  return undefined
}

/** How many headings of a row we know: the row of headings is the one that has most. */
export function headingsKnown(cells: readonly string[]): number {
  const formats = ['shopify', 'woocommerce', 'daraz'] as const
  const known = (cell: string) =>
    cell.length < 60 &&
    (BY_NAME.has(headingKey(cell)) || formats.some((format) => knownField(format, cell) !== undefined))
  return new Set(cells.filter(known).map(headingKey)).size
}
