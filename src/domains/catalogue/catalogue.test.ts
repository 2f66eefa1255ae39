import { describe, expect, test } from 'vitest'
import { bazaar, CHAPPAL, pricedChappal } from '../../../tests/setup/bazaar.ts'
import { rolledBack } from '../../../tests/setup/database.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type ShopActor, SYSTEM } from '../identity/identity.ts'
import { submitListing } from '../offers/offers.ts'
import {
  addPhoto,
  approveListing,
  blockListing,
  changeListing,
  countListings,
  findListing,
  findListingForReview,
  findOwnListing,
  linesFor,
  listCategories,
  listCities,
  listInReview,
  listListings,
  loadReference,
  movePhoto,
  notePhotoConverted,
  openListingsOfShop,
  pauseListing,
  photosToConvert,
  removePhoto,
  resumeListing,
  setVariants,
  unusedPhotos,
  VARIANTS_MOST,
  writeListing,
} from './catalogue.ts'

const picture = (letter: string) => ({ name: letter.repeat(64), width: 960, height: 960, colour: '#aa8844' })
const refusal = (reason: string) => expect.objectContaining({ reason })

async function liveChappal(tx: Tx, by: ShopActor) {
  const made = await pricedChappal(tx, by)
  await addPhoto(tx, by, made.listing_id, picture('a'), 'A pair')
  return { ...made, state: await submitListing(tx, by, made.listing_id) }
}

