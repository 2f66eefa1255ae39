import { clearName, listAskedBack, listNamesToCheck, proposeRuleChange } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { answerForm } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, whenProved } from '../here.ts'
import { readChanges } from '../money/changes.tsx'
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { AskedBackPage, NamesPage } from './people-pages.tsx'

/** Accounts that run under another name than the shop's or its owner's. Each look at one is logged. */
export function showNames(c: PageContext): Promise<Response> {
  return whenProved(c, routes.names.href(), () => namesPage(c))
}

async function namesPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t, now } = c.var.visit
  const rows = await lookAsOperator(c, (tx, by) => listNamesToCheck(tx, by))
  const names = rows.map(({ shop_id, details_id, shop, owner, title, set_at }) => ({
    shop: shown('shp', shop_id),
    details: details_id,
    name: shop,
    owner,
    title,
    since: t.relative(set_at, now),
  }))
  const body = <NamesPage t={t} names={names} hidden={formFields(c)} />
  return officePage(c, { title: t('payouts.names'), at: 'money', refusal }, body)
}

export async function sayNameFits(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return whenProved(c, routes.names.href(), () =>
    answerForm(
      async () => {
        const shop_id = parseId('shp', form.text('shop'))
        const details_id = form.text('details')
        if (!shop_id || !/^[0-9a-f-]{36}$/.test(details_id)) throw new Refusal('conflict', 'payments.name_decided')
        await changeAsOperator(c, (tx, by) => clearName(tx, by, { shop_id, details_id }))
        return c.redirect(routes.names.href(), 303)
      },
      (refusal) => namesPage(c, refusal),
    ),
  )
}

/** Wallet money on its way back to persons. Each look at an account is logged. */
export function showAskedBack(c: PageContext): Promise<Response> {
  return whenProved(c, routes.askedBack.href(), () => askedBackPage(c))
}

async function askedBackPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t, now } = c.var.visit
  const rows = await lookAsOperator(c, (tx, by) => listAskedBack(tx, by))
  const asked = rows.map(({ party_id, wallet_payout_id, name, account, title, holder, amount_paisa, asked_at }) => ({
    person: shown('per', party_id),
    id: wallet_payout_id,
    name,
    account,
    title,
    holder: holderWords(t, holder),
    since: t.relative(asked_at, now),
    paisa: amount_paisa,
  }))
  const changes = await readChanges(c, ({ kind }) => kind === 'wallet_settled')
  const body = <AskedBackPage t={t} asked={asked} changes={changes} hidden={formFields(c)} />
  return officePage(c, { title: t('payouts.asked'), at: 'money', refusal }, body)
}

/** It was sent by hand under a receipt, or could not be and goes back into the wallet: another operator confirms it. */
export async function settleAsked(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return whenProved(c, routes.askedBack.href(), () =>
    answerForm(
      async () => {
        const party_id = parseId('per', form.text('person'))
        const wallet_payout_id = form.text('id')
        if (!party_id || !/^[0-9a-f-]{36}$/.test(wallet_payout_id)) {
          throw new Refusal('conflict', 'payments.wallet_asked_done')
        }
        const state = form.text('end') === 'sent' ? 'sent' : 'returned'
        const receipt = form.text('receipt').slice(0, 100)
        const settled = { kind: 'wallet_settled', party_id, wallet_payout_id, state, receipt } as const
        await changeAsOperator(c, (tx, by) => proposeRuleChange(tx, by, settled))
        return c.redirect(routes.askedBack.href(), 303)
      },
      (refusal) => askedBackPage(c, refusal),
    ),
  )
}
