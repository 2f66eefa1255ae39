import type { Say } from '../../kit/text/messages.ts'
import { routes } from './routes.ts'

interface PulseLinksProps {
  t: Say
  releases: readonly { release_id: string }[]
  here?: string | undefined
}

/** The method, the news and the other releases. */
export function PulseLinks({ t, releases, here }: PulseLinksProps) {
  return (
    <p>
      <a href={routes.method.href()}>{t('pulse.method')}</a>
      {' · '}
      <a href={routes.feed.href()}>{t('pulse.rss')}</a>
      {releases.length > 0 && (
        <>
          {' · '}
          <a href={routes.spoken.href()}>{t('pulse.spoken')}</a>
        </>
      )}
      {releases
        .filter(({ release_id }) => release_id !== here)
        .map(({ release_id }) => (
          <span key={release_id}>
            {' · '}
            <a href={routes.release.href({ release: release_id })}>{t('pulse.release', { id: release_id })}</a>
          </span>
        ))}
    </p>
  )
}
