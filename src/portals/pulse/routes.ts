import { route } from '../web/route.ts'

/** Every address of the Pulse. A release never changes, and neither does its address. */
export const routes = {
  latest: route('/pulse'),
  method: route('/pulse/method'),
  feed: route('/pulse/feed.xml'),
  release: route('/pulse/:release'),
  file: route('/pulse/:release/:file'),
} as const
