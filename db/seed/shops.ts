import { areaOf, ownerOf } from './people.ts'
import { between, pick } from './random.ts'
import type { Random, SeedPerson, SeedShop } from './shapes.ts'

/** How a shop is written here, and what it sells. */
export interface ShopPlan {
  readonly handle: string
  readonly name: string
  /** Key of one of the cast, or the name of a new owner. */
  readonly owner: string
  readonly city: string
  readonly area?: string
  readonly opened: number
  /** How many of the market's listings are its own, as a share. */
  readonly goods: number
  /** Ids of recipes. */
  readonly sells: string
  readonly about: string
  readonly helpers?: readonly string[]
  readonly unchecked?: boolean
}

const CAST_SHOPS: readonly ShopPlan[] = [
  {
    handle: 'bilal-shoes',
    name: 'Bilal Shoes',
    owner: 'bilal',
    city: 'lahore',
    area: 'Anarkali',
    opened: 1987,
    goods: 76,
    sells: 'peshawari mens-khussa formal-shoes mens-joggers slippers shoe-care womens-khussa kids-shoes',
    about:
      'Anarkali mein 1987 se. Abba ji ne shuru ki, ab main chala raha hoon. Asli chamra, haath ki silai. ' +
      'Size ka masla ho to badal dete hain. جوتا دیکھ کر پیسے دیں۔',
  },
  {
    handle: 'karim-dry-fruit',
    name: 'چاچا کریم ڈرائی فروٹ',
    owner: 'karim',
    city: 'quetta',
    area: 'Kandahari Bazaar',
    opened: 1974,
    goods: 64,
    sells: 'almonds pistachio chilgoza dates whole-spices ground-spices honey tea',
    about:
      'قندھاری بازار کوئٹہ میں پچاس سال سے خشک میوہ اور مصالحے۔ فون پر آرڈر دیں، جمیلہ لکھ لیتی ہے۔ ' +
      'Chacha sells by phone; Jamila types for him. Weighed honestly, sent within a day.',
    helpers: ['jamila'],
  },
  {
    handle: 'eve-deals',
    name: 'Eve Deals',
    owner: 'eve',
    city: 'karachi',
    area: 'Saddar',
    opened: 2025,
    goods: 18,
    sells: 'earbuds smart-watch power-bank sunglasses attar',
    about: 'BIGGEST SALE!!! Original imported, 70% off today only. No questions, no returns needed.',
    unchecked: true,
  },
  {
    handle: 'farah-shawls',
    name: 'Farah Handmade Shawls',
    owner: 'farah',
    city: 'mingora',
    area: 'Main Bazaar',
    opened: 2009,
    goods: 66,
    sells: 'swati-shawl swati-shawl swati-shawl mens-shawl dupatta swati-cap cushion-handicraft kashmiri-shawl',
    about:
      'سوات کی پچیس خواتین مل کر شالیں کاڑھتی ہیں۔ Each shawl carries the name of the woman who made it. ' +
      'Hum bahar mulk bhi bhejte hain. Aap ka order hamare gaon ka chulha jalata hai.',
  },
  {
    handle: 'imran-tailors',
    name: 'Imran Tailors & Cloth',
    owner: 'imran',
    city: 'rawalpindi',
    area: 'Commercial Market',
    opened: 1998,
    goods: 62,
    sells: 'mens-cloth mens-suit waistcoat thread thread tailor-tools sewing-machine iron kurta',
    about:
      'Ustad Imran, commercial market. Kapra bhi, silai ka saman bhi. Dress material, buttons, thread and ready ' +
      'suits cut by my own hand. ناپ آپ کا، ذمہ داری ہماری۔',
  },
]

