import type { ComponentChildren } from 'preact'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { Tiles } from '../../ui/navigation.tsx'
import { Code } from '../../ui/price.tsx'
import { routes } from '../routes.ts'

export interface MeView {
  name: string | undefined
  phone: string
  hasShop: boolean
  isRider: boolean
  isOperator: boolean
}

interface Tile {
  href: string
  label: string
  icon: IconName
}

/** A person's own place: what they bought, how we reach them, and who has seen what. */
export function MePage({ t, view, hidden }: { t: Say; view: MeView; hidden: Readonly<Record<string, string>> }) {
  const work: (Tile | false)[] = [
    { href: '/sell', label: t(view.hasShop ? 'ui.rooms.seller' : 'buyer.me.open_shop'), icon: 'shop' },
    view.isRider && { href: '/ride', label: t('buyer.me.ride'), icon: 'bike' },
    view.isOperator && { href: '/operate', label: t('buyer.me.operate'), icon: 'settings' },
  ]
  const data: readonly Tile[] = [
    { href: routes.name.href(), label: t('buyer.me.name'), icon: 'person' },
    { href: routes.language.href(), label: t('buyer.me.language'), icon: 'language' },
    { href: routes.addresses.href(), label: t('buyer.me.addresses'), icon: 'house' },
    { href: routes.devices.href(), label: t('buyer.me.devices'), icon: 'mobile' },
    { href: routes.app.href(), label: t('buyer.me.app'), icon: 'lock' },
    { href: routes.passkeys.href(), label: t('buyer.me.passkeys'), icon: 'lock' },
    { href: routes.consents.href(), label: t('buyer.me.consents'), icon: 'done' },
    { href: routes.looks.href(), label: t('buyer.me.looks'), icon: 'eye' },
    { href: routes.leave.href(), label: t('buyer.me.leave'), icon: 'out' },
  ]
  return (
    <>
      <h1>
        <bdi>{view.name ?? t('buyer.me.title')}</bdi>
      </h1>
      <p>
        <Code>{view.phone}</Code>
      </p>
      <section>
        <Tiles
          items={[
            { href: routes.orders.href(), label: t('buyer.me.orders'), icon: 'parcel' },
            { href: routes.wallet.href(), label: t('wallet.title'), icon: 'wallet' },
            { href: routes.money.href(), label: t('passbook.mine.link'), icon: 'cash' },
            { href: routes.messages.href(), label: t('buyer.me.messages'), icon: 'chat' },
            { href: routes.searches.href(), label: t('search.mine'), icon: 'search' },
          ]}
        />
      </section>
      <Section title={t('buyer.me.work')}>
        <Tiles items={work.filter((tile) => tile !== false)} />
      </Section>
      <Section title={t('buyer.me.data')}>
        <Tiles items={data} />
      </Section>
      <Form action={routes.signOut.href()} hidden={hidden}>
        <Button kind="plain" icon="out">
          {t('buyer.me.sign_out')}
        </Button>
      </Form>
    </>
  )
}

/** A page of one's own place: its title, what it holds, and the way back. */
export function OwnPage({ t, title, children }: { t: Say; title: string; children: ComponentChildren }) {
  return (
    <Narrow>
      <h1>{title}</h1>
      {children}
      <BackToMe t={t} />
    </Narrow>
  )
}

export function BackToMe({ t }: { t: Say }) {
  return (
    <p>
      <a href={routes.me.href()}>{t('buyer.me.back')}</a>
    </p>
  )
}