describe('writing', () => {
  test('Bilal writes a listing, and only he sees it until it is on sale', () =>
    rolledBack(async (tx) => {
      const { bilal, eve } = await bazaar(tx)
      const { listing_id } = await pricedChappal(tx, bilal)
      expect(await findListing(tx, listing_id)).toBeUndefined()
      expect((await findOwnListing(tx, bilal, listing_id)).variants.map((one) => one.option_values)).toEqual([
        ['41'],
        ['42'],
      ])
      await expect(findOwnListing(tx, eve, listing_id)).rejects.toEqual(refusal('catalogue.unknown_listing'))
      await addPhoto(tx, bilal, listing_id, picture('a'))
      expect(await submitListing(tx, bilal, listing_id)).toBe('live')
      expect(await findListing(tx, listing_id)).toMatchObject({
        listing: { title: CHAPPAL.title, state: 'live', attributes: { material: 'Leather' } },
        photos: [{ name: 'a'.repeat(64), colour: '#aa8844', position: 1 }],
      })
    }))

  test('words are cleaned before they are kept', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const id = await writeListing(tx, bilal, {
        ...CHAPPAL,
        title: '  Pe\u0000sha\u202ewari \n chappal ',
        description: 'One\r\ntwo\u0007',
      })
      const { listing } = await findOwnListing(tx, bilal, id)
      expect([listing.title, listing.description]).toEqual(['Pe sha wari chappal', 'One\ntwo'])
    }))

  test.each([
    ['catalogue.title_length', { title: ' a ' }],
    ['catalogue.title_length', { title: 'x'.repeat(201) }],
    ['catalogue.description_length', { description: 'x'.repeat(5001) }],
    ['catalogue.word_length', { brand: 'x'.repeat(201) }],
    ['catalogue.unknown_category', { category_id: 'moon-rocks' }],
    [
      'catalogue.too_many_attributes',
      { attributes: Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`k${i}`, 'v'])) },
    ],
    ['catalogue.too_many_options', { options: ['a', 'b', 'c', 'd'].map((name) => ({ name, values: ['1'] })) }],
  ])('a listing is refused with %s', (reason, words) =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      await expect(writeListing(tx, bilal, { ...CHAPPAL, ...words })).rejects.toEqual(refusal(reason))
    }),
  )

  test('the same source key twice is refused, and another shop may have it too', () =>
    rolledBack(async (tx) => {
      const { bilal, farah } = await bazaar(tx)
      await writeListing(tx, bilal, { ...CHAPPAL, source_key: 'PC-1' })
      await writeListing(tx, farah, { ...CHAPPAL, source_key: 'PC-1' })
      await expect(writeListing(tx, bilal, { ...CHAPPAL, source_key: 'PC-1' })).rejects.toEqual(
        refusal('catalogue.source_key_taken'),
      )
    }))

  test('a helper without the task may not write, and Eve may not change what is not hers', () =>
    rolledBack(async (tx) => {
      const { bilal, eve } = await bazaar(tx)
      const jamila: ShopActor = { ...bilal, role: 'helper', tasks: ['orders'] }
      await expect(writeListing(tx, jamila, CHAPPAL)).rejects.toEqual(refusal('identity.task_not_given'))
      const { listing_id } = await pricedChappal(tx, bilal)
      await expect(changeListing(tx, eve, listing_id, { title: 'Mine now' })).rejects.toEqual(
        refusal('catalogue.unknown_listing'),
      )
      await expect(changeListing(tx, jamila, listing_id, {})).rejects.toEqual(refusal('identity.task_not_given'))
    }))

  test.each([
    ['catalogue.no_variant', []],
    ['catalogue.variant_does_not_fit', [{ sku: '', option_values: ['55'] }]],
    ['catalogue.variant_does_not_fit', [{ sku: '', option_values: [] }]],
    [
      'catalogue.same_variant_twice',
      [
        { sku: 'a', option_values: ['41'] },
        { sku: 'b', option_values: ['41'] },
      ],
    ],
    [
      'catalogue.too_many_variants',
      Array.from({ length: VARIANTS_MOST + 1 }, () => ({ sku: '', option_values: ['41'] })),
    ],
    [
      'catalogue.unknown_variant',
      [{ variant_id: '00000000-0000-7000-8000-00000000000f', sku: '', option_values: ['41'] }],
    ],
  ])('variants are refused with %s', (reason, variants) =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const id = await writeListing(tx, bilal, CHAPPAL)
      await expect(setVariants(tx, bilal, id, variants)).rejects.toEqual(refusal(reason))
    }),
  )

  test('a variant that is left out is taken off, and an order line still knows its name', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id, small, large } = await liveChappal(tx, bilal)
      await setVariants(tx, bilal, listing_id, [{ variant_id: large, sku: 'PC-42', option_values: ['42'] }])
      const lines = await linesFor(tx, bilal.shop_id, [small, large])
      expect(lines.map(({ choices, state, photo_name }) => ({ choices, state, photo_name }))).toEqual([
        { choices: '41', state: 'removed', photo_name: 'a'.repeat(64) },
        { choices: '42', state: 'live', photo_name: 'a'.repeat(64) },
      ])
    }))
})

