import { ATTRIBUTES, type Attribute, type Names } from './category-attributes.ts'

/** A place in the market where goods of one kind stand together. */
export interface Category {
  /** Stable: it is in addresses and in shops' own files. */
  readonly id: string
  readonly parent: string | null
  readonly name: Names
  /** Name of a picture in the icon set. */
  readonly icon: string
  /** Place among its siblings, from 1. */
  readonly position: number
  /** What a seller is asked about goods of this kind. */
  readonly attributes: readonly Attribute[]
}

// id | icon | English | Urdu | Roman Urdu | attributes. Two blanks further in is one level deeper;
// a line that ends with | goes on in the next.
// The names are what people say in the bazaar, in each script for itself.
const TREE = `
women | dress | Women's fashion | خواتین کے کپڑے | Ladies kapre
  women-unstitched | fabric | Unstitched suits | اَن سلے سوٹ | An-sile suit
    women-lawn | fabric | Lawn suits | لان کے سوٹ | Lawn suit | colour pieces fabric season
    women-khaddar-linen | fabric | Khaddar and linen suits | کھدر اور لینن کے سوٹ | Khaddar aur linen suit |
        colour pieces fabric season
    women-chiffon-silk | fabric | Chiffon and silk suits | شیفون اور ریشمی سوٹ | Chiffon aur silk suit |
        colour pieces fabric work
  women-stitched | dress | Ready-made clothes | سلے سلائے کپڑے | Sile silaye kapre
    women-shalwar-kameez | dress | Shalwar kameez | شلوار قمیض | Shalwar kameez | colour size fabric work
    women-kurti | shirt | Kurtis | کرتیاں | Kurtiyan | colour size fabric
    women-trousers | trousers | Trousers and tights | ٹراؤزر اور ٹائٹس | Trouser aur tights | colour size fabric
    women-party-wear | dress | Party and bridal wear | شادی بیاہ کے جوڑے | Shadi ke jore | colour size work
    women-nightwear | shirt | Nightwear | رات کا لباس | Night dress | colour size fabric
    women-sweaters | shirt | Sweaters and cardigans | سویٹر اور کارڈیگن | Sweater aur cardigan | colour size fabric
  women-covering | scarf | Shawls and abayas | شالیں اور عبایا | Shaal aur abaya
    women-shawls | scarf | Embroidered shawls | کڑھائی والی شالیں | Karhai wali shaal | colour fabric work origin
    women-dupattas | scarf | Dupattas | دوپٹے | Dupatte | colour fabric work
    women-abayas | dress | Abayas | عبایا | Abaya | colour size fabric
    women-hijabs | scarf | Hijabs and scarves | حجاب اور اسکارف | Hijab aur scarf | colour fabric
  womens-shoes | heel | Women's shoes | زنانہ جوتے | Zanana joote
    womens-khussa | khussa | Khussa and kolhapuri | کھسہ اور کولہاپوری | Khussa aur kolhapuri |
        colour shoe_size material work
    womens-sandals | sandal | Sandals and flats | سینڈل اور چپل | Sandal aur flat chappal | colour shoe_size material
    womens-heels | heel | Heels and court shoes | ہیل والے جوتے | Heel wale joote | colour shoe_size material
    womens-sneakers | sneaker | Women's sneakers | خواتین کے جوگرز | Ladies joggers | colour shoe_size material
men | kurta | Men's fashion | مردانہ کپڑے | Mardana kapre
  men-eastern | kurta | Shalwar kameez and kurtas | شلوار قمیض اور کرتے | Shalwar kameez aur kurte
    men-unstitched | fabric | Men's unstitched cloth | مردانہ اَن سلا کپڑا | Mardana an-sila kapra |
        colour fabric length season
    men-shalwar-kameez | kurta | Men's shalwar kameez | مردانہ شلوار قمیض | Mardana shalwar kameez | colour size fabric
    men-kurtas | kurta | Kurtas | کرتے | Kurte | colour size fabric
    men-waistcoats | waistcoat | Waistcoats | واسکٹ | Waistcoat | colour size fabric
    men-shawls | scarf | Men's shawls and chadars | مردانہ شال اور چادر | Mardana shaal aur chadar |
        colour fabric origin
  men-western | shirt | Shirts and trousers | قمیضیں اور پتلون | Shirt aur pant
    men-shirts | shirt | Dress and casual shirts | شرٹس | Shirts | colour size fabric
    men-tshirts | tshirt | T-shirts and polos | ٹی شرٹس | T-shirts aur polo | colour size fabric
    men-jeans | trousers | Jeans and trousers | جینز اور پتلون | Jeans aur pant | colour waist fabric
    men-jackets | jacket | Jackets and hoodies | جیکٹ اور ہڈی | Jacket aur hoodie | colour size fabric
    men-inner | sock | Vests and socks | بنیان اور موزے | Banyan aur moze | colour size fabric
  mens-shoes | shoe | Men's shoes | مردانہ جوتے | Mardana joote
    mens-chappal | sandal | Peshawari chappal and sandals | پشاوری چپل اور سینڈل | Peshawari chappal aur sandal |
        colour shoe_size material
    mens-khussa | khussa | Men's khussa | مردانہ کھسہ | Mardana khussa | colour shoe_size material work
    mens-formal-shoes | shoe | Formal shoes | دفتری جوتے | Office ke joote | colour shoe_size material
    mens-sneakers | sneaker | Sneakers and joggers | جوگرز | Joggers aur sneakers | colour shoe_size material
    mens-slippers | sandal | Slippers | ہوائی چپل | Hawai chappal | colour shoe_size material
    shoe-care | polish | Shoe care | جوتوں کی پالش | Joote ki polish | colour
  men-caps | cap | Caps and turbans | ٹوپیاں اور پگڑیاں | Topi aur pagri | colour fabric origin
kids | toy | Children and toys | بچے اور کھلونے | Bachay aur khilone
  kids-clothes | tshirt | Children's clothes | بچوں کے کپڑے | Bachon ke kapre
    kids-girls | dress | Girls' clothes | بچیوں کے کپڑے | Bachiyon ke kapre | colour age fabric
    kids-boys | tshirt | Boys' clothes | لڑکوں کے کپڑے | Larkon ke kapre | colour age fabric
    kids-baby-clothes | onesie | Baby clothes | ننھے بچوں کے کپڑے | Nanhe bachon ke kapre | colour age fabric
    kids-uniforms | shirt | School uniforms | اسکول یونیفارم | School uniform | colour age fabric
    kids-shoes | sneaker | Children's shoes | بچوں کے جوتے | Bachon ke joote | colour shoe_size material
  baby-care | bottle | Baby care | بچوں کی دیکھ بھال | Baby care
    baby-feeding | bottle | Feeding | دودھ کی بوتلیں | Feeder aur bottle | age material
    baby-diapers | diaper | Diapers and wipes | ڈائپر اور وائپس | Diaper aur wipes | pack age
    baby-gear | stroller | Prams, walkers and cots | پرام، واکر اور جھولے | Pram, walker aur jhoola |
        colour age material
  toys | toy | Toys | کھلونے | Khilone
    toys-blocks | blocks | Blocks and puzzles | بلاکس اور پزل | Blocks aur puzzle | age material
    toys-vehicles | car | Toy cars and remote control | گاڑیاں اور ریموٹ والے کھلونے | Khilona gari aur remote |
        colour age
    toys-dolls | toy | Dolls and soft toys | گڑیاں اور ٹیڈی | Guriya aur teddy | colour age
    toys-outdoor | ball | Ride-ons and outdoor toys | سائیکل اور باہر کے کھلونے | Cycle aur bahar ke khilone |
        colour age
jewellery-bags | ring | Watches, bags and jewellery | گھڑیاں، بیگ اور زیور | Ghari, bag aur zewar
  watches | watch | Watches | گھڑیاں | Ghariyan
    mens-watches | watch | Men's watches | مردانہ گھڑیاں | Mardana ghari | colour strap
    womens-watches | watch | Women's watches | زنانہ گھڑیاں | Zanana ghari | colour strap
  bags | bag | Bags | بیگ | Bag
    handbags | handbag | Handbags and clutches | پرس اور کلچ | Purse aur clutch | colour material
    backpacks | backpack | Backpacks and school bags | اسکول بیگ | School bag aur backpack | colour material
    wallets | wallet | Wallets and belts | بٹوے اور بیلٹ | Batwa aur belt | colour material
    luggage | suitcase | Suitcases and travel bags | سوٹ کیس اور سفری بیگ | Suitcase aur safri bag | colour material
  jewellery | ring | Jewellery | زیورات | Zewar
    necklace-sets | necklace | Necklace sets | ہار سیٹ | Haar set | colour metal stone
    earrings | earring | Earrings and jhumkas | بالیاں اور جھمکے | Baaliyan aur jhumke | colour metal stone
    bangles | bangle | Bangles and bracelets | چوڑیاں اور کنگن | Chooriyan aur kangan | colour bangle_size metal
    rings | ring | Rings | انگوٹھیاں | Angoothiyan | metal stone
  sunglasses | glasses | Sunglasses and frames | دھوپ کے چشمے | Dhoop ke chashme | colour material
phones | phone | Mobiles and tablets | موبائل اور ٹیبلٹ | Mobile aur tablet
  smartphones | phone | Smartphones | اسمارٹ فون | Smartphone | colour ram storage pta warranty
  keypad-phones | keypad-phone | Keypad phones | بٹن والے موبائل | Button wale mobile | colour pta warranty
  tablets | tablet | Tablets | ٹیبلٹ | Tablet | colour ram storage warranty
  phone-accessories | charger | Mobile accessories | موبائل کا سامان | Mobile ka saman
    phone-covers | phone-case | Covers and glass | کور اور گلاس | Cover aur glass | colour model material
    chargers | charger | Chargers and cables | چارجر اور کیبل | Charger aur cable | colour watts connector
    power-banks | battery | Power banks | پاور بینک | Power bank | colour capacity warranty
    earphones | earbuds | Handsfree and earbuds | ہینڈ فری اور ایئربڈز | Handsfree aur earbuds |
        colour connector warranty
    smart-watches | watch | Smart watches | اسمارٹ واچ | Smart watch | colour strap warranty
    phone-holders | tripod | Stands and ring lights | موبائل اسٹینڈ اور رنگ لائٹ | Mobile stand aur ring light |
        colour
computers | laptop | Computers and cameras | کمپیوٹر اور کیمرے | Computer aur camera
  laptops | laptop | Laptops | لیپ ٹاپ | Laptop | ram storage processor warranty
  computer-parts | cpu | Computer parts | کمپیوٹر کا سامان | Computer ka saman
    keyboards-mice | keyboard | Keyboards and mice | کی بورڈ اور ماؤس | Keyboard aur mouse | colour connector
    storage | usb | USB drives and hard disks | یو ایس بی اور ہارڈ ڈسک | USB aur hard disk | storage warranty
    monitors | monitor | Monitors | مانیٹر | Monitor | screen warranty
    printers | printer | Printers and ink | پرنٹر اور انک | Printer aur ink | colour warranty
    networking | router | Routers and internet devices | راؤٹر اور انٹرنیٹ ڈیوائس | Router aur wifi device |
        connector warranty
  gaming | gamepad | Gaming | گیمنگ | Gaming | colour connector
  cameras | camera | Cameras and CCTV | کیمرے اور سی سی ٹی وی | Camera aur CCTV | connector warranty
  speakers | speaker | Speakers and microphones | اسپیکر اور مائیک | Speaker aur mic | colour connector warranty
appliances | washer | Home appliances | گھریلو مشینیں | Ghar ki machinen
  televisions | tv | Televisions | ٹی وی | LED TV | screen warranty
  cooling | fan | Fans and coolers | پنکھے اور کولر | Pankhe aur cooler
    fans | fan | Fans | پنکھے | Pankhe | colour sweep power warranty
    air-coolers | cooler | Air coolers | ایئر کولر | Air cooler | colour power warranty
    air-conditioners | ac | Air conditioners | اے سی | AC | tonnage warranty
  heating | heater | Heaters and geysers | ہیٹر اور گیزر | Heater aur geyser | power warranty
  kitchen-appliances | blender | Kitchen machines | باورچی خانے کی مشینیں | Kitchen ki machinen
    blenders | blender | Juicers and blenders | جوسر اور بلینڈر | Juicer aur blender | colour watts warranty
    kettles | kettle | Kettles and tea makers | کیتلی | Kettle | colour capacity warranty
    ovens | oven | Microwaves and ovens | اوون اور مائیکرو ویو | Oven aur microwave | capacity warranty
    choppers | grinder | Choppers and grinders | چوپر اور گرائنڈر | Chopper aur grinder | watts warranty
    fridges | fridge | Fridges and freezers | فریج اور فریزر | Fridge aur freezer | colour capacity warranty
  washing-machines | washer | Washing machines | واشنگ مشین | Washing machine | capacity warranty
  irons | iron | Irons and steamers | استری | Istri | colour watts warranty
  sewing-machines | sewing | Sewing machines | سلائی مشین | Silai machine | power warranty
  solar-ups | solar | Solar, UPS and batteries | سولر، یو پی ایس اور بیٹری | Solar, UPS aur battery |
      watts capacity warranty
beauty | lipstick | Beauty and health | حسن اور صحت | Husn aur sehat
  makeup | lipstick | Make-up | میک اپ | Make-up
    lips-eyes | lipstick | Lips and eyes | لپ اسٹک اور کاجل | Lipstick aur kajal | colour pack
    face-makeup | compact | Face make-up | بیس اور پاؤڈر | Base aur powder | shade pack
    nails-henna | polish | Nails and mehndi | نیل پالش اور مہندی | Nail polish aur mehndi | colour pack
  skin-care | cream | Skin care | جلد کی حفاظت | Skin care | skin volume
  hair-care | comb | Hair care | بالوں کی حفاظت | Balon ki hifazat | volume
  perfumes | perfume | Perfumes and attar | پرفیوم اور عطر | Perfume aur attar | volume gender
  soaps | soap | Soaps and bath | صابن اور غسل | Sabun aur bath | volume pack
  grooming | razor | Shaving and trimmers | شیو اور ٹرمر | Shave aur trimmer | power warranty
  health | thermometer | Health devices | صحت کے آلات | BP aur sugar machine | power warranty
groceries | basket | Groceries | راشن اور کریانہ | Rashan aur kiryana
  dry-fruit | nut | Dry fruit and nuts | خشک میوہ جات | Dry fruit
    almonds-walnuts | nut | Almonds and walnuts | بادام اور اخروٹ | Badam aur akhrot | weight origin grade
    pistachio-cashew | nut | Pistachios and cashews | پستہ اور کاجو | Pista aur kaju | weight origin grade
    pine-nuts-peanuts | peanut | Pine nuts and peanuts | چلغوزہ اور مونگ پھلی | Chilgoza aur mungphali |
        weight origin grade
    dates-raisins | date | Dates, figs and raisins | کھجور، انجیر اور کشمش | Khajoor, anjeer aur kishmish |
        weight origin grade
  spices | chilli | Spices | مصالحے | Masalay
    whole-spices | chilli | Whole spices | ثابت مصالحے | Sabut masalay | weight origin
    ground-spices | chilli | Ground spices and mixes | پسے ہوئے مصالحے | Pisay huay masalay | weight origin
  rice-pulses | rice | Rice, flour and pulses | چاول، آٹا اور دالیں | Chawal, aata aur daal | weight origin
  honey-jaggery | honey | Honey, jaggery and jams | شہد، گڑ اور مربے | Shehad, gur aur murabba | weight origin
  oil-ghee | oil | Oil and ghee | تیل اور گھی | Tel aur ghee | volume origin
  tea-coffee | tea | Tea and coffee | چائے اور کافی | Chai aur coffee | weight origin
  pickles-sauces | jar | Pickles and sauces | اچار اور چٹنی | Achar aur chatni | weight
  sweets-bakery | sweet | Sweets and bakery | مٹھائی اور بیکری | Mithai aur bakery | weight
  fresh-fruit | fruit | Fruit by the crate | پھلوں کی پیٹیاں | Phal ki peti | weight origin grade
  cleaning | soap | Washing and cleaning | دھلائی اور صفائی | Dhulai aur safai | volume pack
home | sofa | Home and living | گھر کا سامان | Ghar ka saman
  bedding | bed | Bedding | بستر | Bistar
    bedsheets | bed | Bedsheets | بیڈ شیٹس | Bedsheet | colour bed_size fabric
    quilts-blankets | blanket | Quilts and blankets | رضائیاں اور کمبل | Razai aur kambal | colour bed_size fabric
    pillows-cushions | pillow | Pillows and cushions | تکیے اور کشن | Takiye aur cushion | colour pack fabric
    towels | towel | Towels | تولیے | Tauliye | colour pack fabric
  decor | lamp | Decoration | سجاوٹ | Sajawat
    carpets-rugs | rug | Carpets and rugs | قالین اور دریاں | Qaleen aur dari | colour size material origin
    curtains | curtain | Curtains | پردے | Parde | colour length fabric
    wall-art | frame | Wall art and clocks | دیوار کی سجاوٹ | Deewar ki sajawat | colour material
    lamps-lights | lamp | Lamps and lights | لیمپ اور بتیاں | Lamp aur lights | colour watts
    blue-pottery | vase | Pottery and handicrafts | مٹی کے برتن اور دستکاری | Mitti ke bartan aur dastkari |
        colour material origin
  furniture | chair | Furniture | فرنیچر | Furniture | colour material
  kitchen | pot | Kitchen | باورچی خانہ | Kitchen ka saman
    cookware | pot | Pots and pans | دیگچے اور کڑاہی | Degchi aur karahi | material capacity
    dinner-sets | plate | Dinner and tea sets | ڈنر اور ٹی سیٹ | Dinner set aur tea set | colour material pack
    flasks-bottles | bottle | Flasks and bottles | تھرماس اور بوتلیں | Thermos aur bottle | colour capacity material
    kitchen-storage | jar | Storage and tools | ڈبے اور چھری چمچ | Dabbe aur churi chamach | material pack
  sewing-supplies | thread | Tailoring supplies | سلائی کا سامان | Silai ka saman
    threads-buttons | thread | Thread, buttons and lace | دھاگہ، بٹن اور لیس | Dhaga, button aur lace |
        colour material pack
    tailor-tools | scissors | Tailor's tools | درزی کے اوزار | Darzi ke auzar | material
  prayer | prayer-mat | Prayer and gifts | جائے نماز اور تحفے | Jaye namaz aur tohfe | colour material
  tools | hammer | Tools and electrical | اوزار اور بجلی کا سامان | Auzar aur bijli ka saman
    hand-tools | wrench | Hand tools | دستی اوزار | Dasti auzar | material pack
    power-tools | drill | Power tools | مشینی اوزار | Drill aur machine | watts warranty
    bulbs-wiring | bulb | Bulbs, switches and wire | بلب، سوئچ اور تار | Bulb, switch aur taar | watts pack
  garden | plant | Plants and garden | پودے اور باغبانی | Paude aur baghbani | pack
books-stationery | book | Books and stationery | کتابیں اور اسٹیشنری | Kitaben aur stationery
  books | book | Books | کتابیں | Kitaben | language
  school-supplies | pencil | School supplies | اسکول کا سامان | School ka saman | colour pack
  art-supplies | palette | Art and calligraphy | خطاطی اور رنگ | Khattati aur rang | colour pack
  office-supplies | paper | Office supplies | دفتر کا سامان | Daftar ka saman | pack
sports | ball | Sports | کھیل کا سامان | Khel ka saman
  cricket | cricket | Cricket | کرکٹ | Cricket | size material
  football | ball | Football and volleyball | فٹ بال اور والی بال | Football aur volleyball | size material
  racket-sports | racket | Badminton and tennis | بیڈمنٹن اور ٹینس | Badminton aur tennis | colour material
  gym | dumbbell | Gym and exercise | ورزش کا سامان | Gym aur warzish | colour weight
  cycles | bicycle | Cycles | سائیکل | Cycle | colour wheel
  camping | tent | Camping and travel | کیمپنگ اور سفر | Camping aur safar | colour capacity
motors | motorbike | Motorbike and car | موٹر سائیکل اور گاڑی | Motorcycle aur gari
  bike-parts | chain | Bike parts | بائیک کے پرزے | Bike ke parts | model
  helmets | helmet | Helmets and gear | ہیلمٹ اور دستانے | Helmet aur gloves | colour size
  engine-oil | oil-can | Engine oil | انجن آئل | Engine oil | volume grade
  car-accessories | car | Car accessories | گاڑی کا سامان | Gari ka saman | colour model
  tyres | tyre | Tyres and tubes | ٹائر اور ٹیوب | Tyre aur tube | model
`

