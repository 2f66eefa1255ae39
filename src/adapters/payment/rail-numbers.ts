/**
 * Where an adapter keeps the number that its rail gave a payment, for a rail that cannot be asked by our own reference.
 * It is kept before the payer can pay, so that no payment is ever out of reach.
 */
export interface RailNumbers {
  /** Keeps the number and returns the one that counts: the first that was kept for this reference. */
  keep(rail: string, reference: string, number: string): Promise<string>
  find(rail: string, reference: string): Promise<string | undefined>
}
