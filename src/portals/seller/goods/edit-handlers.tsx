import { addPhoto, changeListing, movePhoto, PHOTOS_MOST, removePhoto } from '../../../domains/catalogue/catalogue.ts'
import { type OfferDraft, setOffers } from '../../../domains/offers/offers.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { photoView } from '../../web/photo-view.ts'
import { formFields, type PageContext, type Visit } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, type Here, handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { rupeesTyped } from './amounts.ts'
import { namesOf } from './ask-frame.tsx'
import { keepPhotos } from './ask-handlers.tsx'
import type { AskedOption, Wrong } from './ask-pages.tsx'
import { categoryLabel } from './category-tiles.ts'
import { askableOptions, type Goods, goodsHere, listingIdOf, parseCount, titleOf, UNNAMED } from './draft.ts'
import { EditPage, type EditView, type VariantRow } from './edit-page.tsx'
import { whyWords } from './list-handlers.tsx'

type Kept = Readonly<Record<string, string>>

export function getListing(c: PageContext): Promise<Response> {
  return editPage(c)
}

async function editPage(c: PageContext, back?: { wrong: Wrong; kept: Kept }): Promise<Response> {
  const { visit } = c.var
  const { t } = visit
  const { here, view: goods } = await readHere(c, 'listings', (tx, { by }) => goodsHere(c, tx, by))
  const title = titleOf(t, goods.listing)
  const done = c.req.query('done')
  const view: EditView = {
    t,
    title,
    state: goods.listing.state,
    stateWords: stateWords(visit, goods),
    done: done === 'sell' ? 'sell' : done ? 'saved' : undefined,
    words: wordsOf(visit, goods, back?.kept ?? { category: c.req.query('category') ?? '' }),
    photos: goods.photos.flatMap((photo, index) => {
      const small = photoView(photo, { alt: t('ui.photo_of', { number: index + 1, count: goods.photos.length }) })
      const id = shown('pho', photo.photo_id)
      return small
        ? [{ id, href: routes.photo.href({ ...namesOf(c), photo: id }), photo: small, isFirst: index === 0 }]
        : []
    }),
    mostPhotos: PHOTOS_MOST,
    variants: variantRows(goods, back?.kept ?? {}),
    options: optionFields(visit, goods, back?.kept ?? {}),
    wrong: back?.wrong,
    hidden: formFields(c),
    links: linksOf(c, goods),
  }
  return shopPage(c, here, { title, at: 'goods', status: back ? 422 : 200 }, <EditPage {...view} />)
}

function linksOf(c: PageContext, { listing }: Goods): EditView['links'] {
  const names = namesOf(c)
  return {
    save: routes.listing.href(names),
    category: routes.category.href(names),
    photos: routes.photos.href(names),
    shelf: routes.shelf.href(names),
    options: routes.options.href(names),
    state: routes.state.href(names),
    preview: routes.preview.href(names),
    public: `/l/${shown('lst', listing.listing_id)}`,
    add: routes.newListing.href({ shop: names.shop }),
  }
}

function stateWords({ t }: Visit, { listing, offers }: Goods): string {
  const why = whyWords(t, listing)
  if (why) return listing.state === 'blocked' ? t('seller.edit.state.blocked', { why }) : why
  const isEmpty = offers.every(({ left_count }) => left_count === 0)
  return t(listing.state === 'live' && isEmpty ? 'seller.edit.state.empty' : `seller.edit.state.${listing.state}`)
}

function wordsOf({ t, market }: Visit, { listing }: Goods, kept: Kept): EditView['words'] {
  const wished = kept.category ?? ''
  const categoryId = market.categories.some(({ category_id }) => category_id === wished) ? wished : listing.category_id
  return {
    title: kept.title ?? (listing.title === UNNAMED ? '' : listing.title),
    brand: kept.brand ?? listing.brand,
    description: kept.description ?? listing.description,
    condition: (kept.condition ?? listing.condition) === 'used' ? 'used' : 'new',
    category: categoryLabel(t.locale, market.categories, categoryId),
    categoryId,
  }
}

function variantRows({ variants, offers }: Goods, kept: Kept): VariantRow[] {
  return variants.map(({ variant_id, option_values, sku }) => {
    const offer = offers.find((one) => one.variant_id === variant_id)
    return {
      id: variant_id,
      label: option_values.join(', '),
      code: sku,
      price: kept[`price.${variant_id}`] ?? (offer ? rupeesTyped(offer.price_paisa) : ''),
      pricePaisa: offer?.price_paisa,
      stock: kept[`stock.${variant_id}`] ?? String(offer?.on_hand_count ?? 0),
      reserved: offer?.reserved_count ?? 0,
    }
  })
}

