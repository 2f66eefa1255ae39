import { type Address, listAddresses, removeAddress } from '../../../domains/identity/identity.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form as Posted, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Panel } from '../../ui/layout.tsx'
import { EmptyState, ErrorSummary } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { answerForm, PAGE_STATUS, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { AddressFields, addressField } from '../checkout/address-form.tsx'
import { AddressText } from '../checkout/address-text.tsx'
import { keepNew } from '../checkout/handlers.tsx'
import { addressLines } from '../checkout/pay-view.ts'
import { routes } from '../routes.ts'
import { cityHere } from '../shelf/shelf-view.ts'
import { BackToMe, OwnPage } from './me-page.tsx'

export async function showAddresses(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { visit } = c.var
  const { t, market } = visit
  if (c.req.query('new') !== undefined) return newAddressPage(c, undefined)
  const addresses = await market.db.read((tx) => listAddresses(tx, person))
  return page(
    c,
    { title: t('buyer.addresses.title') },
    <OwnPage t={t} title={t('buyer.addresses.title')}>
      {addresses.length === 0 && <EmptyState icon="house" title={t('buyer.addresses.empty')} />}
      {addresses.map((address) => (
        <AddressPanel key={address.address_id} c={c} address={address} />
      ))}
      <p>
        <ButtonLink href={routes.addresses.href({ new: 'yes' })} icon="plus">
          {t('buyer.addresses.add')}
        </ButtonLink>
      </p>
    </OwnPage>,
  )
}

function AddressPanel({ c, address }: { c: PageContext; address: Address }) {
  const { visit } = c.var
  return (
    <Panel>
      <p>
        <b dir="auto">{address.name}</b>
        <br />
        <AddressText t={visit.t} parts={addressLines(visit, address)} />
        <br />
        <Code>{visit.t.phone(address.phone)}</Code>
      </p>
      <Form action={routes.address.href({ address: shown('adr', address.address_id) })} hidden={formFields(c)}>
        <Button kind="quiet" icon="bin">
          {visit.t('buyer.addresses.remove')}
        </Button>
      </Form>
    </Panel>
  )
}

function newAddressPage(c: PageContext, back: { form: Posted; refusal: Refusal } | undefined): Response {
  const { t, market } = c.var.visit
  const error = back && { field: addressField(back.refusal.reason), message: refusalWords(t, back.refusal) }
  return page(
    c,
    { title: t('buyer.addresses.add'), status: back ? PAGE_STATUS[back.refusal.code] : 200 },
    <Narrow>
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <h1>{t('buyer.addresses.add')}</h1>
      <Form action={routes.addresses.href()} hidden={formFields(c)}>
        <AddressFields t={t} cities={market.cities} values={back?.form.values ?? { city: cityHere(c) }} error={error} />
        <FormActions>
          <Button kind="act">{t('buyer.me.save')}</Button>
        </FormActions>
      </Form>
      <BackToMe t={t} />
    </Narrow>,
  )
}

export async function addAddress(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const form = await readForm(c)
  return answerForm(
    async () => {
      await keepNew(c, person, form)
      return c.redirect(routes.addresses.href(), 303)
    },
    (refusal) => newAddressPage(c, { form, refusal }),
  )
}

export async function dropAddress(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const addressId = parseId('adr', c.req.param('address'))
  if (!addressId) throw new Refusal('not_found', 'identity.address_unknown')
  await c.var.visit.market.db.tx((tx) => removeAddress(tx, person, addressId))
  return c.redirect(routes.addresses.href(), 303)
}
