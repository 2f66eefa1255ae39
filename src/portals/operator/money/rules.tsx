import {
  addBankHoliday,
  decideRuleChange,
  listBankHolidays,
  listPayoutRules,
  listProviderTerms,
  proposeRuleChange,
  setProviderTerms,
} from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId } from '../../../kit/ids/ids.ts'
import { latinDigits, type Paisa, parseRupees } from '../../../kit/money/money.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { holderName } from '../money-room/frame.tsx'
import { readPercent } from '../percent.ts'
import { routes } from '../routes.ts'
import { readChanges } from './changes.tsx'
import { RulesPage, type RulesPart } from './rules-page.tsx'

/** So many are read at a glance. */
const HOLIDAYS = 10

interface Again {
  part: RulesPart
  form: Form
  refusal: Refusal
}

/** When two people must look, when banks are closed, and what is agreed with services. */
export function showRules(c: PageContext): Promise<Response> {
  return rulesPage(c)
}

/** Whom the market's rails say they pay from: what is agreed is agreed with these. */
function holdersOf(c: PageContext): string[] {
  return [...new Set([...c.var.visit.market.rails.values()].map(({ holder }) => holder))].sort()
}

async function rulesPage(c: PageContext, again?: Again, refusal?: Refusal): Promise<Response> {
  const { t, now } = c.var.visit
  const { rules, days, terms } = await readAsOperator(c, async (tx, by) => {
    const reads = [listPayoutRules(tx, by), listBankHolidays(tx, by, HOLIDAYS), listProviderTerms(tx, by)] as const
    const [rules, days, terms] = await Promise.all(reads)
    return { rules, days, terms }
  })
  const view = {
    changes: await readChanges(c),
    rules: rules.map(({ rule_id, in_force_from, two_people_above_paisa, debt_cap_paisa }) => ({
      id: rule_id,
      from: in_force_from.getTime() < Date.UTC(2021) ? t('payouts.rules.first') : t.moment(in_force_from, now),
      waits: in_force_from > now,
      twoPaisa: two_people_above_paisa,
      capPaisa: debt_cap_paisa,
    })),
    days: days.map(({ day, name }) => ({ day, when: t.date(new Date(`${day}T12:00:00+05:00`)), name })),
    terms: terms.map(({ holder, fee_basis_points, fee_fixed_paisa, settles_within_days }) => ({
      holder: holderName(t, holder),
      fee: fee_basis_points === null ? t('payouts.rules.fee.none') : t.percent(fee_basis_points / 10_000),
      fixedPaisa: fee_fixed_paisa,
      days: settles_within_days,
    })),
    holders: holdersOf(c).map((holder) => ({ value: holder, label: holderName(t, holder) })),
  }
  return officePage(
    c,
    {
      title: t('operator.money.rules'),
      at: 'money',
      refusal: again?.refusal ?? refusal,
      isBeside: again !== undefined,
    },
    <RulesPage
      t={t}
      view={view}
      kept={(name) => again?.form.text(name) ?? ''}
      wrong={again && { field: FIRST_FIELD[again.part], message: refusalWords(t, again.refusal) }}
      hidden={formFields(c)}
    />,
  )
}

const FIRST_FIELD: Readonly<Record<RulesPart, string>> = { rules: 'two', holidays: 'day', providers: 'fee' }

function change(c: PageContext, part: RulesPart, form: Form, act: () => Promise<void>): Promise<Response> {
  return whenProved(c, routes.rules.href(), () =>
    answerForm(
      async () => {
        await act()
        return c.redirect(routes.rules.href(), 303)
      },
      (refusal) => rulesPage(c, { part, form, refusal }),
    ),
  )
}

/** A sum that was typed; below zero, which the verbs refuse, when it is none. */
const rupees = (form: Form, name: string): Paisa => parseRupees(form.text(name)) ?? -1n

export async function changeRules(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const rules = { two_people_above_paisa: rupees(form, 'two'), debt_cap_paisa: rupees(form, 'cap') }
  return change(c, 'rules', form, () =>
    changeAsOperator(c, async (tx, by) => {
      await proposeRuleChange(tx, by, { kind: 'payouts', ...rules })
    }),
  )
}

export async function addHoliday(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const day = latinDigits(form.text('day'))
  return change(c, 'holidays', form, () =>
    changeAsOperator(c, (tx, by) => addBankHoliday(tx, by, day, form.text('name'))),
  )
}

export async function agreeWithProvider(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return change(c, 'providers', form, async () => {
    const holder = holdersOf(c).find((known) => known === form.text('holder'))
    if (!holder) throw new Refusal('invalid', 'books.terms_range')
    const terms = {
      holder,
      fee_basis_points: form.text('fee') === '' ? null : readPercent(form.text('fee')),
      fee_fixed_paisa: form.text('fixed') === '' ? 0n : rupees(form, 'fixed'),
      settles_within_days: Number(latinDigits(form.text('days')) || Number.NaN),
    }
    await changeAsOperator(c, (tx, by) => setProviderTerms(tx, by, terms))
  })
}

/** Another operator confirms a change of a rule or an act of money; or it is taken back. */
export async function decideChange(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return whenProved(c, routes.rules.href(), () =>
    answerForm(
      async () => {
        const id = parseId('chg', c.req.param('change'))
        if (!id) throw new Refusal('not_found', 'payments.no_change')
        await changeAsOperator(c, (tx, by) => decideRuleChange(tx, by, id, form.text('do') === 'confirm'))
        await c.var.visit.market.runner.settled(2_000)
        return c.redirect(routes.rules.href(), 303)
      },
      (refusal) => rulesPage(c, undefined, refusal),
    ),
  )
}