// handle | name | owner | city | opened | goods | recipes | about, which goes on in the next, indented line
const TABLE = `
al-noor-lawn | Al-Noor Lawn House | Nadeem Sheikh | faisalabad | 1992 | 60 | lawn-suit winter-suit fancy-suit kurti |
  Faisalabad factory area se seedha. Har hafte naya design. Thaan ka rate alag, sawal pooch lein.
zari-mahal | زری محل | Shaista Parveen | lahore | 1984 | 46 | bridal fancy-suit dupatta womens-khussa handbag |
  شادی کے جوڑے، دوپٹے اور کھسے۔ Bridal work from our own adda in Ichhra, twenty days after you send the
  measurements.
libas-ghar | Libas Ghar | Samra Tariq | karachi | 2011 | 56 |
  ladies-shalwar kurti ladies-trousers nightwear ladies-sweater |
  Ready to wear for office and college. Sizes as written, no stories. Silai hamari apni unit ki.
hijab-corner | Hijab Corner | Maryam Zubairi | islamabad | 2016 | 44 | abaya hijab dupatta |
  Abaya aur hijab jo garmi mein bhi aram dein. We cut to your length.
gents-point | Gents Point | Asif Butt | gujranwala | 2003 | 56 | shirts tshirts jeans jackets socks-vests |
  Sialkot aur Faisalabad ki export leftover shirts, jeans and jackets. Choti ghalti ho to likh dete hain.
khaddar-ghar | کھدر گھر | Muhammad Aslam | sargodha | 1979 | 40 | mens-cloth kurta mens-suit mens-shawl |
  کھدر، کرنڈی اور لٹھا۔ Kamalia ki khaddi ka asli khaddar, jaisa bazurg pehnte the.
sole-street | Sole Street | Hamza Mughal | karachi | 2018 | 50 |
  mens-joggers slippers womens-sandals womens-heels womens-sneakers kids-shoes |
  Joggers, sandals aur heels. Jo tasveer mein hai wohi aayega, warna wapas.
khussa-mahal | Khussa Mahal | Rukhsana Bibi | multan | 1968 | 46 | womens-khussa mens-khussa womens-sandals bangles |
  ملتان حسین آگاہی۔ Teen naslon se khussa. Hand stitched, soft inside.
charsadda-chappal | Charsadda Chappal Centre | Sher Zaman | charsadda | 1956 | 42 |
  peshawari peshawari formal-shoes wallet |
  د چارسدې چپلې۔ Original Charsadda chappal since 1956; we stitch while you watch.
mobile-planet | Mobile Planet | Faizan Memon | karachi | 2010 | 62 |
  smartphone keypad-phone phone-cover charger earbuds power-bank tablet |
  Saddar mobile market. Box pack, PTA approved, IMEI aap ke samne check. سات دن چیک وارنٹی۔
hafeez-mobiles | Hafeez Mobiles | Shahid Hafeez | lahore | 2006 | 54 |
  smartphone phone-cover charger smart-watch earbuds ring-light |
  Hall Road ke qareeb. New phones and honest accessories; what is copy we call copy.
pindi-computers | Pindi Computers | Waqar Abbasi | rawalpindi | 2001 | 54 |
  laptop keyboard-mouse usb-storage monitor printer router |
  Laptops, printers, spare parts. Dukaan ka software bhi bata dete hain. Bill ke sath warranty.
game-zone | Game Zone Pk | Taha Siddiqui | islamabad | 2019 | 38 | gaming keyboard-mouse speaker ring-light |
  For gamers by gamers. Sab kuch chala kar bhejte hain.
safe-eye | Safe Eye CCTV | Bashir Awan | faisalabad | 2013 | 34 | cctv router bulbs |
  Dukaan aur ghar ke camera. Phone par lagana sikhate hain. Ten years in Faisalabad's mills.
ghar-ki-dunya | گھر کی دنیا | Nasir Mehmood | lahore | 1995 | 56 | tv fridge washing-machine oven blender iron ac |
  گھر کی مشینیں، کمپنی وارنٹی۔ Opened and run in front of you before you pay.
gujrat-fans | Gujrat Fans Depot | Chaudhry Ijaz | gujrat | 1983 | 46 | fan fan air-cooler heater |
  Gujrat ka pankha, seedha factory se. Copper winding, likh kar dete hain.
solar-ustad | Solar Ustad | Irfan Solangi | sukkur | 2017 | 40 | solar bulbs fan air-cooler |
  سکھر میں سولر۔ Panels with papers, batteries with date. Lagane wali team sath.
kitchen-wala | Kitchen Wala | Zahid Kamboh | gujranwala | 1990 | 52 |
  cookware dinner-set flask kitchen-tools chopper kettle |
  Gujranwala ke bartan poore Pakistan mein. Factory rate, gin kar aur tol kar.
wazirabad-cutlery | Wazirabad Cutlery Works | Mirza Anwar | wazirabad | 1961 | 40 |
  kitchen-tools kitchen-tools tailor-tools hand-tools |
  وزیر آباد کی چھری، قینچی، استرا۔ Our steel goes to forty countries; now to your street.
husn-e-jahan | حسنِ جہاں کاسمیٹکس | Saba Karim | lahore | 2012 | 52 |
  lipstick face-makeup mehndi skin-cream hair-oil |
  Make-up with dates you can read. Nakli cream hamare haan nahi milegi.
attar-bazaar | Attar Bazaar | Hakeem Tufail | peshawar | 1948 | 38 | attar attar soap hair-oil prayer |
  قصہ خوانی میں عطر کی پرانی دکان۔ Smell it at the door; if it is not what you like, send it back.
sehat-plus | Sehat Plus | Dr Rabia Anjum | islamabad | 2015 | 38 | health-device skin-cream soap feeder diapers |
  Machines checked against a clinic's. Tareeqa Urdu mein sath bhejte hain.
barber-house | Barber House | Ustad Rafiq | hyderabad | 2004 | 30 | trimmer soap hair-oil |
  Salon ka saman, ghar ki qeemat. Blade naya, motor garam nahi hoti.
tajir-mandi | Tajir Mandi Kiryana | Haji Sultan | lahore | 1972 | 52 |
  rice-pulses oil-ghee tea cleaning ground-spices achar |
  Akbari Mandi se ghar tak. Mahine ka rashan aik parcel mein. وزن پورا، ریٹ منڈی کا۔
gaon-ka-zaiqa | گاؤں کا ذائقہ | Bibi Hajra | sahiwal | 2020 | 40 | oil-ghee achar honey sweets ground-spices |
  Sahiwal ki bhainson ka desi ghee aur ammi ke haath ke achar. گاؤں کی عورتوں کا اپنا کام۔
multan-halwa | Multani Sohan Halwa House | Hafiz Abdul Wadood | multan | 1963 | 34 | sweets sweets dates fruit |
  سوہن حلوہ اور آم۔ Halwa roz banta hai, aam mausam mein. Gift packing for abroad.
hunza-organics | Hunza Organics | Karima Baig | gilgit | 2014 | 42 | almonds dates honey tea |
  ہنزہ اور گلگت کے باغوں سے۔ Apricots dried on our roofs, walnuts cracked by grandmothers.
turbat-khajoor | Turbat Khajoor | Mulla Dad Baloch | turbat | 2008 | 26 | dates honey |
  مکران کی کھجور۔ Begum Jangi aur Mazafati, bagh se seedhi.
bagh-e-kinnow | Bagh-e-Kinnow | Malik Sarfraz | sargodha | 2010 | 24 | fruit achar |
  Bhalwal ke kinnow, Multan ke aam, Quetta ke seb. Peti mein neeche bhi wahi maal.
bistar-mahal | Bistar Mahal | Tahir Ansari | faisalabad | 1999 | 52 |
  bedsheet quilt towel curtain cushion-handicraft |
  Faisalabad ki bedsheets aur razaian. Export leftover ho to likha hota hai.
chiniot-furniture | Chiniot Furniture Arts | Ustad Allah Ditta | chiniot | 1958 | 42 |
  furniture furniture wall-art lamp |
  چنیوٹ کی نقاشی، شیشم کی لکڑی۔ Made to order; the wood is ten years dry.
hala-handicrafts | Hala Handicrafts | Sain Ghulam Nabi | hala | 1986 | 46 |
  pottery pottery quilt swati-cap cushion-handicraft |
  ہالہ کی کاشی، رلی اور سندھی ٹوپی۔ Kashi karigar, five generations at one kiln.
qaleen-ghar | Qaleen Ghar | Abdul Samad Kakar | quetta | 1981 | 36 | carpet carpet quilt |
  کوئٹہ کے قالین۔ Turn it over and count the knots. Baluchi, Afghan, Bokhara.
roshni-decor | Roshni Décor | Sadia Gill | sialkot | 2016 | 40 | lamp wall-art prayer carpet curtain |
  Deewarein, roshni aur tohfay. Packed so that glass arrives as glass.
nanhe-munne | ننھے مُنّے | Farzana Khalid | karachi | 2013 | 56 |
  girls-frock boys-suit baby-clothes uniform diapers baby-gear |
  Bachon ke kapre, barhne ki gunjaish ke sath. From newborn to class five.
khilona-ghar | Khilona Ghar | Danial Joseph | lahore | 2005 | 44 | blocks toy-car doll ride-on school |
  کھلونے جو ٹوٹیں کم اور سکھائیں زیادہ۔ Tried by my own three children.
sialkot-sports | Sialkot Sports Works | Malik Ghulam Abbas | sialkot | 1977 | 56 |
  cricket cricket football rackets gym |
  Balls and bats from the city that makes them. Clubs and schools get the export price.
pahari-trek | Pahari Trek Store | Sherbaz Ali | abbottabad | 2018 | 36 | camping camping jackets cycle |
  پہاڑوں کا سامان۔ Tents and bags we have slept in ourselves.
bike-bazaar | Bike Bazaar | Ghulam Rasool | rawalpindi | 1994 | 50 | bike-parts bike-parts helmet engine-oil tyres |
  Bike ka har purza. Mistri ko dikha kar paisay dein.
gari-sanwar | Gari Sanwar | Noman Khokhar | peshawar | 2009 | 44 |
  car-accessories car-accessories tyres engine-oil helmet |
  گاڑی سجائیں۔ Seat covers cut on the pattern of your model.
auzar-ghar | Auzar Ghar | Mistri Yousaf | gujranwala | 1989 | 46 | hand-tools power-tools bulbs plants |
  Mistri, bijli wala, ghar wala, sab ka saman. چلا کر دیکھیں پھر پیسے دیں۔
kitab-dost | Kitab Dost | Prof Zafar Iqbal | lahore | 1982 | 52 | books books school calligraphy office |
  اردو بازار لاہور۔ Old master of Urdu, new books. Schools ko list par rate.
daftar-supply | Daftar Supply Co | Hassan Lakhani | karachi | 2007 | 34 | office office printer school |
  Companies, schools and shops: paper, stamps, printers. NTN invoice on every order.
zewar-e-sindh | Zewar-e-Sindh | Nirmala Devi | hyderabad | 1996 | 52 | bangles bangles necklace earrings ring |
  حیدرآباد کی چوڑیاں۔ Churi gali, third shop. Broken in the way? We send again.
waqt-ghar | Waqt Ghar | Saleem Raza | faisalabad | 2002 | 44 | mens-watch womens-watch sunglasses ring |
  گھنٹہ گھر کے سائے میں گھڑیاں۔ Repair free for a year.
chamra-house | Chamra House | Luqman Dar | sialkot | 1991 | 44 | wallet handbag luggage backpack |
  Sialkot leather: wallets, belts, bags. Burn a thread and smell it, we do not mind.
`

