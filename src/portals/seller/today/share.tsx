import type { Shop } from '../../../domains/identity/identity.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Section } from '../../ui/layout.tsx'
import type { Visit } from '../../web/visit.ts'
import { routes } from '../routes.ts'

export interface ShareView {
  /** The address of the shop as people type it. */
  address: string
  whatsapp: string
  sms: string
  poster: string
}

/** Where buyers find the shop, and the ways to tell them. */
export function Share({ t, share }: { t: Say; share: ShareView }) {
  return (
    <Section title={t('seller.share.title')}>
      <p>
        {t('seller.share.words')}{' '}
        <b class="web" dir="ltr">
          {share.address}
        </b>
      </p>
      <p>
        <ButtonLink icon="chat" href={share.whatsapp}>
          {t('seller.share.whatsapp')}
        </ButtonLink>{' '}
        <ButtonLink icon="mobile" href={share.sms}>
          {t('seller.share.sms')}
        </ButtonLink>{' '}
        <ButtonLink icon="print" href={share.poster}>
          {t('seller.share.poster')}
        </ButtonLink>
      </p>
    </Section>
  )
}

/** How the shop is sent to others: by the apps that every phone has, without a script of ours. */
export function shareOf({ t, market }: Visit, shop: Pick<Shop, 'handle' | 'name'>): ShareView {
  const url = `${market.origin}/s/${shop.handle}`
  const words = encodeURIComponent(t('seller.share.message', { shop: shop.name, url }))
  return {
    address: url.replace(/^https?:\/\//, ''),
    whatsapp: `https://wa.me/?text=${words}`,
    sms: `sms:?body=${words}`,
    poster: routes.poster.href({ shop: shop.handle }),
  }
}
