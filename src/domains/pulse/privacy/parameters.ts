/** Everything a release promises about people and shops. /pulse/method prints these numbers, with locales/method. */
export interface PrivacyRules {
  /** Lines of one person that count in one month; what is beyond is left out. */
  readonly buyer_lines_a_month: number
  /** Rupees of one person that count in one month. */
  readonly buyer_value_a_month_pkr: number
  /** Rupees of one line that count. */
  readonly line_value_pkr: number
  /** Lines of one shop that count on one day. */
  readonly shop_lines_a_day: number
  /** zCDP budget that a release spends on what one person did in one month. */
  readonly rho: number
  /** At which δ the budget is told as ε. */
  readonly delta: number
  /** A cell needs so many buyers, and so many shops where shops are known. */
  readonly least_buyers: number
  readonly least_shops: number
  /** The two largest shops may have at most this share of a cell's rupees. */
  readonly dominance_percent: number
  /** The second shop may not know the first closer than this. */
  readonly p_percent: number
  /** Counts are told in steps of this, rupees in steps of that. */
  readonly count_step: number
  readonly value_step_pkr: number
  /** A cell whose orders have more noise than this share of them is not told, nor a figure with twice this error. */
  readonly most_noise: number
  /** Buyers and matched products without which no price index is told. */
  readonly price_buyers: number
  readonly price_products: number
  /** How wide the noise on a price index is, by the index's own error. */
  readonly price_noise: number
}

export const PRIVACY: PrivacyRules = {
  buyer_lines_a_month: 4,
  buyer_value_a_month_pkr: 100_000,
  line_value_pkr: 50_000,
  shop_lines_a_day: 16,
  rho: 0.05,
  delta: 1e-6,
  least_buyers: 20,
  least_shops: 5,
  dominance_percent: 85,
  p_percent: 15,
  count_step: 5,
  value_step_pkr: 1_000,
  most_noise: 0.4,
  price_buyers: 3,
  price_products: 5,
  price_noise: 1,
}

/**
 * A demo has invented people and few of them, in a handful of shops: its release shows what a large market would see,
 * with a budget that no real market may spend and with little hidden.
 */
export const DEMO_PRIVACY: PrivacyRules = {
  ...PRIVACY,
  buyer_lines_a_month: 12,
  buyer_value_a_month_pkr: 400_000,
  line_value_pkr: 200_000,
  shop_lines_a_day: 24,
  rho: 50_000,
  least_buyers: 3,
  least_shops: 1,
  dominance_percent: 100,
  p_percent: 0,
  most_noise: 0.8,
  count_step: 1,
  value_step_pkr: 100,
  price_buyers: 1,
  price_products: 3,
  price_noise: 0,
}

/** ε at δ of a zCDP budget: ρ + 2·√(ρ·ln(1/δ)) (Bun and Steinke 2016, proposition 1.3). */
export function epsilonOf(rho: number, delta: number): number {
  return rho + 2 * Math.sqrt(rho * Math.log(1 / delta))
}