interface Draft {
  readonly id: string
  readonly parent: string | null
  readonly line: readonly string[]
}

function drafts(): Draft[] {
  const above: string[] = []
  return TREE.replaceAll(/\|\n +/g, '| ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const depth = (line.length - line.trimStart().length) / 2
      const cells = line.split('|').map((cell) => cell.trim())
      const id = cells[0] ?? ''
      above[depth] = id
      return { id, parent: depth === 0 ? null : (above[depth - 1] ?? null), line: cells }
    })
}

function build(): Category[] {
  const places = new Map<string | null, number>()
  return drafts().map(({ id, parent, line }) => {
    const position = (places.get(parent) ?? 0) + 1
    places.set(parent, position)
    const [, icon = '', en = '', ur = '', roman = '', keys = ''] = line
    const attributes = keys.split(' ').flatMap((key) => {
      const attribute = ATTRIBUTES.find((one) => one.key === key)
      if (key !== '' && attribute === undefined) throw new Error(`the tree asks for ${key}, which is no attribute`)
      return attribute === undefined ? [] : [attribute]
    })
    return { id, parent, name: { en, ur, roman }, icon, position, attributes }
  })
}

/** The market's own tree of goods: parents always before their children. */
export const CATEGORY_TREE: readonly Category[] = build()
