import type { ComponentChildren } from 'preact'
import { commissionOf, readCommissionRules } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { refusalWords } from '../../web/pages.tsx'
import { photoView } from '../../web/photo-view.ts'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, type Here, handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import type { PriceSaid, Wrong } from './ask-pages.tsx'
import { type Goods, goodsHere, listingIdOf, lowestPrice } from './draft.ts'

/** One question about a draft, as its page needs it. */
export interface Asked {
  goods: Goods
  said: PriceSaid | undefined
  photo: ReturnType<typeof photoView>
  hidden: Readonly<Record<string, string>>
  wrong: Wrong | undefined
  /** What was typed, when the form came back. */
  kept: Readonly<Record<string, string>> | undefined
}

export type AskedPage = (asked: Asked) => ComponentChildren

/** Shows one question about the listing of the address; 422 when an answer came back. */
export async function ask(
  c: PageContext,
  title: string,
  show: AskedPage,
  back?: { wrong: Wrong; kept: Readonly<Record<string, string>> },
): Promise<Response> {
  const { here, view } = await readHere(c, 'listings', async (tx, { by }) => {
    const goods = await goodsHere(c, tx, by)
    return { goods, said: await priceSaid(c, tx, goods) }
  })
  const [first] = view.goods.photos
  const asked: Asked = {
    ...view,
    photo: first && photoView(first, { widths: [160] }),
    hidden: formFields(c),
    wrong: back?.wrong,
    kept: back?.kept,
  }
  return shopPage(c, here, { title, at: 'goods', status: back ? 422 : 200 }, show(asked))
}

/** The price read back, with what the shop gets of it by today's rules. */
async function priceSaid(c: PageContext, tx: Tx, { listing, offers }: Goods): Promise<PriceSaid | undefined> {
  const paisa = lowestPrice(offers)
  if (paisa === undefined) return undefined
  const rules = await readCommissionRules(tx)
  const { commission_paisa } = commissionOf([{ category_id: listing.category_id, paisa }], rules)
  return { paisa, earned: paisa - commission_paisa, changeHref: routes.price.href(namesOf(c)) }
}

/** The names in the address of a listing's pages. */
export function namesOf(c: PageContext): { shop: string; listing: string } {
  return { shop: handleOf(c), listing: c.req.param('listing') ?? '' }
}

/**
 * Takes one answer about the listing of the address, and goes on to the next question. What was wrong comes back beside
 * its field: the one that the refusal names, else the question's own.
 */
export async function answer(
  c: PageContext,
  question: { title: string; field: string; show: AskedPage },
  take: (tx: Tx, here: Here, goods: Goods, form: Form) => Promise<string>,
): Promise<Response> {
  const { t } = c.var.visit
  const form = await readForm(c)
  listingIdOf(c)
  try {
    const next = await changeHere(c, 'listings', async (tx, here) =>
      take(tx, here, await goodsHere(c, tx, here.by), form),
    )
    return c.redirect(next, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'not_found' || error.code === 'forbidden') throw error
    const field = String(error.values.field ?? question.field)
    return ask(c, question.title, question.show, {
      wrong: { field, message: refusalWords(t, error) },
      kept: form.values,
    })
  }
}