function optionFields({ t, market }: Visit, { listing }: Goods, kept: Kept): AskedOption[] {
  return askableOptions(t.locale, market.categories, listing).map(({ name, label, examples, values }) => ({
    name: `option.${name}`,
    label,
    hint: examples.length > 0 ? t('seller.options.hint', { examples: examples.slice(0, 4).join(', ') }) : '',
    value: kept[`option.${name}`] ?? values.join(', '),
  }))
}

/** One part of the page is saved; what was wrong comes back in the page, with everything that was typed. */
async function save(
  c: PageContext,
  form: Form,
  field: string,
  change: (tx: Tx, here: Here, goods: Goods) => Promise<unknown>,
): Promise<Response> {
  listingIdOf(c)
  return answerForm(
    async () => {
      await changeHere(c, 'listings', async (tx, here) => change(tx, here, await goodsHere(c, tx, here.by)))
      const from = form.text('from')
      const next = from
        ? routes.goods.href({ shop: handleOf(c) }, { tab: from, done: 'saved' })
        : routes.listing.href(namesOf(c), { done: 'saved' })
      return c.redirect(next, 303)
    },
    (refusal) => {
      const wrong = { field: String(refusal.values.field ?? field), message: refusalWords(c.var.visit.t, refusal) }
      return editPage(c, { wrong, kept: form.values })
    },
  )
}

/** The words: name, brand, shelf, new or used, and what there is to say. */
export async function postListing(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return save(c, form, 'title', (tx, { by }, { listing }) =>
    changeListing(tx, by, listing.listing_id, {
      title: form.text('title'),
      brand: form.text('brand'),
      description: form.text('description'),
      category_id: form.text('category') || listing.category_id,
      condition: form.text('condition') === 'used' ? 'used' : 'new',
    }),
  )
}

/** Price and stock, from the page of the goods or from the list. A row that was not sent stays as it is. */
export async function postShelf(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return save(c, form, 'title', async (tx, { by }, { listing, variants, offers }) => {
    const drafts = variants
      .filter(({ variant_id }) => `price.${variant_id}` in form.values)
      .map(({ variant_id }): OfferDraft => {
        const price_paisa = parseRupees(form.text(`price.${variant_id}`))
        if (price_paisa === undefined) {
          throw new Refusal('invalid', 'seller.price.unreadable', { field: `price.${variant_id}` })
        }
        const stock_count = parseCount(form.text(`stock.${variant_id}`))
        if (stock_count === undefined) {
          throw new Refusal('invalid', 'seller.stock.unreadable', { field: `stock.${variant_id}` })
        }
        const before = offers.find((offer) => offer.variant_id === variant_id)?.compare_at_paisa ?? null
        const compare_at_paisa = before !== null && before > price_paisa ? before : null
        return { variant_id, price_paisa, compare_at_paisa, stock_count }
      })
    if (drafts.length > 0) await setOffers(tx, by, listing.listing_id, drafts)
  })
}

export async function postPhotos(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const form = await readForm(c)
  const files = form.files('photo')
  if (files.length === 0) {
    return editPage(c, { wrong: { field: 'photo', message: t('seller.photo.missing') }, kept: {} })
  }
  return answerForm(
    async () => {
      // Whoever may not change this listing must not cost us the work on large pictures.
      await readHere(c, 'listings', (tx, { by }) => goodsHere(c, tx, by))
      const photos = await keepPhotos(market.storage, files)
      return save(c, form, 'photo', async (tx, { by }, { listing }) => {
        for (const photo of photos) await addPhoto(tx, by, listing.listing_id, photo)
      })
    },
    (refusal) => editPage(c, { wrong: { field: 'photo', message: refusalWords(t, refusal) }, kept: {} }),
  )
}

export async function postPhoto(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const photoId = parseId('pho', c.req.param('photo'))
  if (!photoId) throw new Refusal('not_found', 'catalogue.unknown_photo')
  return save(c, form, 'photo', (tx, { by }) =>
    form.text('do') === 'remove' ? removePhoto(tx, by, photoId) : movePhoto(tx, by, photoId, 1),
  )
}
