import type { Locale } from '../../../kit/text/locale.ts'
import { SCRIPTS } from '../../../kit/text/locale.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { Crumbs } from '../../ui/navigation.tsx'
import { EmptyState, Notice } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'

interface Around {
  t: Say
  number: string
  /** The page of the order. */
  back: string
}

export interface ContactsView extends Around {
  people: readonly { role: 'buyer' | 'shop' | 'rider'; name: string; phone: string; language: Locale }[]
}

/** Whom to call about an order, and in which language. */
export function ContactsPage(view: ContactsView) {
  const { t, people } = view
  return (
    <Narrow>
      <WayUp {...view} here={t('operator.contacts.title')} />
      <h1>{t('operator.contacts.title')}</h1>
      <Notice tone="info">{t('operator.looks_logged')}</Notice>
      <Table
        caption={t('operator.contacts.title')}
        hideCaption
        columns={[
          { key: 'who', label: t('operator.contacts.who') },
          { key: 'name', label: t('operator.people.name') },
          { key: 'language', label: t('operator.people.language') },
          { key: 'call', label: '' },
        ]}
        rows={people.map(({ role, name, phone, language }) => ({
          id: role,
          cells: {
            who: t(`operator.contacts.${role}`),
            name: <span dir="auto">{name}</span>,
            language: <span lang={SCRIPTS[language].html}>{SCRIPTS[language].name}</span>,
            call: (
              <ButtonLink kind="quiet" icon="phone" href={`tel:${phone}`}>
                <Code>{t.phone(phone)}</Code>
              </ButtonLink>
            ),
          },
        }))}
      />
    </Narrow>
  )
}

export interface RiderView extends Around {
  action: string
  hidden: Readonly<Record<string, string>>
  riders: readonly { id: string; name: string }[]
  chosen: string | undefined
  error: string | undefined
}

/** Who brings the parcel. */
export function RiderPage(view: RiderView) {
  const { t, riders, chosen, error, action, hidden, back } = view
  return (
    <Narrow>
      <WayUp {...view} here={t('operator.rider.title')} />
      {riders.length === 0 ? (
        <EmptyState
          icon="bike"
          title={t('operator.rider.none')}
          action={{ href: routes.people.href(), label: t('operator.nav.people') }}
        />
      ) : (
        <Form action={action} hidden={hidden}>
          <Radios
            t={t}
            name="rider"
            legend={t('operator.rider.title')}
            asTitle
            value={chosen}
            error={error}
            options={riders.map(({ id, name }) => ({ value: id, label: name, icon: 'bike' as const }))}
          />
          <FormActions>
            <Button kind="act">{t('operator.do.give')}</Button>
            <ButtonLink href={back}>{t('ui.back')}</ButtonLink>
          </FormActions>
        </Form>
      )}
    </Narrow>
  )
}

function WayUp({ t, back, number, here }: Around & { here: string }) {
  return <Crumbs label={t('operator.way_up')} items={[{ label: number, href: back }, { label: here }]} />
}
