import type { Hono } from 'hono'
import { assertProved } from '../../../domains/identity/identity.ts'
import { askWalletBack, readWallet } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import { answerForm, PAGE_STATUS, page, refusalWords } from '../../web/pages.tsx'
import { type Env, formFields, type PageContext, personHere, sessionHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { BackPage } from './back-page.tsx'
import { payOrderFromWallet, showPayFromWallet, takeInWallet } from './paying.tsx'
import { WalletPage } from './wallet-page.tsx'
import { holderName, walletView } from './wallet-view.ts'

/** The rooms of a person's wallet. */
export function mountWallet(app: Hono<Env>): void {
  app.get(routes.wallet.pattern, showWallet)
  app.get(routes.walletBack.pattern, (c) => proved(c, () => backPage(c)))
  app.post(routes.walletBack.pattern, askBack)
  app.get(routes.orderWallet.pattern, showPayFromWallet)
  app.post(routes.orderWallet.pattern, payOrderFromWallet)
  app.post(routes.orderRefund.pattern, takeInWallet)
}

async function showWallet(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { visit } = c.var
  const wallet = await visit.market.db.read((tx) => readWallet(tx, person))
  const view = walletView(visit, wallet, c.req.query('news') === 'asked')
  return page(c, { title: visit.t('wallet.title') }, <WalletPage t={visit.t} view={view} />)
}

/** Money leaves only for somebody who has proved lately who is there. */
async function proved(c: PageContext, act: () => Promise<Response>): Promise<Response> {
  try {
    assertProved(sessionHere(c), c.var.visit.market.now())
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'identity.prove_first') throw error
    const holder = c.req.query('holder')
    const next = holder ? routes.walletBack.href({ holder }) : routes.wallet.href()
    return c.redirect(`/me/proof?next=${encodeURIComponent(next)}`, 303)
  }
  return act()
}

const FIELD_OF: Readonly<Record<string, string>> = {
  'payments.iban': 'account',
  'payments.wallet_number': 'account',
  'payments.title': 'title',
}

async function backPage(c: PageContext, again?: { form: Form; refusal: Refusal }): Promise<Response> {
  const person = personHere(c)
  const { t, market } = c.var.visit
  const holder = again?.form.text('holder') ?? c.req.query('holder') ?? ''
  const wallet = await market.db.read((tx) => readWallet(tx, person))
  const place = wallet.places.find((one) => one.holder === holder)
  if (!place?.may_pay_back) throw new Refusal('conflict', 'payments.holder_pays_nothing_back')
  const error = again && {
    field: FIELD_OF[again.refusal.reason] ?? 'amount',
    message: refusalWords(t, again.refusal),
  }
  return page(
    c,
    { title: t('wallet.back.title'), status: again ? PAGE_STATUS[again.refusal.code] : 200 },
    <BackPage
      t={t}
      holder={holder}
      holderWords={holderName(t, holder)}
      moneyPaisa={place.money_paisa}
      values={again?.form.values ?? { amount: String(place.money_paisa / 100n) }}
      error={error}
      hidden={formFields(c)}
    />,
  )
}

async function askBack(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market } = c.var.visit
  const form = await readForm(c)
  return proved(c, () =>
    answerForm(
      async () => {
        const paisa = parseRupees(form.text('amount'))
        if (paisa === undefined) throw new Refusal('invalid', 'payments.wallet_amount')
        const kind = form.text('kind') === 'bank' ? 'bank' : 'wallet'
        const to = { kind, account: form.text('account'), title: form.text('title') } as const
        await market.db.tx((tx) => askWalletBack(tx, person, { holder: form.text('holder'), paisa, to }))
        return c.redirect(routes.wallet.href({ news: 'asked' }), 303)
      },
      (refusal) => backPage(c, { form, refusal }),
    ),
  )
}
