import { keepPhoto, preparePhoto } from '../../../domains/catalogue/catalogue.ts'
import { assignRider, moveParcel, type Parcel, shownLabel } from '../../../domains/delivery/delivery.ts'
import type { Rider } from '../../../domains/identity/identity.ts'
import { arriveAtDoor, nobodyHome, shipOrder } from '../../../domains/orders/orders.ts'
import { openAtDoor, releaseAtDoor, sendBack } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { answerForm, PAGE_STATUS, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { ridePage } from '../frame.tsx'
import { changeAsRider, lookAsRider, readAsRider } from '../here.ts'
import { routes } from '../routes.ts'
import { ParcelPage, titleOf } from './parcel-page.tsx'
import { findForRider, type Problem, readParcelView } from './parcel-view.ts'
import { SendBackPage } from './send-back-page.tsx'

const labelOf = (c: PageContext) => c.req.param('parcel') ?? ''
const atOf = ({ party_id, order_id }: Parcel) => ({ shop_id: party_id, order_id })

export function showParcel(c: PageContext): Promise<Response> {
  return parcelPage(c)
}

/** The label as somebody typed it, or the address that a scanner read from it: the way to the parcel. */
export async function findLabel(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const code = (c.req.query('code') ?? '').split('/').at(-1) ?? ''
  try {
    const parcel = await readAsRider(c, (tx, rider) => findForRider(tx, rider, code))
    return c.redirect(routes.parcel.href({ parcel: shownLabel(parcel.label_code) }), 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'delivery.parcel_unknown') throw error
    return c.redirect(routes.rounds.href({ unknown: (code || t('rider.label.none')).slice(0, 20) }), 303)
  }
}

/** What each plain button does. The order moves with its parcel, and the domains say whether it may. */
const STEPS: Readonly<Record<string, (tx: Tx, rider: Rider, parcel: Parcel) => Promise<unknown>>> = {
  take: (tx, rider, parcel) => assignRider(tx, rider, parcel),
  pick_up: (tx, rider, parcel) => shipOrder(tx, rider, atOf(parcel)),
  go_out: (tx, rider, parcel) => moveParcel(tx, rider, parcel, 'go_out'),
  arrive: (tx, rider, parcel) => arriveAtDoor(tx, rider, atOf(parcel)),
  nobody_home: (tx, rider, parcel) => nobodyHome(tx, rider, atOf(parcel)),
  start_return: (tx, rider, parcel) => moveParcel(tx, rider, parcel, 'start_return'),
}

export async function takeStep(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const step = STEPS[form.text('step')]
  return change(c, async (tx, rider, parcel) => {
    if (!step) throw new Refusal('conflict', 'delivery.not_now')
    await step(tx, rider, parcel)
  })
}

export async function openParcel(c: PageContext): Promise<Response> {
  const code = (await readForm(c)).text('code')
  return change(c, (tx, rider, parcel) => openAtDoor(tx, rider, atOf(parcel), code))
}

export async function releaseParcel(c: PageContext): Promise<Response> {
  const code = (await readForm(c)).text('code')
  return change(c, (tx, rider, parcel) => releaseAtDoor(tx, rider, atOf(parcel), code))
}

export async function showSendBack(c: PageContext): Promise<Response> {
  return sendBackPage(c)
}

export async function sendParcelBack(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const back = { reason: form.text('reason'), words: form.text('words') }
  return answerForm(
    async () => {
      await readAsRider(c, (tx, rider) => findForRider(tx, rider, labelOf(c)))
      const photo_names = await keepPhotos(c, form)
      await changeAsRider(c, async (tx, rider) => {
        const parcel = await findForRider(tx, rider, labelOf(c))
        await sendBack(tx, rider, atOf(parcel), { ...back, photo_names })
      })
      return c.redirect(routes.parcel.href({ parcel: labelOf(c) }), 303)
    },
    (refusal) => sendBackPage(c, refusal, back),
  )
}

/**
 * The photos lie in storage before the transaction that names them: a file without a row does no harm. One more than
 * may be sent is prepared, so that the refusal comes from the verb, and no more than that.
 */
async function keepPhotos(c: PageContext, form: Form): Promise<string[]> {
  const names: string[] = []
  for (const file of form.files('photos').slice(0, 7)) {
    const photo = await preparePhoto(new Uint8Array(await file.arrayBuffer()))
    await keepPhoto(c.var.visit.market.storage, photo)
    names.push(photo.name)
  }
  return names
}

/** One change with a parcel; a no shows the parcel as it stands now, with the reason. */
function change(c: PageContext, act: (tx: Tx, rider: Rider, parcel: Parcel) => Promise<unknown>): Promise<Response> {
  return answerForm(
    async () => {
      await changeAsRider(c, async (tx, rider) => act(tx, rider, await findForRider(tx, rider, labelOf(c))))
      return c.redirect(routes.parcel.href({ parcel: labelOf(c) }), 303)
    },
    (refusal) => parcelPage(c, refusal),
  )
}

async function parcelPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { visit } = c.var
  const read = await lookAsRider(c, (tx, rider) => readParcelView(tx, rider, visit, labelOf(c)))
  const problem = refusal && problemOf(c, refusal)
  const view = { ...read, hidden: formFields(c), problem }
  return ridePage(
    c,
    { title: titleOf(view), at: 'rounds', ...(refusal ? { status: PAGE_STATUS[refusal.code] } : {}) },
    <ParcelPage view={view} />,
  )
}

function problemOf(c: PageContext, refusal: Refusal): Problem {
  const words = refusalWords(c.var.visit.t, refusal)
  return { words, ...(refusal.reason.startsWith('trust.code') ? { field: 'code' as const } : {}) }
}

async function sendBackPage(
  c: PageContext,
  refusal?: Refusal,
  kept: { reason: string; words: string } = { reason: '', words: '' },
): Promise<Response> {
  const { visit } = c.var
  const { t } = visit
  await readAsRider(c, (tx, rider) => findForRider(tx, rider, labelOf(c)))
  const view = { t, label: labelOf(c), ...kept, hidden: formFields(c), problem: refusal && sendBackProblem(t, refusal) }
  return ridePage(
    c,
    { title: t('rider.send_back.title'), at: 'rounds', ...(refusal ? { status: PAGE_STATUS[refusal.code] } : {}) },
    <SendBackPage view={view} />,
  )
}

function sendBackProblem(t: PageContext['var']['visit']['t'], refusal: Refusal): Problem {
  const words = refusalWords(t, refusal)
  if (refusal.reason === 'trust.reason_needed') return { words, field: 'reason' }
  if (refusal.reason === 'trust.words_too_long') return { words, field: 'words' }
  return /^photos\.|photos$/.test(refusal.reason) ? { words, field: 'photos' } : { words }
}
