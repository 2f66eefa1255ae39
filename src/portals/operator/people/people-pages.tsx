import type { MarketRole, ShopRole } from '../../../domains/identity/identity.ts'
import { type Locale, SCRIPTS } from '../../../kit/text/locale.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, Section, TwoColumns } from '../../ui/layout.tsx'
import { Crumbs } from '../../ui/navigation.tsx'
import { Badge, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { Changes, type ChangeView } from '../money/changes.tsx'
import { routes } from '../routes.ts'
import { Goodwill, type GoodwillView } from './goodwill.tsx'

export interface PeopleProps {
  t: Say
  lists: readonly { role: MarketRole; people: readonly { id: string; name: string; since: string }[] }[]
  hidden: Readonly<Record<string, string>>
  phone: string
  error: string | undefined
}

/** A person by number, and who has a role here. */
export function PeoplePage({ t, lists, hidden, phone, error }: PeopleProps) {
  return (
    <>
      <h1>{t('operator.nav.people')}</h1>
      {error && <ErrorSummary t={t} errors={[{ field: 'phone', message: error }]} />}
      <Form action={routes.people.href()} hidden={hidden}>
        <Field
          t={t}
          name="phone"
          type="tel"
          label={t('operator.people.phone')}
          hint={t('operator.looks_logged')}
          value={phone}
          error={error}
          letters={20}
          dir="ltr"
          autoComplete="off"
        />
        <Button kind="act" icon="search">
          {t('operator.do.find')}
        </Button>
      </Form>
      {lists.map(({ role, people }) => (
        <Section key={role} title={t(`operator.people.${role}s`)}>
          <Table
            caption={t(`operator.people.${role}s`)}
            hideCaption
            columns={[
              { key: 'name', label: t('operator.people.name') },
              { key: 'since', label: t('operator.people.since') },
            ]}
            rows={people.map(({ id, name, since }) => ({
              id,
              cells: {
                name: (
                  <a href={routes.person.href({ person: id })} dir="auto">
                    {name || t('operator.people.no_name')}
                  </a>
                ),
                since,
              },
            }))}
          />
        </Section>
      ))}
    </>
  )
}

export interface PersonProps {
  t: Say
  person: {
    id: string
    name: string | null
    phone: string
    language: Locale
    roles: readonly MarketRole[]
    isSelf: boolean
    shops: readonly { id: string; name: string; role: ShopRole }[]
  }
  allRoles: readonly MarketRole[]
  /** That this person becomes an operator, while it waits for a second one. */
  changes: readonly ChangeView[]
  goodwill: GoodwillView
  /** Credit was just given. */
  isGiven: boolean
  hidden: Readonly<Record<string, string>>
}

/** One person: what they may do here, and what helps when a phone is lost or stolen. */
export function PersonPage({ t, person, allRoles, changes, goodwill, isGiven, hidden }: PersonProps) {
  const name = person.name ?? t('operator.people.no_name')
  return (
    <>
      <Crumbs
        label={t('operator.way_up')}
        items={[{ label: t('operator.nav.people'), href: routes.people.href() }, { label: name }]}
      />
      {goodwill.wrong && <ErrorSummary t={t} errors={[goodwill.wrong]} />}
      <h1 dir="auto">{name}</h1>
      {isGiven && (
        <Notice tone="good">
          <p>{t('operator.goodwill.done')}</p>
        </Notice>
      )}
      <TwoColumns
        narrow="end"
        main={
          <>
            <Notice tone="info">{t('operator.looks_logged')}</Notice>
            <Facts
              rows={[
                {
                  label: t('operator.people.phone'),
                  value: (
                    <a href={`tel:${person.phone}`}>
                      <Code>{t.phone(person.phone)}</Code>
                    </a>
                  ),
                },
                {
                  label: t('operator.people.language'),
                  value: <span lang={SCRIPTS[person.language].html}>{SCRIPTS[person.language].name}</span>,
                },
                {
                  label: t('operator.nav.shops'),
                  value:
                    person.shops.length === 0
                      ? t('operator.none')
                      : person.shops.map((shop) => (
                          <div key={shop.id}>
                            <a href={routes.shop.href({ shop: shop.id })} dir="auto">
                              {shop.name}
                            </a>{' '}
                            · {t(`operator.people.as.${shop.role}`)}
                          </div>
                        )),
                },
              ]}
            />
            <Section title={t('operator.people.roles')}>
              <Changes t={t} changes={changes} hidden={hidden} />
              <p>{t('payouts.change.operators')}</p>
              <Table
                caption={t('operator.people.roles')}
                hideCaption
                columns={[
                  { key: 'role', label: t('operator.people.role') },
                  { key: 'has', label: t('operator.people.has') },
                  { key: 'act', label: '' },
                ]}
                rows={allRoles.map((role) => ({
                  id: role,
                  cells: {
                    role: t(`operator.people.role.${role}`),
                    has: person.roles.includes(role) ? (
                      <Badge tone="trust" icon="check">
                        {t('ui.yes')}
                      </Badge>
                    ) : (
                      t('ui.no')
                    ),
                    act: <RoleForm t={t} role={role} person={person} hidden={hidden} />,
                  },
                }))}
              />
            </Section>
          </>
        }
        side={<Side t={t} person={person} goodwill={goodwill} hidden={hidden} />}
      />
    </>
  )
}

function Side({ t, person, goodwill, hidden }: Omit<PersonProps, 'allRoles' | 'changes' | 'isGiven'>) {
  const at = { person: person.id }
  return (
    <>
      <Goodwill t={t} id={person.id} view={goodwill} hidden={hidden} />
      <Panel>
        <h2>{t('operator.people.lost')}</h2>
        <p>{t('operator.people.sessions.words')}</p>
        <Form action={routes.sessions.href(at)} hidden={hidden}>
          <Button icon="out">{t('operator.do.end_sessions')}</Button>
        </Form>
        <p>{t('operator.people.factors.words')}</p>
        <Form action={routes.factors.href(at)} hidden={hidden}>
          <Button icon="lock">{t('operator.do.forget_factors')}</Button>
        </Form>
      </Panel>
    </>
  )
}

function RoleForm({ t, role, person, hidden }: Pick<PersonProps, 't' | 'person' | 'hidden'> & { role: MarketRole }) {
  const has = person.roles.includes(role)
  if (has && person.isSelf && role === 'operator') return <small>{t('operator.people.own_role')}</small>
  return (
    <Form action={routes.role.href({ person: person.id })} hidden={{ ...hidden, role }}>
      <Button kind="quiet" name="change" value={has ? 'end' : 'give'}>
        {t(has ? 'operator.do.end_role' : 'operator.do.give_role')}
      </Button>
    </Form>
  )
}
