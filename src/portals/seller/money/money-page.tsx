import type { ComponentChildren } from 'preact'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { Badge, EmptyState, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { AmountInWords, Code, Rupees } from '../../ui/price.tsx'
import { Figures, Table } from '../../ui/table.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'
import type { MoneyPlace } from './money-sums.ts'
import { type PayoutLine, PayoutTable } from './payout-table.tsx'

export interface MoneyRowView {
  id: string
  href: string
  number: string
  place: MoneyPlace
  /** What it waits for, or when it moved. */
  why: string
  paidPaisa: bigint
  takenPaisa: bigint | undefined
  earnedPaisa: bigint | undefined
}

/** Earned for an order besides its sale. */
export interface ExtraRowView {
  id: string
  href: string
  number: string
  place: MoneyPlace
  why: string
  paisa: bigint
}

export interface MoneyView {
  t: Say
  figures: readonly { label: string; value: string }[]
  readyPaisa: bigint
  account: { kind: 'bank' | 'wallet'; tail: string; waits: string | undefined } | undefined
  /** Only owners set where money goes. */
  accountHref: string | undefined
  rows: readonly MoneyRowView[]
  extras: readonly ExtraRowView[]
  payouts: readonly PayoutLine[]
  saved: boolean
  refused?: string | undefined
  /** When money comes, what holds it, and what is owed. */
  payoutParts?: ComponentChildren
  /** Every rupee, month by month; the shop's own codes; its taxes. */
  links: { passbook: string; codes: string; taxes: string; data: string }
}

/** What is held and why, what was taken, what was earned, and where it went. */
export function MoneyPage({
  t,
  figures,
  readyPaisa,
  account,
  accountHref,
  rows,
  extras,
  payouts,
  saved,
  refused,
  payoutParts,
  links,
}: MoneyView) {
  return (
    <>
      <h1>{t('seller.money.title')}</h1>
      {saved && (
        <Notice tone="good">
          <p>{t('seller.saved')}</p>
        </Notice>
      )}
      {refused && <Notice tone="stop">{refused}</Notice>}
      <Figures figures={figures} />
      {readyPaisa > 0n && (
        <p>
          {t('seller.money.ready.words')} <AmountInWords t={t} paisa={readyPaisa} />
        </p>
      )}
      <nav class="facet-bar" aria-label={t('seller.money.title')}>
        <a class="chip" href={links.passbook}>
          {t('passbook.link')}
        </a>
        <a class="chip" href={links.codes}>
          {t('seller.codes.title')}
        </a>
        <a class="chip" href={links.taxes}>
          {t('seller.taxes.title')}
        </a>
        <a class="chip" href={links.data}>
          {t('exports.title')}
        </a>
      </nav>
      <Account t={t} account={account} accountHref={accountHref} />
      {payoutParts}
      {rows.length === 0 ? (
        <EmptyState icon="cash" title={t('seller.money.none')}>
          <p>{t('seller.money.none.detail')}</p>
        </EmptyState>
      ) : (
        <Section title={t('seller.money.by_order')}>
          <Table
            caption={t('seller.money.by_order')}
            hideCaption
            columns={[
              { key: 'order', label: t('seller.money.order') },
              { key: 'where', label: t('seller.money.where') },
              { key: 'paid', label: t('seller.money.buyer_pays'), number: true },
              { key: 'taken', label: t('seller.money.taken'), number: true },
              { key: 'earned', label: t('seller.orders.you_get'), number: true },
            ]}
            rows={rows.map((row) => ({
              id: row.id,
              cells: {
                order: (
                  <a href={row.href}>
                    <Code>{row.number}</Code>
                  </a>
                ),
                where: (
                  <span>
                    <Badge tone={TONES[row.place]}>{t(`seller.money.place.${row.place}`)}</Badge>{' '}
                    <small class="facts">{row.why}</small>
                  </span>
                ),
                paid: <Rupees t={t} paisa={row.paidPaisa} />,
                taken: row.takenPaisa === undefined ? '' : <Rupees t={t} paisa={-row.takenPaisa} />,
                earned: row.earnedPaisa === undefined ? '' : <Rupees t={t} paisa={row.earnedPaisa} />,
              },
            }))}
          />
        </Section>
      )}
      <Extras t={t} extras={extras} />
      <PayoutTable t={t} payouts={payouts} />
    </>
  )
}

/** What carriers paid for, and chargebacks that were won. */
function Extras({ t, extras }: Pick<MoneyView, 't' | 'extras'>) {
  if (extras.length === 0) return null
  return (
    <Section title={t('seller.money.extras')}>
      <Table
        caption={t('seller.money.extras')}
        hideCaption
        columns={[
          { key: 'order', label: t('seller.money.order') },
          { key: 'where', label: t('seller.money.where') },
          { key: 'paisa', label: t('seller.orders.you_get'), number: true },
        ]}
        rows={extras.map(({ id, href, number, place, why, paisa }) => ({
          id,
          cells: {
            order: (
              <a href={href}>
                <Code>{number}</Code>
              </a>
            ),
            where: (
              <span>
                <Badge tone={TONES[place]}>{t(`seller.money.place.${place}`)}</Badge> <small class="facts">{why}</small>
              </span>
            ),
            paisa: <Rupees t={t} paisa={paisa} />,
          },
        }))}
      />
    </Section>
  )
}

const TONES = {
  promised: 'quiet',
  held: 'trust',
  collected: 'quiet',
  waits: 'act',
  ready: 'act',
  in_payout: 'trust',
  returned: 'stop',
  void: 'quiet',
} as const

function Account({ t, account, accountHref }: Pick<MoneyView, 't' | 'account' | 'accountHref'>) {
  if (!account) {
    return (
      <Notice tone="wait" title={t('seller.todo.account')}>
        <p>{t(accountHref ? 'seller.account.missing' : 'seller.account.missing.owner')}</p>
        {accountHref && (
          <p>
            <ButtonLink kind="act" icon="bank" href={accountHref}>
              {t('seller.account.add')}
            </ButtonLink>
          </p>
        )}
      </Notice>
    )
  }
  return (
    <Notice tone="info" title={t(`seller.account.goes.${account.kind}`, { tail: account.tail })}>
      {account.waits && <p>{t('seller.account.waits', { when: account.waits })}</p>}
      {accountHref && (
        <p>
          <a href={accountHref}>{t('seller.account.change')}</a>
        </p>
      )}
    </Notice>
  )
}

export interface AccountView {
  t: Say
  kind: 'bank' | 'wallet' | undefined
  account: string
  title: string
  isChange: boolean
  wrong?: Wrong | undefined
  hidden: Readonly<Record<string, string>>
  links: { save: string; money: string }
}

/** Where earnings are sent. Asked after a fresh proof, because a thief would begin here. */
export function AccountPage({ t, kind, account, title, isChange, wrong, hidden, links }: AccountView) {
  const errorAt = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  return (
    <Narrow>
      <h1>{t('seller.todo.account')}</h1>
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      {isChange && (
        <Notice tone="wait">
          <p>{t('seller.account.cooling')}</p>
        </Notice>
      )}
      <Form action={links.save} hidden={hidden}>
        <Radios
          t={t}
          name="kind"
          legend={t('seller.account.kind')}
          value={kind}
          error={errorAt('kind')}
          options={[
            {
              value: 'wallet',
              label: t('seller.account.wallet'),
              hint: t('seller.account.wallet.hint'),
              icon: 'wallet',
            },
            { value: 'bank', label: t('seller.account.bank'), hint: t('seller.account.bank.hint'), icon: 'bank' },
          ]}
        />
        <Field
          t={t}
          name="account"
          label={t('seller.account.number')}
          hint={t('seller.account.number.hint')}
          value={account}
          error={errorAt('account')}
          dir="ltr"
          maxLength={40}
          autoComplete="off"
        />
        <Field
          t={t}
          name="title"
          label={t('seller.account.title')}
          hint={t('seller.account.title.hint')}
          value={title}
          error={errorAt('title')}
          maxLength={60}
          dir="auto"
        />
        <FormActions>
          <Button kind="act">{t('seller.account.save')}</Button>
          <ButtonLink href={links.money}>{t('seller.back')}</ButtonLink>
        </FormActions>
      </Form>
    </Narrow>
  )
}
