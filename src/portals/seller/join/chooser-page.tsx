import type { ShopOfPerson } from '../../../domains/identity/identity.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { Badge } from '../../ui/notice.tsx'
import { routes } from '../routes.ts'

export interface ChooserView {
  t: Say
  shops: readonly Pick<ShopOfPerson, 'handle' | 'name' | 'role' | 'expires_at'>[]
  /** Where in the shop to go: a room that was asked for without saying of which shop. */
  hrefOf: (handle: string) => string
}

/** Somebody with several shops, of their own or of people they help, says in which one they stand now. */
export function ChooserPage({ t, shops, hrefOf }: ChooserView) {
  return (
    <Narrow>
      <h1>{t('seller.choose.title')}</h1>
      <ul>
        {shops.map(({ handle, name, role, expires_at }) => (
          <li key={handle} class="shop">
            <Icon name="shop" size={32} />
            <div class="grow pad">
              <h2 class="title">
                <a href={hrefOf(handle)} dir="auto">
                  {name}
                </a>
              </h2>
              <p class="facts">
                <Badge tone={role === 'owner' ? 'trust' : 'quiet'}>{t(`seller.role.${role}`)}</Badge>{' '}
                {expires_at && t('seller.until', { day: t.date(expires_at) })}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <p>
        <ButtonLink href={routes.join.href()} icon="plus">
          {t('seller.choose.another')}
        </ButtonLink>
      </p>
    </Narrow>
  )
}
