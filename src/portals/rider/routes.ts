import { route } from '../web/route.ts'

/**
 * Every address of the rider's portal. A parcel is named by the code on its label, with or without the dash, so that a
 * scanned label can be the address itself.
 */
export const routes = {
  rounds: route('/ride'),
  waiting: route('/ride/waiting'),
  labels: route('/ride/labels'),
  cash: route('/ride/cash'),
  parcel: route('/ride/parcels/:parcel'),
  steps: route('/ride/parcels/:parcel/steps'),
  opening: route('/ride/parcels/:parcel/opening'),
  release: route('/ride/parcels/:parcel/release'),
  sendBack: route('/ride/parcels/:parcel/send-back'),
  part: route('/ride/parcels/:parcel/part'),
} as const
