import { route } from '../web/route.ts'

/** Every address of the Pulse. A release never changes, and neither does its address. */
export const routes = {
  latest: route('/pulse'),
  method: route('/pulse/method'),
  feed: route('/pulse/feed.xml'),
  spoken: route('/pulse/spoken'),
  spokenCall: route('/pulse/spoken.xml'),
  spokenSound: route('/pulse/spoken.wav'),
  /** Where the SMS gateway brings what people write. */
  texts: route('/channels/sms/texts'),
  release: route('/pulse/:release'),
  file: route('/pulse/:release/:file'),
} as const
