/** A name in the three languages that every market speaks. */
export interface Names {
  readonly en: string
  readonly ur: string
  readonly roman: string
}

/** One fact that goods of a kind have, like the size of a shoe. */
export interface Attribute {
  readonly key: string
  readonly name: Names
  /** What people usually choose from; a seller may write another. Absent where only free text makes sense. */
  readonly values?: readonly string[]
}

// key | English | Urdu | Roman Urdu | usual values, which go on in the next line after a comma
const TABLE = `
colour | Colour | رنگ | Rang | Black, White, Brown, Tan, Red, Maroon, Pink, Orange, Mustard, Yellow,
  Green, Bottle green, Blue, Navy, Sky blue, Purple, Grey, Beige, Cream, Silver, Golden, Multi
size | Size | سائز | Size | XS, S, M, L, XL, XXL
shoe_size | Shoe size | جوتے کا سائز | Joote ka size | 26, 28, 30, 32, 34, 36, 37, 38, 39, 40, 41,
  42, 43, 44, 45
waist | Waist | کمر | Kamar | 28, 30, 32, 34, 36, 38, 40
age | Age | عمر | Umar | 0-6 months, 6-12 months, 1-2 years, 3-4 years, 5-6 years, 7-8 years,
  9-10 years, 11-12 years
bangle_size | Bangle size | چوڑی کا ناپ | Choori ka naap | 2.2, 2.4, 2.6, 2.8
bed_size | Bed size | بیڈ کا سائز | Bed ka size | Single, Double, King
fabric | Cloth | کپڑا | Kapra | Lawn, Cotton, Khaddar, Linen, Wash & wear, Karandi, Boski, Chiffon,
  Silk, Velvet, Wool, Pashmina, Fleece, Denim, Jersey, Polyester
season | Season | موسم | Mausam | Summer, Winter, All year
pieces | Pieces | پیس | Piece | 1 piece, 2 piece, 3 piece
work | Work | کام | Kaam | Plain, Printed, Embroidered, Hand embroidered, Mirror work, Zari, Gota
length | Length | لمبائی | Lambai | 4 metres, 4.5 metres, 5 metres, 7 metres
material | Material | میٹیریل | Material | Leather, Suede, Rexine, Rubber, Canvas, Cotton, Wood,
  Sheesham wood, Steel, Brass, Copper, Aluminium, Clay, Ceramic, Glass, Plastic, Marble, Wool,
  Silicone
origin | Made in | کہاں کا | Kahan ka | Swat, Kashmir, Multan, Sindh, Hala, Chiniot, Peshawar,
  Quetta, Gilgit, Hunza, Lahore, Karachi, Wazirabad, Sialkot
grade | Grade | درجہ | Darja | A, B, Special
metal | Metal | دھات | Dhaat | Silver, Gold plated, Brass, Steel, Artificial
stone | Stone | پتھر | Patthar | None, Zircon, Pearl, Kundan, Feroza, Aqeeq
strap | Strap | پٹہ | Patta | Leather, Steel, Rubber
model | For model | کس ماڈل کے لیے | Kis model ke liye
ram | RAM | ریم | RAM | 2 GB, 3 GB, 4 GB, 6 GB, 8 GB, 12 GB, 16 GB
storage | Storage | میموری | Memory | 16 GB, 32 GB, 64 GB, 128 GB, 256 GB, 512 GB, 1 TB
processor | Processor | پروسیسر | Processor
screen | Screen | اسکرین | Screen | 19 inch, 22 inch, 24 inch, 27 inch, 32 inch, 43 inch, 55 inch, 65 inch
pta | PTA | پی ٹی اے | PTA | Approved, Not approved
warranty | Warranty | وارنٹی | Warranty | None, 7 days check, 6 months, 1 year, 2 years, 5 years
connector | Connection | کنکشن | Connection | Type-C, Micro USB, Lightning, 3.5 mm, Bluetooth, USB, Wi-Fi, Wired
watts | Power (watts) | واٹ | Watt
power | Runs on | کس سے چلتا ہے | Kis se chalta hai | Electricity, Battery, Gas, Solar, AC/DC, Hand
capacity | Capacity | گنجائش | Gunjaish
sweep | Fan size | پنکھے کا سائز | Pankhe ka size | 12 inch, 18 inch, 24 inch, 56 inch
tonnage | Tons | ٹن | Ton | 1 ton, 1.5 ton, 2 ton
weight | Weight | وزن | Wazan | 100 g, 250 g, 500 g, 1 kg, 2 kg, 5 kg, 10 kg
volume | Volume | مقدار | Miqdar | 12 ml, 50 ml, 100 ml, 250 ml, 500 ml, 1 litre, 3 litre, 5 litre
pack | Pack | پیک | Pack | 1, 2, 3, 4, 6, 10, 12, 24
shade | Shade | شیڈ | Shade | Fair, Medium, Wheatish, Dark
skin | Skin type | جلد کی قسم | Jild ki qism | All, Dry, Oily, Sensitive
gender | For | کس کے لیے | Kis ke liye | Men, Women, Both
language | Language | زبان | Zaban | Urdu, English, Arabic, Sindhi, Pashto, Punjabi
wheel | Wheel | پہیہ | Pahiya | 12 inch, 16 inch, 20 inch, 22 inch, 26 inch
`

/** Every attribute that a category of the tree can ask for. */
export const ATTRIBUTES: readonly Attribute[] = TABLE.replaceAll(',\n', ',')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [key = '', en = '', ur = '', roman = '', values = ''] = line.split('|').map((cell) => cell.trim())
    const name = { en, ur, roman }
    return values === '' ? { key, name } : { key, name, values: values.split(',').map((value) => value.trim()) }
  })
