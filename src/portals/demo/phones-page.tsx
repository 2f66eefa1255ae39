import type { Say } from '../../kit/text/messages.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Narrow, Section } from '../ui/layout.tsx'
import { Crumbs } from '../ui/navigation.tsx'
import { EmptyState, Notice } from '../ui/notice.tsx'
import { Code } from '../ui/price.tsx'
import { Table } from '../ui/table.tsx'
import type { CastRole } from '../web/market.ts'
import { phoneHref, routes } from './routes.ts'

export interface PhoneLine {
  /** E.164. */
  number: string
  count: number
  latest: { text: string; at: Date } | undefined
}

export interface CastLine extends PhoneLine {
  name: string
  role: CastRole
}

export interface PhonesView {
  t: Say
  now: Date
  cast: readonly CastLine[]
  others: readonly PhoneLine[]
  firstShop: string
  hidden: Readonly<Record<string, string>>
}

const STEPS = ['buy', 'pack', 'ride', 'door', 'operate'] as const

/** All simulated phones: who lends theirs, what to try, and every other number that got something. */
export function PhonesPage({ view }: { view: PhonesView }) {
  const { t, cast, others } = view
  return (
    <>
      <h1>{t('demo.title')}</h1>
      <Simulator t={t} />
      <Section title={t('demo.try')}>
        <ol class="numbered">
          {STEPS.map((step) => (
            <li key={step}>
              {t.parts(`demo.try.${step}`, {
                link: (
                  <a key="link" href={step === 'buy' ? `/s/${view.firstShop}` : LINKS[step]}>
                    {t(`demo.try.${step}.link`)}
                  </a>
                ),
              })}
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t('demo.cast')}>
        <Table
          caption={t('demo.cast')}
          hideCaption
          columns={[
            { key: 'name', label: t('demo.name') },
            { key: 'role', label: t('demo.role') },
            { key: 'phone', label: t('demo.phone') },
            { key: 'messages', label: t('demo.messages') },
            { key: 'act', label: '' },
          ]}
          rows={cast.map((one) => ({
            id: one.number,
            cells: {
              name: (
                <a href={phoneHref(one.number)} dir="auto">
                  {one.name}
                </a>
              ),
              role: t(`demo.role.${one.role}`),
              phone: <Code>{t.phone(one.number)}</Code>,
              messages: countOf(t, one.count),
              act: (
                <Form action={routes.hand.href({ number: one.number.replace('+', '') })} hidden={view.hidden} inline>
                  <Button kind="quiet">{t('demo.sign_in')}</Button>
                </Form>
              ),
            },
          }))}
        />
      </Section>
      <p>
        <a href={routes.mails.href()}>{t('demo.mails')}</a>
      </p>
      <Section title={t('demo.pay')}>
        <p>{t('demo.pay.words')}</p>
        <ul>
          {PLACES.map(([name, href]) => (
            <li key={name}>
              <a href={href}>{t(`demo.pay.${name}`)}</a>
            </li>
          ))}
        </ul>
      </Section>
      {others.length > 0 && (
        <Section title={t('demo.others')}>
          <ul class="rows">
            {others.map(({ number, count, latest }) => (
              <li key={number}>
                <a href={phoneHref(number)}>
                  <span class="grow">
                    <Code>{t.phone(number)}</Code>
                    <small dir="auto">{latest?.text.slice(0, 60)}</small>
                  </span>
                  <small>
                    {countOf(t, count)}
                    {latest && ` · ${t.relative(latest.at, view.now)}`}
                  </small>
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

const LINKS = {
  pack: '/sell',
  ride: '/ride',
  door: '/orders',
  operate: '/operate',
} as const

/** Where what a rail shows is paid: simulated shops and bank apps. */
const PLACES = [
  ['jazzcash', '/rails/jazzcash/counter'],
  ['easypaisa', '/rails/easypaisa/shop'],
  ['raast', '/rails/raast/app'],
  ['bank', '/rails/bank/app'],
] as const

const countOf = (t: Say, count: number) => (count === 0 ? t('demo.no_messages') : t('demo.count', { count }))

function Simulator({ t }: { t: Say }) {
  return (
    <Notice tone="wait" title={t('demo.simulator')}>
      <p>{t('demo.simulator.words')}</p>
    </Notice>
  )
}

export interface PhoneView {
  t: Say
  now: Date
  number: string
  name: string | undefined
  messages: readonly { text: string; at: Date; segments: number }[]
  hidden: Readonly<Record<string, string>>
}

/** What lies on one phone, the newest first. */
export function PhonePage({ view }: { view: PhoneView }) {
  const { t, now, number, name, messages } = view
  return (
    <Narrow>
      <Crumbs
        label={t('demo.title')}
        items={[{ label: t('demo.title'), href: routes.phones.href() }, { label: name ?? t.phone(number) }]}
      />
      <h1>{name ? t('demo.phone_of', { name }) : <Code>{t.phone(number)}</Code>}</h1>
      <Simulator t={t} />
      <div class="actions">
        <ButtonLink href={phoneHref(number)} icon="again">
          {t('demo.refresh')}
        </ButtonLink>
        <Form action={routes.hand.href({ number: number.replace('+', '') })} hidden={view.hidden} inline>
          <Button>{t('demo.sign_in')}</Button>
        </Form>
      </div>
      <Form action={routes.texts.href({ number: number.replace('+', '') })} hidden={view.hidden}>
        <Field t={t} name="text" label={t('demo.write')} hint={t('demo.write.hint')} maxLength={400} dir="auto" />
        <Button>{t('demo.write.send')}</Button>
      </Form>
      {messages.length === 0 ? (
        <EmptyState icon="chat" title={t('demo.empty')}>
          <p>{t('demo.empty.words')}</p>
        </EmptyState>
      ) : (
        <ol class="bubbles">
          {messages.map(({ text, at, segments }, index) => (
            <li key={`${at.getTime()}-${index}`}>
              <p dir="auto">{text}</p>
              <small>
                {t.relative(at, now)} · {t('demo.segments', { count: segments })}
              </small>
            </li>
          ))}
        </ol>
      )}
    </Narrow>
  )
}
