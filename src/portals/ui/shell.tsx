import type { ComponentChildren } from 'preact'
import { LOCALES, SCRIPTS } from '../../kit/text/locale.ts'
import type { Say } from '../../kit/text/messages.ts'
import { Icon } from './icon.tsx'
import { type NavItem, SubNav } from './navigation.tsx'

/** What stands round every page; a portal makes it once a request. */
export interface Frame {
  t: Say
  /** The address of this page with its query, for the language links. */
  path: string
  market: { name: string; helpPhone: string }
  /** How many things lie in the cart. */
  cartCount?: number | undefined
  signedIn?: boolean | undefined
  /** What was searched, to stand in the box again. */
  query?: string | undefined
}

export interface ShellProps {
  frame: Frame
  /** 'market' shows the search box; the rooms of seller, rider and operator show their name and their own rows. */
  room?: 'market' | 'seller' | 'rider' | 'operator' | undefined
  nav?: readonly NavItem[] | undefined
  children: ComponentChildren
}

/** Head, body and foot of every page. Help stands in the same place everywhere. */
export function Shell({ frame, room = 'market', nav, children }: ShellProps) {
  const { t } = frame
  return (
    <>
      <a class="skip" href="#goods">
        {t('ui.skip')}
      </a>
      <header class={room === 'market' ? 'top' : 'top inside'}>
        <div class="truck" />
        <div class="in">
          <a class="mark" href="/">
            <Flower />
            <span class="vh">{t('ui.home')}</span>
            {t.locale !== 'ur' && room === 'market' && <b>{frame.market.name}</b>}
            <span lang="ur" dir="rtl">
              بھروسہ
            </span>
          </a>
          {room !== 'market' && <b class="room">{t(`ui.rooms.${room}`)}</b>}
          <nav class="tools" aria-label={t('ui.menu.main')}>
            <a
              href={`tel:${frame.market.helpPhone}`}
              title={t('ui.help.call', { phone: t.phone(frame.market.helpPhone) })}
            >
              <Icon name="phone" />
              <span>{t('ui.help')}</span>
            </a>
            {LOCALES.filter((other) => other !== t.locale).map((other, index) => (
              <a
                key={other}
                class={index > 0 ? 'other' : undefined}
                href={withLanguage(frame.path, other)}
                lang={SCRIPTS[other].html}
                hreflang={SCRIPTS[other].html}
              >
                <Icon name="language" />
                <span>{SCRIPTS[other].short}</span>
              </a>
            ))}
            <a href="/me">
              <Icon name="person" />
              <span>{t(frame.signedIn ? 'ui.me' : 'ui.sign_in')}</span>
            </a>
            {room === 'market' && (
              <a href="/cart" class="cart" title={t('ui.cart.count', { count: frame.cartCount ?? 0 })}>
                <Icon name="basket" />
                <span>{t('ui.cart')}</span>
                {frame.cartCount ? <b class="count">{t.number(frame.cartCount)}</b> : null}
              </a>
            )}
          </nav>
          {room === 'market' && <SearchBox t={t} query={frame.query} />}
        </div>
      </header>
      {nav && nav.length > 0 && (
        <SubNav t={t} label={t(`ui.rooms.${room === 'market' ? 'buyer' : room}`)} items={nav} />
      )}
      <main id="goods" tabIndex={-1}>
        {children}
      </main>
      <Foot frame={frame} />
    </>
  )
}

function SearchBox({ t, query }: { t: Say; query: string | undefined }) {
  return (
    <search>
      <form class="search" action="/search" data-hints={t('search.goes_on')}>
        <input
          type="search"
          name="q"
          value={query}
          aria-label={t('ui.search.label')}
          placeholder={t('ui.search.hint')}
          dir="auto"
          autoComplete="off"
          enterKeyHint="search"
        />
        <button type="submit" aria-label={t('ui.search')}>
          <Icon name="search" />
        </button>
      </form>
    </search>
  )
}

function Foot({ frame }: { frame: Frame }) {
  const { t } = frame
  const links = [
    ['/help', t('ui.footer.about')],
    ['/sell', t('ui.footer.sell')],
    ['/privacy', t('ui.footer.privacy')],
    ['/pulse', t('ui.footer.pulse')],
  ] as const
  return (
    <footer class="foot">
      <div class="in">
        <p class="promise">{t('ui.footer.promise')}</p>
        <nav class="langs" aria-label={t('ui.language')}>
          <LanguageLinks path={frame.path} locale={t.locale} />
        </nav>
        <ul>
          {links.map(([href, label]) => (
            <li key={href}>
              <a href={href}>{label}</a>
            </li>
          ))}
        </ul>
      </div>
      <div class="truck" />
    </footer>
  )
}

function LanguageLinks({ path, locale }: { path: string; locale: string }) {
  return (
    <>
      {LOCALES.map((other) => (
        <a
          key={other}
          href={withLanguage(path, other)}
          lang={SCRIPTS[other].html}
          hreflang={SCRIPTS[other].html}
          aria-current={other === locale ? 'true' : undefined}
        >
          {SCRIPTS[other].name}
        </a>
      ))}
    </>
  )
}

function withLanguage(path: string, locale: string): string {
  const address = new URL(path, 'http://market')
  address.searchParams.set('lang', locale)
  return `${address.pathname}${address.search}`
}

const PETALS =
  'M12 1a4 4 0 0 1 3.5 2.3A4 4 0 0 1 20.7 8.5a4 4 0 0 1 0 7A4 4 0 0 1 15.5 20.7a4 4 0 0 1-7 0A4 4 0 0 1 3.3 15.5' +
  'a4 4 0 0 1 0-7A4 4 0 0 1 8.5 3.3 4 4 0 0 1 12 1z'

/** The mark of the market: a marigold with a tick in it. */
function Flower() {
  return (
    <svg class="flower" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
      <path d={PETALS} />
      <path d="m8 12.2 2.8 2.8L16 9.5" />
    </svg>
  )
}
