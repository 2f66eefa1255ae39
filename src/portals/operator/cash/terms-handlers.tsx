import {
  type CourierTerms,
  listCourierTerms,
  resumeCourier,
  setCourierTerms,
  stopCourier,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { latinDigits, type Paisa, parseRupees } from '../../../kit/money/money.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { TermsPage } from './open-pages.tsx'

function courierOf(c: PageContext): string {
  const courier = c.req.param('courier') ?? ''
  if (!/^[a-z][a-z0-9_-]{1,30}$/.test(courier)) throw new Refusal('not_found', 'identity.not_here')
  return courier
}

const hrefOf = (c: PageContext) => routes.courierTerms.href({ courier: courierOf(c) })

export function showTerms(c: PageContext): Promise<Response> {
  return whenProved(c, hrefOf(c), () => termsPage(c))
}

interface Again {
  refusal: Refusal
  form: Form
  wrong: 'terms' | 'why'
}

async function termsPage(c: PageContext, again?: Again): Promise<Response> {
  const { t } = c.var.visit
  const courier = courierOf(c)
  const all = await readAsOperator(c, (tx, by) => listCourierTerms(tx, by))
  const terms = all.find((one) => one.courier === courier)
  const name = holderWords(t, courier)
  return officePage(
    c,
    { title: t('cash.terms.title', { courier: name }), at: 'money', refusal: again?.refusal, isBeside: true },
    <TermsPage
      view={{
        t,
        courier,
        name,
        stoppedWhy: terms?.stopped_at ? terms.stopped_why : undefined,
        wrong: again?.wrong ?? 'terms',
        hidden: formFields(c),
        values: again?.form.values ?? valuesOf(terms),
        error: again && refusalWords(t, again.refusal),
      }}
    />,
  )
}

function valuesOf(terms: CourierTerms | undefined): Record<string, string> {
  const rupees = (paisa: Paisa | null | undefined) => (paisa == null ? '' : String(Number(paisa) / 100))
  const percent = (points: number | null | undefined) => (points == null ? '' : String(points / 100))
  return {
    cap: rupees(terms?.cap_paisa),
    days: String(terms?.claim_after_days ?? 8),
    ahead: terms?.pays_ahead ? 'yes' : '',
    shipment: rupees(terms?.most_shipment_paisa),
    other: rupees(terms?.most_other_paisa),
    handling: percent(terms?.handling_basis_points),
    fuel: percent(terms?.fuel_basis_points),
    gst: percent(terms?.gst_basis_points),
    income_tax: percent(terms?.income_tax_basis_points ?? 200),
    sales_tax: percent(terms?.sales_tax_basis_points ?? 200),
  }
}

/** Agrees on new terms with a courier. What is left empty is not checked. */
export function agreeTerms(c: PageContext): Promise<Response> {
  return onTerms(c, 'terms', (form) =>
    changeAsOperator(c, (tx, by) =>
      setCourierTerms(tx, by, {
        courier: courierOf(c),
        cap_paisa: paisaOf(form.text('cap')),
        claim_after_days: Number(latinDigits(form.text('days'))),
        pays_ahead: form.text('ahead') === 'yes',
        most_shipment_paisa: paisaOf(form.text('shipment')),
        most_other_paisa: paisaOf(form.text('other')) ?? 0n,
        handling_basis_points: pointsOf(form.text('handling')),
        fuel_basis_points: pointsOf(form.text('fuel')),
        gst_basis_points: pointsOf(form.text('gst')),
        income_tax_basis_points: pointsOf(form.text('income_tax')) ?? 0,
        sales_tax_basis_points: pointsOf(form.text('sales_tax')) ?? 0,
      }),
    ),
  )
}

/** Stops a courier: it gets no parcel any more. */
export function stop(c: PageContext): Promise<Response> {
  return onTerms(c, 'why', (form) =>
    changeAsOperator(c, (tx, by) => stopCourier(tx, by, courierOf(c), form.text('why'))),
  )
}

/** Lets a stopped courier go on. */
export function letGoOn(c: PageContext): Promise<Response> {
  return onTerms(c, 'why', () => changeAsOperator(c, (tx, by) => resumeCourier(tx, by, courierOf(c))))
}

async function onTerms(c: PageContext, wrong: Again['wrong'], act: (form: Form) => Promise<void>): Promise<Response> {
  const form = await readForm(c)
  return whenProved(c, hrefOf(c), () =>
    answerForm(
      async () => {
        await act(form)
        return c.redirect(routes.cash.href(), 303)
      },
      (refusal) => termsPage(c, { refusal, form, wrong }),
    ),
  )
}

/** An amount, or null for nothing. Refuses: invalid cash.terms when it cannot be read. */
function paisaOf(text: string): Paisa | null {
  if (text === '') return null
  const paisa = parseRupees(text)
  if (paisa === undefined) throw new Refusal('invalid', 'cash.terms')
  return paisa
}

/** "1.5" percent as 150 basis points, or null for nothing. Refuses: invalid cash.terms when it cannot be read. */
function pointsOf(text: string): number | null {
  const plain = latinDigits(text).replace(/[%\s]/g, '')
  if (plain === '') return null
  const [, whole = '', part = ''] = /^(\d{1,2})(?:[.٫](\d{1,2}))?$/.exec(plain) ?? []
  if (whole === '') throw new Refusal('invalid', 'cash.terms')
  return Number(whole) * 100 + Number(part.padEnd(2, '0'))
}
