// What each way to read a word of a query counts beside the word itself, which counts 1. Tuned on the development files
// of the judged sets only.

/** In so many listings a word stands by itself: what it sounds like is no matter. */
export const ESTABLISHED = 3

export const WEIGHT = {
  meaning: 0.85,
  /** Other English words for an English word that many listings have. */
  same: 0.1,
  /** The same for one that hardly any listing has. */
  same_few: 0.55,
  /** A meaning that the word has less often. */
  weak: 0.55,
  /** What several words mean together. */
  together: 0.9,
  /** What one word of several means by itself: this share. */
  apart: 0.7,
  /** Narrower things, sneakers for who asks for shoes: this share of the meaning. */
  narrower: 0.4,
  /** The wider thing, flour for who asks for fine flour: this share of the meaning. */
  wider: 0.2,
  /** The first English word for a meaning, as most titles have it: this share of the meaning. */
  english: 1.15,
  /** But no more than this: the word as it was written stands first. */
  surest: 0.98,
  /** Other words for what an English word in Urdu letters names, cardigan for سویٹر: this share of the meaning. */
  loan: 0.75,
  /** A word of an English name of several, prayer for جائے نماز: this share of the meaning. */
  named: 0.5,
  /** Another word of the same English family: lighting for who asks for light. */
  family: 0.1,
  joined: 0.7,
  split: 0.85,
  /** The likeliest of the words that one may be a slip of: at least this. */
  likeliest: 0.9,
  /** The number of 5 kg without its unit. */
  number: 0.8,
  /** A word of the goods in the other script that sounds the same. */
  script: 0.85,
  /** The same beside a meaning that the lexicon has: only when it hardly sounds different. */
  spelled: 0.6,
  certain: 0.12,
  /** What sounds no farther than this is the same word. */
  same_sound: 0.06,
  /** What is wanted, said in Urdu, weighs so much more than what else is said: a shawl not of wool before wool. */
  head: 1.4,
  /** Distance of another case or number of a word. */
  inflected: 0.05,
} as const

/** What each step of difference in sound takes from a weight. */
const FADE = 0.8

export const faded = (weight: number, cost: number) => weight * Math.exp(-FADE * cost)
