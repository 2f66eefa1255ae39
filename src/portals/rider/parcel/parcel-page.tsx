import type { Say } from '../../../kit/text/messages.ts'
import { BankNotes } from '../../ui/bank-notes.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Narrow, Panel, Section } from '../../ui/layout.tsx'
import { Crumbs } from '../../ui/navigation.tsx'
import { Badge, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { AmountInWords, Code, Rupees } from '../../ui/price.tsx'
import { routes } from '../routes.ts'
import { wayOf } from './action.ts'
import type { ParcelView } from './parcel-view.ts'

/** One parcel, one action at a time. The address and the button are large enough for the sun. */
export function ParcelPage({ view }: { view: ParcelView }) {
  const { t, problem, label } = view
  return (
    <Narrow>
      <Crumbs
        label={t('rider.parcel.way_up')}
        items={[{ label: t('rider.nav.rounds'), href: routes.rounds.href() }, { label }]}
      />
      {problem &&
        (problem.field ? (
          <ErrorSummary t={t} errors={[{ field: problem.field, message: problem.words }]} />
        ) : (
          <Notice tone="stop">{problem.words}</Notice>
        ))}
      <h1>{titleOf(view)}</h1>
      <Place view={view} />
      <Money view={view} />
      <Action view={view} />
      <Goods view={view} />
    </Narrow>
  )
}

/** What is to be done, as the page's title. */
export function titleOf({ t, action, ended, shop, to }: ParcelView): string {
  const shopName = { shop: shop.name }
  switch (action) {
    case 'take':
      return t('rider.title.take', shopName)
    case 'pick_up':
      return t('rider.title.pick_up', shopName)
    case 'go_out':
    case 'arrive':
      return t('rider.title.bring', { name: to?.name ?? '' })
    case 'open':
      return t('rider.title.open')
    case 'release':
      return t('rider.title.release')
    case 'start_return':
    case 'give_back':
      return t('rider.title.back', shopName)
    default:
      return t(`rider.ended.${ended ?? 'delivered'}`)
  }
}

function Place({ view }: { view: ParcelView }) {
  const { t, shop, to, action, toCity, knock } = view
  const way = wayOf(action)
  if (way === 'none') return null
  if (way === 'bring' && to) {
    return (
      <>
        <address class="where">
          {action !== 'go_out' && action !== 'arrive' && <Line strong words={to.name} />}
          <Line words={to.street} />
          <Line strong words={to.landmark} />
          <Line words={to.area ? `${to.area}${t.locale === 'ur' ? '،' : ','} ${toCity}` : toCity} />
        </address>
        {knock > 1 && (
          <p>
            <Badge tone="stop" icon="clock">
              {t('rider.knock', { number: knock })}
            </Badge>
          </p>
        )}
        <p>
          <Call t={t} phone={to.phone} />
        </p>
      </>
    )
  }
  return (
    <>
      <address class="where">
        <Line words={shop.place} />
      </address>
      {action === 'take' && <p>{t('rider.goes_to', { city: toCity })}</p>}
      {shop.phone && (
        <p>
          <Call t={t} phone={shop.phone} />
        </p>
      )}
    </>
  )
}

/** A line of an address: it begins where the page does, in whatever script it is written. */
function Line({ words, strong }: { words: string; strong?: boolean }) {
  if (words === '') return null
  return (
    <span>
      {strong ? (
        <b>
          <bdi>{words}</bdi>
        </b>
      ) : (
        <bdi>{words}</bdi>
      )}
    </span>
  )
}

function Call({ t, phone }: { t: Say; phone: string }) {
  return (
    <ButtonLink href={`tel:${phone}`} icon="phone" wide>
      {t.parts('rider.call', { phone: <Code key="phone">{t.phone(phone)}</Code> })}
    </ButtonLink>
  )
}

/** The cash, large, in digits, in words and in notes: it is taken before the second code. */
function Money({ view }: { view: ParcelView }) {
  const { t, action, cash_paisa, ended } = view
  if (wayOf(action) === 'back' || ended === 'back' || ended === 'cancelled') return null
  if (cash_paisa === 0n) {
    return action === 'over' ? null : (
      <Notice tone="good" title={t('rider.cash.none')}>
        {action === 'release' && <p>{t('rider.cash.none.words')}</p>}
      </Notice>
    )
  }
  const amount = <Rupees key="amount" t={t} paisa={cash_paisa} />
  if (action === 'release') {
    return (
      <Panel>
        <p class="much-cash">{t.parts('rider.cash.first', { amount })}</p>
        <p>
          <AmountInWords t={t} paisa={cash_paisa} />
        </p>
        <BankNotes paisa={cash_paisa} />
      </Panel>
    )
  }
  return (
    <p>
      <Icon name="cash" /> {t.parts(action === 'over' ? 'rider.cash.taken' : 'rider.cash.later', { amount })}
      {' · '}
      <AmountInWords t={t} paisa={cash_paisa} />
    </p>
  )
}

function Action({ view }: { view: ParcelView }) {
  const { t, action } = view
  switch (action) {
    case 'take':
    case 'pick_up':
    case 'go_out':
    case 'arrive':
    case 'start_return':
      return <StepButton view={view} step={action} />
    case 'open':
      return (
        <>
          <CodeForm view={view} to={routes.opening} />
          <Otherwise view={view} mayLeave />
        </>
      )
    case 'release':
      return (
        <>
          <CodeForm view={view} to={routes.release} />
          <Otherwise view={view} />
        </>
      )
    case 'give_back':
      return <Notice tone="wait" title={t('rider.give_back')} />
    default:
      return (
        <p>
          <ButtonLink kind="act" href={routes.rounds.href()} wide>
            {t('rider.next')}
          </ButtonLink>
        </p>
      )
  }
}

type PlainStep = 'take' | 'pick_up' | 'go_out' | 'arrive' | 'start_return'

function StepButton({ view, step }: { view: ParcelView; step: PlainStep }) {
  const { t, label, hidden } = view
  return (
    <Form action={routes.steps.href({ parcel: label })} hidden={hidden}>
      <Button kind="act" wide name="step" value={step}>
        {t(`rider.do.${step}`)}
      </Button>
    </Form>
  )
}

function CodeForm({ view, to }: { view: ParcelView; to: typeof routes.opening | typeof routes.release }) {
  const { t, label, hidden, problem } = view
  const which = to === routes.opening ? 'open' : 'release'
  return (
    <Form action={to.href({ parcel: label })} hidden={hidden}>
      <Field
        t={t}
        name="code"
        label={t(`rider.code.${which}`)}
        hint={t(`rider.code.${which}.hint`)}
        error={problem?.field === 'code' ? problem.words : undefined}
        inputMode="numeric"
        autoComplete="off"
        letters={6}
        maxLength={12}
        dir="ltr"
      />
      <Button kind="act" wide>
        {t(`rider.do.${which}`)}
      </Button>
    </Form>
  )
}

/** What else can happen at a door. */
function Otherwise({ view, mayLeave }: { view: ParcelView; mayLeave?: boolean }) {
  const { t, label, hidden, lastKnock } = view
  return (
    <Section title={t('rider.otherwise')}>
      <p>
        <ButtonLink href={routes.sendBack.href({ parcel: label })} icon="back" wide>
          {t('rider.do.send_back')}
        </ButtonLink>
      </p>
      {!mayLeave && view.mayKeepSome && (
        <p>
          <ButtonLink href={routes.part.href({ parcel: label })} icon="back" wide>
            {t('rider.do.keep_some')}
          </ButtonLink>
        </p>
      )}
      {mayLeave && (
        <Form action={routes.steps.href({ parcel: label })} hidden={hidden}>
          <Button wide icon="door" name="step" value="nobody_home">
            {t('rider.do.nobody_home')}
          </Button>
          <p class="hint">{t(lastKnock ? 'rider.nobody_home.last' : 'rider.nobody_home.again')}</p>
        </Form>
      )}
    </Section>
  )
}

function Goods({ view }: { view: ParcelView }) {
  const { t, goods, number, label } = view
  return (
    <Section title={t('rider.inside')}>
      <ul>
        {goods.map((line) => (
          <li key={`${line.title}${line.choices}`}>
            <b>{t.number(line.quantity)} ×</b> <bdi>{line.title}</bdi>
            {line.choices && (
              <small>
                {' '}
                · <bdi>{line.choices}</bdi>
              </small>
            )}
          </li>
        ))}
      </ul>
      <p class="facts">
        {t.parts('rider.names', {
          label: <Code key="label">{label}</Code>,
          number: <Code key="number">{number}</Code>,
        })}
      </p>
    </Section>
  )
}
