import {
  addPhoto,
  changeListing,
  keepPhoto,
  OTHER_CATEGORY,
  type PreparedPhoto,
  preparePhoto,
  setVariants,
  writeListing,
} from '../../../domains/catalogue/catalogue.ts'
import type { ShopActor } from '../../../domains/identity/identity.ts'
import { setOffers } from '../../../domains/offers/offers.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Storage } from '../../../kit/storage/storage.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { rupeesTyped } from './amounts.ts'
import { type AskedPage, answer, ask, namesOf } from './ask-frame.tsx'
import {
  AskCategoryPage,
  AskOptionsPage,
  AskPhotoPage,
  AskPricePage,
  AskTitlePage,
  AskWordsPage,
  type Wrong,
} from './ask-pages.tsx'
import { categoryGroups, categoryLabel } from './category-tiles.ts'
import { askableOptions, choicesOf, type Goods, lowestPrice, splitValues, UNNAMED, variantsFor } from './draft.ts'

const MOST_PHOTOS = 8

/** A new thing begins with its photo. */
export async function getNewListing(c: PageContext): Promise<Response> {
  return photoQuestion(c)
}

async function photoQuestion(c: PageContext, wrong?: Wrong): Promise<Response> {
  const { t } = c.var.visit
  const { here } = await readHere(c, 'listings', async () => undefined)
  const action = routes.newListing.href({ shop: here.shop.handle })
  const title = t('seller.photo.title')
  const body = <AskPhotoPage t={t} action={action} hidden={formFields(c)} wrong={wrong} />
  return shopPage(c, here, { title, at: 'goods', status: wrong ? 422 : 200 }, body)
}

/** Keeps the photos and writes the draft at once, so that nothing is lost when the phone dies. */
export async function postNewListing(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const form = await readForm(c)
  const files = form.files('photo')
  if (files.length === 0 && form.text('do') !== 'skip') {
    return photoQuestion(c, { field: 'photo', message: t('seller.photo.missing') })
  }
  return answerForm(
    async () => {
      await readHere(c, 'listings', async () => undefined)
      const photos = await keepPhotos(market.storage, files)
      const listingId = await changeHere(c, 'listings', async (tx, { by }) => {
        const id = await writeListing(tx, by, {
          category_id: OTHER_CATEGORY,
          title: UNNAMED,
          description: '',
          brand: '',
          attributes: {},
          options: [],
          condition: 'new',
        })
        for (const photo of photos) await addPhoto(tx, by, id, photo)
        return id
      })
      return c.redirect(routes.category.href({ shop: handleOf(c), listing: shown('lst', listingId) }), 303)
    },
    (refusal) => photoQuestion(c, { field: 'photo', message: refusalWords(t, refusal) }),
  )
}

/** Prepares and keeps what was sent, one after the other: photos are large, and memory is small. */
export async function keepPhotos(storage: Storage, files: readonly File[]): Promise<Omit<PreparedPhoto, 'files'>[]> {
  const kept: Omit<PreparedPhoto, 'files'>[] = []
  for (const file of files.slice(0, MOST_PHOTOS)) {
    const { files: sizes, ...photo } = await preparePhoto(new Uint8Array(await file.arrayBuffer()))
    await keepPhoto(storage, { ...photo, files: sizes })
    kept.push(photo)
  }
  return kept
}

/** The shelf by pictures. A tap only goes on: the choice is kept with the name. */
export function getCategory(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const names = namesOf(c)
  const top = market.categories.find((one) => one.category_id === c.req.query('in') && one.parent_id === null)
  return ask(c, t('seller.category.title'), ({ goods, photo }) => (
    <AskCategoryPage
      t={t}
      photo={photo}
      groups={categoryGroups(t.locale, market.categories, top?.category_id, {
        into: (category) => routes.category.href(names, { in: category }),
        choose: (category) =>
          goods.listing.title === UNNAMED
            ? routes.title.href(names, { category })
            : routes.listing.href(names, { category }),
      })}
      up={
        top && { href: routes.category.href(names), label: categoryLabel(t.locale, market.categories, top.category_id) }
      }
    />
  ))
}

function titleQuestion(c: PageContext) {
  const { t, market } = c.var.visit
  const show: AskedPage = ({ goods, photo, hidden, wrong, kept }) => {
    const { listing } = goods
    const category = kept?.category ?? c.req.query('category') ?? listing.category_id
    const suggested = categoryLabel(t.locale, market.categories, category)
    const title = kept?.title ?? (listing.title === UNNAMED ? suggested : listing.title)
    return (
      <AskTitlePage
        t={t}
        photo={photo}
        action={routes.title.href(namesOf(c))}
        hidden={{ ...hidden, category, suggested }}
        back={routes.category.href(namesOf(c))}
        wrong={wrong}
        suggested={suggested}
        title={title}
        brand={kept?.brand ?? listing.brand}
      />
    )
  }
  return { title: t('seller.title.title'), field: 'title', show }
}

export function getTitle(c: PageContext): Promise<Response> {
  const { title, show } = titleQuestion(c)
  return ask(c, title, show)
}

