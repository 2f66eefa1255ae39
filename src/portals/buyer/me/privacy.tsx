import {
  assertProved,
  CONSENT_PURPOSES,
  type ConsentPurpose,
  consentsOf,
  erasePerson,
  giveConsent,
  type Look,
  listAccess,
  withdrawConsent,
} from '../../../domains/identity/identity.ts'
import { isOver, listMyOrders } from '../../../domains/orders/orders.ts'
import { readWallet } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel } from '../../ui/layout.tsx'
import { Badge, EmptyState, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { answerForm, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere, sessionHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { BackToMe, OwnPage } from './me-page.tsx'
import { withProof } from './proof.tsx'
import { forgetVisitor } from './sign-in.tsx'

export async function showConsents(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market, t } = c.var.visit
  const given = await market.db.read((tx) => consentsOf(tx, person))
  const hidden = formFields(c)
  const title = t('buyer.consents.title')
  return page(
    c,
    { title },
    <OwnPage t={t} title={title}>
      <p>{t('buyer.consents.words')}</p>
      {CONSENT_PURPOSES.map((purpose) => (
        <Consent
          key={purpose}
          t={t}
          purpose={purpose}
          isGiven={given.some((consent) => consent.purpose === purpose)}
          hidden={hidden}
        />
      ))}
    </OwnPage>,
  )
}

interface ConsentProps {
  t: Say
  purpose: ConsentPurpose
  isGiven: boolean
  hidden: Readonly<Record<string, string>>
}

function Consent({ t, purpose, isGiven, hidden }: ConsentProps) {
  return (
    <Panel>
      <h2>{t(`buyer.consent.${purpose}`)}</h2>
      <p>{t(`buyer.consent.${purpose}.words`)}</p>
      <p>
        <Badge tone={isGiven ? 'trust' : 'quiet'}>{t(isGiven ? 'buyer.consents.yes' : 'buyer.consents.no')}</Badge>
      </p>
      {purpose === 'trade' ? (
        <p class="facts">{t('buyer.consents.needed')}</p>
      ) : (
        <Form action={routes.consents.href()} hidden={{ ...hidden, purpose, do: isGiven ? 'withdraw' : 'give' }}>
          <Button kind="quiet">{t(isGiven ? 'buyer.consents.withdraw' : 'buyer.consents.give')}</Button>
        </Form>
      )}
    </Panel>
  )
}

export async function changeConsent(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const form = await readForm(c)
  const purpose = CONSENT_PURPOSES.find((known) => known === form.text('purpose'))
  if (!purpose) throw new Refusal('invalid', 'requests.unreadable')
  await c.var.visit.market.db.tx((tx) =>
    form.text('do') === 'give' ? giveConsent(tx, person, purpose, 'me-page') : withdrawConsent(tx, person, purpose),
  )
  return c.redirect(routes.consents.href(), 303)
}

const SETTLE_MS = 10_000
const LOOKS_A_PAGE = 50
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Who looked at the person's data and why: every look, by everybody. */
export async function showLooks(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market, t, now } = c.var.visit
  const asked = c.req.query('before') ?? ''
  const before = UUID.test(asked) ? asked : undefined
  const looks = await market.db.read((tx) => listAccess(tx, person, before))
  const groups = alike(looks)
  const last = looks.length === LOOKS_A_PAGE ? looks.at(-1) : undefined
  return page(
    c,
    { title: t('buyer.looks.title') },
    <>
      <h1>{t('buyer.looks.title')}</h1>
      <p>{t('buyer.looks.words')}</p>
      {looks.length === 0 ? (
        <EmptyState icon="eye" title={t('buyer.looks.empty')} />
      ) : (
        <Table
          caption={t('buyer.looks.title')}
          hideCaption
          columns={[
            { key: 'who', label: t('buyer.looks.who') },
            { key: 'why', label: t('buyer.looks.why') },
            { key: 'what', label: t('buyer.looks.what') },
            { key: 'when', label: t('buyer.looks.when') },
          ]}
          rows={groups.map((group) => ({ id: group.look.access_id, cells: lookCells(t, group, now) }))}
        />
      )}
      {last && (
        <p>
          <a href={routes.looks.href({ before: last.access_id })}>{t('buyer.looks.older')}</a>
        </p>
      )}
      <BackToMe t={t} />
    </>,
  )
}