describe('going on sale', () => {
  test('it needs a variant, a price and a photo, unless the shop sells without one', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const id = await writeListing(tx, bilal, { ...CHAPPAL, options: [] })
      await expect(submitListing(tx, bilal, id)).rejects.toEqual(refusal('catalogue.no_variant'))
      await setVariants(tx, bilal, id, [{ sku: '', option_values: [] }])
      await expect(submitListing(tx, bilal, id)).rejects.toEqual(refusal('catalogue.no_price'))
      const { listing_id } = await pricedChappal(tx, bilal)
      await expect(submitListing(tx, bilal, listing_id)).rejects.toEqual(refusal('catalogue.no_photo'))
      expect(await submitListing(tx, bilal, listing_id, { without_photo: true })).toBe('live')
      await expect(submitListing(tx, bilal, listing_id, { without_photo: true })).rejects.toEqual(
        refusal('catalogue.not_open_now'),
      )
    }))

  test.each([
    ['catalogue.why.words', { title: 'Original AK-47 Kalashnikov' }, 245_000n],
    ['catalogue.why.words', { description: 'شراب کی بوتل' }, 245_000n],
    ['catalogue.why.price', { category_id: 'smartphones' }, 1_000n],
  ])('what looks wrong waits for Dania: %s', (why, words, price_paisa) =>
    rolledBack(async (tx) => {
      const { bilal, dania } = await bazaar(tx)
      const { listing_id } = await pricedChappal(tx, bilal, words, { price_paisa, stock_count: 1 })
      expect(await submitListing(tx, bilal, listing_id, { without_photo: true })).toBe('review')
      expect(await listInReview(tx, dania)).toMatchObject([{ listing_id, state_reason: why, variant_count: 2 }])
      await approveListing(tx, dania, listing_id)
      expect((await findListing(tx, listing_id))?.listing.state).toBe('live')
    }),
  )

  test('a glue gun and a wine red shawl go on sale at once', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      for (const title of ['Hot glue gun 60W', 'Wine red shawl']) {
        const { listing_id } = await pricedChappal(tx, bilal, { title })
        expect(await submitListing(tx, bilal, listing_id, { without_photo: true })).toBe('live')
      }
    }))

  test('the goods of a shop that nobody checked wait, and go on sale when it is checked', () =>
    rolledBack(async (tx) => {
      const { eve, dania } = await bazaar(tx)
      const good = await pricedChappal(tx, eve)
      const bad = await pricedChappal(tx, eve, { title: 'Cheap pistol' })
      for (const one of [good, bad]) await submitListing(tx, eve, one.listing_id, { without_photo: true })
      expect(await openListingsOfShop(tx, SYSTEM, eve.shop_id)).toBe(1)
      expect((await findListing(tx, good.listing_id))?.listing.state).toBe('live')
      expect((await listInReview(tx, dania)).map((one) => one.listing_id)).toEqual([bad.listing_id])
    }))

  test('new words on a live listing stay live; a forbidden word sends it back', () =>
    rolledBack(async (tx) => {
      const { bilal, dania } = await bazaar(tx)
      const { listing_id } = await liveChappal(tx, bilal)
      await changeListing(tx, bilal, listing_id, { title: 'Charsadda chappal', brand: 'Bilal' })
      expect((await findListing(tx, listing_id))?.listing).toMatchObject({ title: 'Charsadda chappal', state: 'live' })
      await changeListing(tx, bilal, listing_id, { description: 'with free charas' })
      expect(await findListing(tx, listing_id)).toBeUndefined()
      expect((await findListingForReview(tx, dania, listing_id))?.listing.state).toBe('review')
    }))

  test('Bilal rests a listing and sells it again, and Dania can block it with a reason', () =>
    rolledBack(async (tx) => {
      const { bilal, dania } = await bazaar(tx)
      const { listing_id } = await liveChappal(tx, bilal)
      await expect(resumeListing(tx, bilal, listing_id)).rejects.toEqual(refusal('catalogue.not_open_now'))
      await pauseListing(tx, bilal, listing_id)
      expect((await findListing(tx, listing_id))?.listing.state).toBe('paused')
      await resumeListing(tx, bilal, listing_id)
      await expect(blockListing(tx, dania, listing_id, ' ')).rejects.toEqual(refusal('catalogue.reason_missing'))
      await blockListing(tx, dania, listing_id, 'The photo is of another shop')
      expect(await findListing(tx, listing_id)).toBeUndefined()
      expect(await submitListing(tx, bilal, listing_id)).toBe('review')
      await expect(approveListing(tx, dania, bilal.shop_id)).rejects.toEqual(refusal('catalogue.unknown_listing'))
    }))
})

test('what search and others must know is recorded with the shop', () =>
  rolledBack(async (tx) => {
    const { bilal, dania } = await bazaar(tx)
    const { listing_id } = await liveChappal(tx, bilal)
    await tx.count(sql`delete from outbox where name = 'listing.changed'`)
    await changeListing(tx, bilal, listing_id, { title: 'Charsadda chappal' })
    await blockListing(tx, dania, listing_id, 'Not his photo')
    const events = await tx.all<{ name: string; party_id: string; payload: { listing_id: string } }>(sql`
      select name, party_id, payload from outbox where name like 'listing.%' order by event_id`)
    expect(events.map((one) => one.name)).toEqual([
      'listing.live',
      'listing.changed',
      'listing.changed',
      'listing.blocked',
    ])
    expect(events.every((one) => one.party_id === bilal.shop_id && one.payload.listing_id === listing_id)).toBe(true)
  }))

