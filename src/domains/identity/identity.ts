/** Who people are, what they may do, and the one door to their data. The README says the words and the rules. */
export {
  type Actor,
  type Language,
  type MarketRole,
  type Operator,
  type Person,
  personOf,
  type Rider,
  type Session,
  SHOP_TASKS,
  type ShopActor,
  type ShopRole,
  type ShopTask,
  SYSTEM,
  type System,
} from './actors.ts'
export { networkOf } from './codes.ts'
export { handleFrom, isHandle } from './handles.ts'
export { IDENTITY_INVARIANTS } from './invariants.ts'
export { actForShop, addMember, assertTask, endMember, listMembers, type NewMember, noteHelper } from './members.ts'
export {
  addPasskey,
  beginPasskey,
  beginPasskeyProof,
  beginPasskeySignIn,
  listPasskeys,
  type Passkey,
  proveByPasskey,
  removePasskey,
  type Site,
  signInByPasskey,
} from './passkeys.ts'
export {
  type Address,
  findAddressCity,
  findPersonByPhone,
  listAddresses,
  type NewAddress,
  removeAddress,
  saveAddress,
  seedPerson,
  setLanguage,
  setName,
} from './people.ts'
export { maskPhone, type Phone, readPhone } from './phone.ts'
export {
  CONSENT_PURPOSES,
  type ConsentPurpose,
  consentsOf,
  erasePerson,
  giveConsent,
  hasConsent,
  type Look,
  listAccess,
  takeBackByPhone,
  withdrawConsent,
} from './privacy.ts'
export { rewrapKeys } from './rewrap.ts'
export { asOperator, asRider, endRole, forgetFactors, giveRole, listPeopleWithRole, rolesOf } from './roles.ts'
export { CODE, LIMITS, PROOF_MS, SESSION } from './rules.ts'
export {
  assertProved,
  endOtherSessions,
  endSession,
  endSessionsOf,
  forgetStaleSessions,
  isDueToBeSeen,
  listSessions,
  noteSeen,
  openSessionFor,
  type SignedInDevice,
  sessionOf,
} from './sessions.ts'
export type { Member, Shop, ShopOfPerson, ShopState } from './shop-store.ts'
export {
  changeShop,
  checkShop,
  findShop,
  findShopByHandle,
  findShops,
  listShops,
  listShopsOf,
  listWomenLed,
  type NewShop,
  openShop,
  restShop,
  type ShopChange,
  tellWhoLeads,
  wakeShop,
  whoLeads,
} from './shops.ts'
export { askProofCode, askSignInCode, type CodeToSend, proveByCode, signIn } from './sign-in.ts'
export { addTotp, confirmTotp, hasTotp, proveByTotp, removeTotp } from './totp.ts'
export {
  type AddressFacts,
  areasOf,
  openFor,
  type PersonFacts,
  PURPOSES,
  type Purpose,
  readAddress,
  readPeople,
  readPerson,
  sealFor,
} from './vault.ts'
