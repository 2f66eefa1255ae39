import type { ShopRole, ShopTask } from '../../../domains/identity/identity.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Checkbox, Radios } from '../../ui/choices.tsx'
import { Field, FieldError } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { Badge, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'

export interface MemberView {
  id: string
  name: string
  phone: string
  role: ShopRole
  tasks: string
  until: string | undefined
  /** Where the delegation is ended; nothing for an owner. */
  endAction: string | undefined
  isMe: boolean
}

/** Something that somebody did for the shop. */
export interface ActView {
  id: string
  who: string
  what: string
  href: string
  when: string
}

export interface PeopleView {
  t: Say
  members: readonly MemberView[]
  acts: readonly ActView[]
  /** Only an owner adds people. */
  mayAdd: boolean
  kept: { phone: string; role: string; tasks: readonly string[]; until: string }
  today: string
  wrong?: Wrong | undefined
  saved: boolean
  hidden: Readonly<Record<string, string>>
  links: { add: string; shop: string }
}

/** What a helper or staff can be given. Money is for staff only. */
export const GIVEN_TASKS = ['listings', 'orders', 'shop', 'money'] as const satisfies readonly ShopTask[]

/** Who acts for the shop, what they did, and how somebody is added. */
export function PeoplePage(view: PeopleView) {
  const { t, members, acts, wrong, saved, hidden } = view
  return (
    <>
      <h1>{t('seller.people.title')}</h1>
      {saved && (
        <Notice tone="good">
          <p>{t('seller.saved')}</p>
        </Notice>
      )}
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <Table
        caption={t('seller.people.title')}
        hideCaption
        columns={[
          { key: 'who', label: t('seller.people.who') },
          { key: 'may', label: t('seller.people.may') },
          { key: 'until', label: t('seller.people.until') },
          { key: 'act', label: '' },
        ]}
        rows={members.map((member) => ({
          id: member.id,
          cells: {
            who: (
              <>
                <span dir="auto">{member.name}</span>{' '}
                <small class="facts">
                  <Code>{member.phone}</Code>
                </small>{' '}
                <Badge tone={member.role === 'owner' ? 'trust' : 'quiet'}>
                  {t(`seller.people.role.${member.role}`)}
                </Badge>
              </>
            ),
            may: member.tasks,
            until: member.until ?? t('seller.people.always'),
            act: member.endAction && (
              <Form action={member.endAction} hidden={hidden} inline>
                <Button kind="quiet" icon="cross">
                  {t(member.isMe ? 'seller.people.leave' : 'seller.people.end')}
                </Button>
              </Form>
            ),
          },
        }))}
      />
      {view.mayAdd && <AddMember {...view} />}
      <Section title={t('seller.people.acts')}>
        {acts.length === 0 ? (
          <p>{t('seller.people.acts.none')}</p>
        ) : (
          <Table
            caption={t('seller.people.acts')}
            hideCaption
            columns={[
              { key: 'what', label: t('seller.people.what') },
              { key: 'who', label: t('seller.people.who') },
              { key: 'when', label: t('seller.import.when') },
            ]}
            rows={acts.map(({ id, who, what, href, when }) => ({
              id,
              cells: {
                what: (
                  <a href={href} dir="auto">
                    {what}
                  </a>
                ),
                who: <span dir="auto">{who}</span>,
                when,
              },
            }))}
          />
        )}
      </Section>
    </>
  )
}

function AddMember({ t, kept, today, wrong, hidden, links }: PeopleView) {
  const errorAt = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  const tasksWrong = errorAt('task')
  return (
    <Section title={t('seller.people.add')}>
      <Narrow>
        <p>{t('seller.people.add.words')}</p>
        <Form action={links.add} hidden={hidden}>
          <Field
            t={t}
            name="phone"
            type="tel"
            inputMode="tel"
            label={t('seller.people.phone')}
            hint={'0300\u00a01234567'}
            value={kept.phone}
            error={errorAt('phone')}
            letters={20}
            dir="ltr"
          />
          <Radios
            t={t}
            name="role"
            legend={t('seller.people.as')}
            value={kept.role}
            error={errorAt('role')}
            options={[
              { value: 'helper', label: t('seller.people.role.helper'), hint: t('seller.people.helper.hint') },
              { value: 'staff', label: t('seller.people.role.staff'), hint: t('seller.people.staff.hint') },
            ]}
          />
          <fieldset class={tasksWrong ? 'field wrong' : 'field'}>
            <legend>{t('seller.people.tasks')}</legend>
            {tasksWrong && <FieldError t={t} name="task" error={tasksWrong} />}
            <div id="task">
              {GIVEN_TASKS.map((task) => (
                <Checkbox
                  key={task}
                  t={t}
                  name={`task.${task}`}
                  label={t(`seller.task.${task}`)}
                  hint={task === 'money' ? t('seller.task.money.hint') : undefined}
                  checked={kept.tasks.includes(task)}
                />
              ))}
            </div>
          </fieldset>
          <Field
            t={t}
            name="until"
            type="date"
            label={t('seller.people.last_day')}
            hint={t('seller.people.last_day.hint', { today })}
            value={kept.until}
            error={errorAt('until')}
            letters={20}
            optional
          />
          <FormActions>
            <Button kind="act">{t('seller.people.add.do')}</Button>
            <ButtonLink href={links.shop}>{t('seller.back')}</ButtonLink>
          </FormActions>
        </Form>
      </Narrow>
    </Section>
  )
}