describe('photos', () => {
  test('the first photo is the one that lists show, and can be changed', () =>
    rolledBack(async (tx) => {
      const { bilal, eve } = await bazaar(tx)
      const { listing_id } = await pricedChappal(tx, bilal)
      const first = await addPhoto(tx, bilal, listing_id, picture('a'))
      const second = await addPhoto(tx, bilal, listing_id, picture('b'))
      expect(await addPhoto(tx, bilal, listing_id, picture('a'))).toBe(first)
      await movePhoto(tx, bilal, second, 1)
      const [row] = (await listListings(tx, bilal, { limit: 10 })).listings
      expect(row).toMatchObject({ photo_name: 'b'.repeat(64), variant_count: 2 })
      await expect(removePhoto(tx, eve, second)).rejects.toEqual(refusal('catalogue.unknown_photo'))
      await removePhoto(tx, bilal, second)
      expect((await findOwnListing(tx, bilal, listing_id)).photos.map((one) => one.photo_id)).toEqual([first])
      expect(await unusedPhotos(tx, ['a'.repeat(64), 'b'.repeat(64)])).toEqual(['b'.repeat(64)])
    }))

  test('nine photos are too many', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id } = await pricedChappal(tx, bilal)
      for (const letter of '12345678') await addPhoto(tx, bilal, listing_id, picture(letter))
      await expect(addPhoto(tx, bilal, listing_id, picture('9'))).rejects.toEqual(refusal('catalogue.too_many_photos'))
    }))

  test('a photo waits for its AVIF once', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      const { listing_id } = await pricedChappal(tx, bilal)
      await addPhoto(tx, bilal, listing_id, picture('a'))
      const [waiting] = await photosToConvert(tx)
      expect(waiting?.name).toBe('a'.repeat(64))
      if (waiting) await notePhotoConverted(tx, waiting)
      expect(await photosToConvert(tx)).toEqual([])
    }))
})

describe('lists', () => {
  test('the shop pages through its listings, newest first, and finds them by title and SKU', () =>
    rolledBack(async (tx) => {
      const { bilal } = await bazaar(tx)
      for (const title of ['First chappal', 'Second 100% khussa', 'Third chappal'])
        await pricedChappal(tx, bilal, { title })
      const page = await listListings(tx, bilal, { limit: 2 })
      expect([page.count, page.listings.map((one) => one.title)]).toEqual([3, ['Third chappal', 'Second 100% khussa']])
      const rest = await listListings(tx, bilal, { limit: 2, after: page.next })
      expect([rest.listings.map((one) => one.title), rest.next]).toEqual([['First chappal'], undefined])
      const found = async (query: string) => (await listListings(tx, bilal, { limit: 9, query })).count
      expect([await found('100%'), await found('pc-41'), await found('%'), await found('nothing')]).toEqual([
        1, 3, 1, 0,
      ])
      expect((await listListings(tx, bilal, { limit: 9, state: 'live' })).count).toBe(0)
      expect(await countListings(tx, bilal)).toEqual({ draft: 3 })
    }))

  test('the tree and the cities are loaded, and loading them again changes nothing', () =>
    rolledBack(async (tx) => {
      await bazaar(tx)
      const [categories, cities] = [await listCategories(tx), await listCities(tx)]
      expect(cities[0]).toMatchObject({ city_id: 'karachi', name_ur: 'کراچی' })
      expect(cities[0]?.areas[0]).toHaveProperty('ur')
      expect(categories.find((one) => one.category_id === 'mens-chappal')?.attributes[0]).toMatchObject({
        key: 'colour',
      })
      expect(categories.at(-1)?.category_id).toBe('other')
      await loadReference(tx, { categories: [], cities: [] })
      expect(await listCategories(tx)).toEqual(categories)
    }))
})
