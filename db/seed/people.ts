import { CITIES } from './cities.ts'
import { between, pick } from './random.ts'
import type { Language, Random, SeedAddress, SeedPerson } from './shapes.ts'

type Row = readonly [
  key: string,
  name: string,
  role: SeedPerson['role'],
  language: Language,
  city: string,
  area: string,
]

/** The people whom every test and document knows by name. Their numbers are +923000000001 and on, in this order. */
const CAST: readonly Row[] = [
  ['ayesha', 'Ayesha Siddiqui', 'buyer', 'roman-ur', 'lahore', 'Ichhra'],
  ['bilal', 'Bilal Ahmed', 'seller', 'roman-ur', 'lahore', 'Anarkali'],
  ['karim', 'Chacha Karim', 'seller', 'ur', 'quetta', 'Kandahari Bazaar'],
  ['dania', 'Dania Rehman', 'operator', 'en', 'islamabad', 'G-9'],
  ['eve', 'Eve D’Souza', 'seller', 'en', 'karachi', 'Saddar'],
  ['farah', 'Farah Bibi', 'seller', 'ur', 'mingora', 'Main Bazaar'],
  ['ghazi', 'Ghazi Khan', 'rider', 'ur', 'lahore', 'Mughalpura'],
  ['hina', 'Hina Qureshi', 'buyer', 'en', 'faisalabad', 'Peoples Colony'],
  ['imran', 'Imran Masih', 'seller', 'roman-ur', 'rawalpindi', 'Commercial Market'],
  ['jamila', 'Jamila Baloch', 'helper', 'ur', 'quetta', 'Jinnah Road'],
  ['kamal', 'Kamal Hussain', 'ministry', 'en', 'islamabad', 'F-6'],
]

/** Runs the market with Dania: what moves money needs two people. */
const LAILA: SeedPerson = {
  key: 'laila',
  name: 'Laila Khattak',
  phone: phone(CAST.length + 1),
  language: 'ur',
  role: 'operator',
  address: { city: 'islamabad', area: 'G-9', line: 'House 41, Street 12', landmark: 'near Jamia Masjid' },
}

const LANDMARKS = [
  'near Jamia Masjid',
  'opposite government girls school',
  'near National Bank',
  'behind petrol pump',
  'tandoor ke sath wali gali',
  'near water filtration plant',
  'next to Al-Madina General Store',
  'masjid ke samne',
  'park ke pichhe',
  'ڈاک خانے کے پاس',
  'فارمیسی کے ساتھ',
  'پانی کی ٹینکی کے سامنے',
]

const WOMEN = (
  'Sana Maryam Fatima Zainab Hira Nadia Rabia Saima Iqra Bushra Kiran Mehwish Amna Shazia Noreen Uzma Samina Lubna ' +
  'Gulalai Palwasha Sassi Marvi Zarmina Nasreen Rukhsana Shabana Tahira Asma Komal Laiba'
).split(' ')
const MEN = (
  'Usman Ali Hamza Asad Waqas Adnan Faisal Kashif Nadeem Rashid Saleem Tariq Yasir Zubair Shahid Junaid Arslan Babar ' +
  'Danish Fahad Gul Jawad Khalid Majid Naveed Omar Qasim Rizwan Sajid Wali'
).split(' ')
/** Whether a person of the seed is a woman, by the first name. */
export function isWoman({ name }: { name: string }): boolean {
  return WOMEN.some((first) => name.startsWith(`${first} `))
}

const FAMILIES = (
  'Khan Malik Butt Chaudhry Awan Sheikh Mirza Abbasi Baloch Bhatti Rajput Memon Soomro Yousafzai Afridi Khattak ' +
  'Gondal Ansari Hashmi Shah Mughal Raza Iqbal Akhtar Mehmood Aslam Javed Nawaz Gillani Brohi'
).split(' ')

const BUYER_CITIES = (
  'karachi karachi karachi karachi lahore lahore lahore lahore faisalabad rawalpindi rawalpindi islamabad islamabad ' +
  'multan peshawar peshawar gujranwala hyderabad quetta sialkot sukkur bahawalpur sargodha abbottabad sahiwal gilgit ' +
  'larkana turbat muzaffarabad mingora'
).split(' ')

function phone(number: number): string {
  return `+92300000${String(number).padStart(4, '0')}`
}

function addressIn(random: Random, city: string, area: string): SeedAddress {
  const line = pick(random, [
    `House ${between(random, 3, 480)}, Street ${between(random, 1, 38)}`,
    `Makan ${between(random, 1, 200)}-${pick(random, ['A', 'B', 'C'])}, Gali ${between(random, 1, 24)}`,
    `Flat ${between(random, 1, 5)}0${between(random, 1, 8)}, ${pick(random, ['Rehman', 'Al-Noor'])} Apartments`,
    `مکان نمبر ${between(random, 1, 300)}، گلی ${between(random, 1, 30)}`,
  ])
  return { city, area, line, landmark: pick(random, LANDMARKS) }
}

/** An area of the city, or its main bazaar where none is listed. */
export function areaOf(random: Random, city: string): string {
  const areas = CITIES.find((one) => one.id === city)?.areas ?? []
  return areas.length === 0 ? 'Main Bazaar' : pick(random, areas).en
}

/** The cast, in the order of their names. */
export function castOf(random: Random): SeedPerson[] {
  const named = CAST.map(([key, name, role, language, city, area], at) => ({
    key,
    name,
    phone: phone(at + 1),
    language,
    role,
    address: addressIn(random, city, area),
  }))
  return [...named, LAILA]
}

/** People who buy, each with another name. Their numbers begin at +923000000101. */
export function buyersOf(random: Random, count: number): SeedPerson[] {
  const taken = new Set<string>()
  const buyers: SeedPerson[] = []
  while (buyers.length < count) {
    const first = pick(random, buyers.length % 9 < 5 ? WOMEN : MEN)
    const name = `${first} ${pick(random, FAMILIES)}`
    if (taken.has(name)) continue
    taken.add(name)
    const city = BUYER_CITIES[buyers.length % BUYER_CITIES.length] ?? 'lahore'
    buyers.push({
      key: `buyer-${String(buyers.length + 1).padStart(3, '0')}`,
      name,
      phone: phone(101 + buyers.length),
      language: pick(random, ['roman-ur', 'roman-ur', 'ur', 'en']),
      role: 'buyer',
      address: addressIn(random, city, areaOf(random, city)),
    })
  }
  return buyers
}

/** Three more riders, so that parcels move in the other big cities too. */
export function ridersOf(random: Random): SeedPerson[] {
  const rows = [
    ['rider-karachi', 'Sajjad Memon', 'karachi'],
    ['rider-pindi', 'Aftab Satti', 'rawalpindi'],
    ['rider-peshawar', 'Zarak Afridi', 'peshawar'],
  ] as const
  return rows.map(([key, name, city], at) => ({
    key,
    name,
    phone: phone(51 + at),
    language: 'ur' as const,
    role: 'rider' as const,
    address: addressIn(random, city, areaOf(random, city)),
  }))
}

/** The owner of a shop. Their numbers begin at +923000000201. */
export function ownerOf(random: Random, at: number, name: string, city: string, area: string): SeedPerson {
  return {
    key: `owner-${String(at + 1).padStart(2, '0')}`,
    name,
    phone: phone(201 + at),
    language: pick(random, ['roman-ur', 'ur', 'roman-ur', 'en']),
    role: 'seller',
    address: addressIn(random, city, area),
  }
}