/** The name and the shelf are kept together. A brand goes in front of a name that was only taken over. */
export function postTitle(c: PageContext): Promise<Response> {
  return answer(c, titleQuestion(c), async (tx, { by }, { listing }, form) => {
    const brand = form.text('brand')
    const typed = form.text('title')
    const title = brand !== '' && typed === form.text('suggested') ? `${brand} ${typed}` : typed
    const category_id = form.text('category') || listing.category_id
    await changeListing(tx, by, listing.listing_id, { title, brand, category_id })
    return routes.price.href(namesOf(c))
  })
}

function priceQuestion(c: PageContext) {
  const { t } = c.var.visit
  const show: AskedPage = ({ said, photo, hidden, wrong, kept }) => (
    <AskPricePage
      t={t}
      photo={photo}
      action={routes.price.href(namesOf(c))}
      hidden={hidden}
      back={routes.title.href(namesOf(c))}
      wrong={wrong}
      price={kept?.price ?? (said ? rupeesTyped(said.paisa) : '')}
    />
  )
  return { title: t('seller.price.title'), field: 'price', show }
}

export function getPrice(c: PageContext): Promise<Response> {
  const { title, show } = priceQuestion(c)
  return ask(c, title, show)
}

/** One price for all there is of it. The next screen reads it back in words. */
export function postPrice(c: PageContext): Promise<Response> {
  const { market } = c.var.visit
  return answer(c, priceQuestion(c), async (tx, { by }, goods, form) => {
    const { listing, variants } = goods
    const price_paisa = parseRupees(form.text('price'))
    if (price_paisa === undefined) throw new Refusal('invalid', 'seller.price.unreadable')
    const priced =
      variants.length > 0
        ? variants
        : await setVariants(tx, by, listing.listing_id, variantsFor(listing.options, variants))
    const offers = priced.map(({ variant_id }) => ({ variant_id, price_paisa }))
    await setOffers(tx, by, listing.listing_id, offers)
    const asks = listing.options.length === 0 && choicesOf(market.categories, listing.category_id).length > 0
    return (asks ? routes.options : routes.stock).href(namesOf(c))
  })
}

function optionsQuestion(c: PageContext) {
  const { t, market } = c.var.visit
  const show: AskedPage = ({ goods, said, photo, hidden, wrong, kept }) => (
    <AskOptionsPage
      t={t}
      photo={photo}
      action={routes.options.href(namesOf(c))}
      hidden={hidden}
      back={routes.price.href(namesOf(c))}
      skip={routes.stock.href(namesOf(c))}
      wrong={wrong}
      said={said ?? { paisa: 0n, earned: 0n, changeHref: routes.price.href(namesOf(c)) }}
      options={askableOptions(t.locale, market.categories, goods.listing).map(({ name, label, examples, values }) => ({
        name: `option.${name}`,
        label,
        hint: t('seller.options.hint', { examples: examples.slice(0, 4).join(', ') }),
        value: kept?.[`option.${name}`] ?? values.join(', '),
      }))}
    />
  )
  return { title: t('seller.options.title'), field: 'options', show }
}

export function getOptions(c: PageContext): Promise<Response> {
  const { title, show } = optionsQuestion(c)
  return ask(c, title, show)
}

/** Each combination becomes a variant at the price that was said; how many there are of each is asked next. */
export function postOptions(c: PageContext): Promise<Response> {
  return answer(c, optionsQuestion(c), async (tx, { by }, goods, form) => {
    if (lowestPrice(goods.offers) === undefined) return routes.price.href(namesOf(c))
    await setOptions(c, tx, by, goods, form)
    return (form.text('from') === 'edit' ? routes.listing : routes.stock).href(namesOf(c))
  })
}

async function setOptions(c: PageContext, tx: Tx, by: ShopActor, goods: Goods, form: Form): Promise<void> {
  const { t, market } = c.var.visit
  const { listing, variants, offers } = goods
  const options = askableOptions(t.locale, market.categories, listing)
    .map(({ name }) => ({ name, values: splitValues(form.text(`option.${name}`)) }))
    .filter(({ values }) => values.length > 0)
  if (options.length === 0 && listing.options.length === 0) return
  const price_paisa = lowestPrice(offers)
  if (price_paisa === undefined) return
  await changeListing(tx, by, listing.listing_id, { options })
  const fresh = await setVariants(tx, by, listing.listing_id, variantsFor(options, variants))
  const priced = fresh.map(({ variant_id }) => {
    const known = offers.find((offer) => offer.variant_id === variant_id)
    return { variant_id, price_paisa: known?.price_paisa ?? price_paisa, compare_at_paisa: known?.compare_at_paisa }
  })
  await setOffers(tx, by, listing.listing_id, priced)
}

function wordsQuestion(c: PageContext) {
  const { t } = c.var.visit
  const show: AskedPage = ({ goods, photo, hidden, wrong, kept }) => (
    <AskWordsPage
      t={t}
      photo={photo}
      action={routes.words.href(namesOf(c))}
      hidden={hidden}
      back={routes.preview.href(namesOf(c))}
      wrong={wrong}
      description={kept?.description ?? goods.listing.description}
    />
  )
  return { title: t('seller.words.title'), field: 'description', show }
}

export function getWords(c: PageContext): Promise<Response> {
  const { title, show } = wordsQuestion(c)
  return ask(c, title, show)
}

export function postWords(c: PageContext): Promise<Response> {
  return answer(c, wordsQuestion(c), async (tx, { by }, { listing }, form) => {
    await changeListing(tx, by, listing.listing_id, { description: form.text('description') })
    return routes.preview.href(namesOf(c))
  })
}
