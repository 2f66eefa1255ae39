import { answerAppeal, listAppeals } from '../../../domains/orders/orders.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form as FormData, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, type Visit } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { MoneyFrame } from './frame.tsx'

const ANSWERS = ['stands', 'for_buyer', 'for_shop'] as const

export type AppealLine = ReturnType<typeof appealLine>

export function appealLine({ t, now }: Pick<Visit, 't' | 'now'>, row: Awaited<ReturnType<typeof listAppeals>>[number]) {
  return {
    id: shown('ord', row.order_id),
    shop_id: row.party_id,
    order_id: row.order_id,
    number: row.number,
    by: t(`operator.appeal.by.${row.asked_as}`),
    words: row.words,
    since: t.moment(row.asked_at, now),
    paisa: row.total_paisa,
  }
}

/** Second looks that wait for an operator. */
export function Appeals({ t, appeals }: { t: Say; appeals: readonly AppealLine[] }) {
  if (appeals.length === 0) return null
  return (
    <Section title={t('operator.appeals')}>
      <Table
        caption={t('operator.appeals')}
        hideCaption
        columns={[
          { key: 'number', label: t('operator.nav.orders') },
          { key: 'by', label: t('operator.appeal.by') },
          { key: 'words', label: t('operator.appeal.words') },
          { key: 'since', label: t('operator.since') },
          { key: 'paisa', label: t('operator.amount'), number: true },
        ]}
        rows={appeals.map(({ id, number, by, words, since, paisa }) => ({
          id,
          tone: 'act' as const,
          cells: {
            number: (
              <a href={routes.appeal.href({ order: id })}>
                <Code>{number}</Code>
              </a>
            ),
            by,
            words: <span dir="auto">{words.slice(0, 120)}</span>,
            since,
            paisa: <Rupees t={t} paisa={paisa} />,
          },
        }))}
      />
    </Section>
  )
}

/** One second look: what was said, and the answer. */
export function showAppeal(c: PageContext): Promise<Response> {
  return appealPage(c)
}

async function find(c: PageContext): Promise<AppealLine> {
  const id = parseId('ord', c.req.param('order'))
  const rows = await readAsOperator(c, (tx, by) => listAppeals(tx, by, 500))
  const row = rows.find(({ order_id }) => order_id === id)
  if (!row) throw new Refusal('not_found', 'orders.no_appeal')
  return appealLine(c.var.visit, row)
}

async function appealPage(c: PageContext, again?: { form: FormData; refusal: Refusal }): Promise<Response> {
  const { t } = c.var.visit
  const appeal = await find(c)
  const field = again?.refusal.reason === 'orders.reason_needed' ? 'words' : 'answer'
  const message = again && refusalWords(t, again.refusal)
  const errorAt = (name: string) => (field === name ? message : undefined)
  const body = (
    <MoneyFrame t={t} part="disputes" title={t('operator.appeal')}>
      <Narrow>
        <ErrorSummary t={t} errors={message ? [{ field, message }] : []} />
        <Facts
          rows={[
            {
              label: t('operator.order'),
              value: (
                <a href={routes.order.href({ order: appeal.id })}>
                  <Code>{appeal.number}</Code>
                </a>
              ),
            },
            { label: t('operator.appeal.by'), value: appeal.by },
            { label: t('operator.since'), value: appeal.since },
            { label: t('operator.appeal.words'), value: <span dir="auto">{appeal.words}</span> },
          ]}
        />
        <Form action={routes.appeal.href({ order: appeal.id })} hidden={formFields(c)}>
          <Radios
            t={t}
            name="answer"
            legend={t('operator.appeal.answer')}
            value={again?.form.text('answer') || undefined}
            error={errorAt('answer')}
            options={ANSWERS.map((value) => ({
              value,
              label: t(`operator.appeal.${value}`),
              hint: t(`operator.appeal.${value}.hint`),
            }))}
          />
          <TextArea
            t={t}
            name="words"
            label={t('operator.reason')}
            hint={t('operator.reason.hint')}
            rows={3}
            maxLength={500}
            value={again?.form.text('words') ?? ''}
            error={errorAt('words')}
          />
          <FormActions>
            <Button kind="act">{t('operator.do.decide')}</Button>
            <ButtonLink href={routes.disputes.href()}>{t('ui.back')}</ButtonLink>
          </FormActions>
        </Form>
      </Narrow>
    </MoneyFrame>
  )
  return officePage(c, { title: t('operator.appeal'), at: 'money', refusal: again?.refusal, isBeside: true }, body)
}

/** The answer to a second look. */
export async function answer(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  return whenProved(c, routes.appeal.href({ order: c.req.param('order') ?? '' }), () =>
    answerForm(
      async () => {
        const said = ANSWERS.find((known) => known === form.text('answer'))
        const { shop_id, order_id } = await find(c)
        if (!said) throw new Refusal('invalid', 'operator.appeal.choose')
        await changeAsOperator(c, (tx, by) =>
          answerAppeal(tx, by, { shop_id, order_id }, { answer: said, words: form.text('words') }),
        )
        await c.var.visit.market.runner.settled(2_000)
        return c.redirect(routes.disputes.href(), 303)
      },
      (refusal) => appealPage(c, { form, refusal }),
    ),
  )
}