function rowsOf(table: string): ShopPlan[] {
  return table
    .trim()
    .replaceAll(/\n +/g, ' ')
    .split('\n')
    .map((line) => {
      const cells = line.split(' | ')
      const [handle = '', name = '', owner = '', city = '', opened = '', goods = '', sells = '', about = ''] = cells
      return { handle, name, owner, city, opened: Number(opened), goods: Number(goods), sells, about }
    })
}

/** Every shop of the demo market, the cast's first. */
export const SHOP_PLANS: readonly ShopPlan[] = [...CAST_SHOPS, ...rowsOf(TABLE)]

/** The shops and the people who own them, beside the cast. */
export function shopsOf(random: Random, cast: readonly SeedPerson[]): { shops: SeedShop[]; owners: SeedPerson[] } {
  const owners: SeedPerson[] = []
  const shops = SHOP_PLANS.map((plan, at): SeedShop => {
    const area = plan.area ?? areaOf(random, plan.city)
    const known = cast.find((person) => person.key === plan.owner)
    const owner = known ?? ownerOf(random, owners.length, plan.owner, plan.city, area)
    if (known === undefined) owners.push(owner)
    return {
      handle: plan.handle,
      name: plan.name,
      about: plan.about,
      owner: owner.key,
      helpers: plan.helpers ?? [],
      city: plan.city,
      area,
      opened: plan.opened,
      joined_days_ago: plan.unchecked === true ? 9 : between(random, 110, 400) - Math.min(at, 30),
      checked: plan.unchecked !== true,
      picture: { key: 'shop-front', colour: pick(random, ['Green', 'Maroon', 'Mustard', 'Blue']) },
    }
  })
  return { shops, owners }
}
