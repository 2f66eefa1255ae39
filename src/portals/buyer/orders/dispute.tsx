import { findOrderOfBuyer, saySomethingIsWrong, settleDispute } from '../../../domains/orders/orders.ts'
import type { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form as FormData, readForm } from '../../../kit/http/forms.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { PAGE_STATUS, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { orderIdOf, takeStep } from './handlers.tsx'

/** The buyer says in words that something is wrong: the clock stops until the market has decided. */
export function askDispute(c: PageContext): Promise<Response> {
  return disputePage(c)
}

export async function openDispute(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const again = (refusal: Refusal) => (refusal.code === 'invalid' ? disputePage(c, { form, refusal }) : undefined)
  return takeStep(c, (tx, person, at) => saySomethingIsWrong(tx, person, at, form.text('words')), again)
}

export function closeDispute(c: PageContext): Promise<Response> {
  return takeStep(c, settleDispute)
}

async function disputePage(c: PageContext, back?: { form: FormData; refusal: Refusal }): Promise<Response> {
  const person = personHere(c)
  const { t, market } = c.var.visit
  const orderId = orderIdOf(c)
  // Asked for nothing but whether the order is this person's own.
  await market.db.read((tx) => findOrderOfBuyer(tx, person, orderId))
  const id = shown('ord', orderId)
  const error = back && refusalWords(t, back.refusal)
  return page(
    c,
    { title: t('buyer.dispute.title'), status: back ? PAGE_STATUS[back.refusal.code] : 200 },
    <Narrow>
      <ErrorSummary t={t} errors={error ? [{ field: 'words', message: error }] : []} />
      <h1>{t('buyer.dispute.title')}</h1>
      <Form action={routes.dispute.href({ order: id })} hidden={formFields(c)}>
        <TextArea
          t={t}
          name="words"
          label={t('buyer.dispute.words')}
          rows={4}
          maxLength={500}
          value={back?.form.text('words') ?? ''}
          error={error}
        />
        <Notice tone="info">
          <p>{t('buyer.dispute.what')}</p>
        </Notice>
        <FormActions>
          <Button kind="act">{t('buyer.dispute.do')}</Button>
          <ButtonLink href={routes.order.href({ order: id })}>{t('ui.back')}</ButtonLink>
        </FormActions>
      </Form>
    </Narrow>,
  )
}