interface AlikeLooks {
  /** The newest of them. */
  look: Look
  count: number
}

/** Looks in a row by the same one for the same reason are one line, so that the odd one is not lost among them. */
function alike(looks: readonly Look[]): AlikeLooks[] {
  const groups: AlikeLooks[] = []
  for (const look of looks) {
    const last = groups.at(-1)
    if (last && kindOf(last.look) === kindOf(look)) last.count++
    else groups.push({ look, count: 1 })
  }
  return groups
}

function kindOf({ by, shop_id, purpose, fields }: Look): string {
  return [by, shop_id, purpose, ...fields].join(' ')
}

function lookCells(t: Say, { look, count }: AlikeLooks, now: Date) {
  return {
    who: t(`buyer.by.${look.by}`, { shop: look.shop_name ?? '' }),
    why: t.maybe(`buyer.why.${look.purpose}`) ?? look.purpose,
    what: t.list(look.fields.map((field) => t.maybe(`buyer.what.${field}`) ?? field)),
    when:
      count === 1
        ? t.moment(look.looked_at, now)
        : t('buyer.looks.times', { count, when: t.moment(look.looked_at, now) }),
  }
}

export function askLeave(c: PageContext): Response {
  personHere(c)
  return leavePage(c, undefined)
}

function leavePage(c: PageContext, error: string | undefined): Response {
  const { t } = c.var.visit
  return page(
    c,
    { title: t('buyer.leave.title'), status: error ? 422 : 200 },
    <>
      <ErrorSummary t={t} errors={error ? [{ field: 'yes', message: error }] : []} />
      <OwnPage t={t} title={t('buyer.leave.title')}>
        <Notice tone="stop">
          <p>{t('buyer.leave.words')}</p>
        </Notice>
        <Form action={routes.leave.href()} hidden={formFields(c)}>
          <Checkbox t={t} name="yes" label={t('buyer.leave.yes')} error={error} />
          <FormActions>
            <Button kind="stop">{t('buyer.leave.do')}</Button>
          </FormActions>
        </Form>
      </OwnPage>
    </>,
  )
}

/** Erases the person, once they have proved themselves and nothing of theirs is still on its way. */
export async function leave(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const session = sessionHere(c)
  const { market, t, now } = c.var.visit
  const form = await readForm(c)
  if (form.text('yes') !== 'yes') return leavePage(c, t('buyer.leave.yes_first'))
  return withProof(c, routes.leave.href(), async () => {
    assertProved(session, now)
    return answerForm(
      async () => {
        // The list of orders is told by events: before it decides, it must have heard of all of them.
        if (!(await market.runner.settled(SETTLE_MS))) throw new Refusal('unavailable', 'buyer.leave.later')
        await market.db.tx(async (tx) => {
          const orders = await listMyOrders(tx, person, { before: new Date(tx.now.getTime() + 1), limit: 100 })
          if (orders.some(({ state }) => !isOver(state))) throw new Refusal('conflict', 'buyer.leave.open_orders')
          const wallet = await readWallet(tx, person, 1)
          const isMoving = wallet.asked.some(({ state }) => state === 'asked')
          if (wallet.money_paisa > 0n || isMoving) throw new Refusal('conflict', 'payments.wallet_not_empty')
          await erasePerson(tx, person)
        })
        forgetVisitor(c)
        return c.redirect(routes.home.href(), 303)
      },
      (refusal) => leavePage(c, refusalWords(t, refusal)),
    )
  })
}
