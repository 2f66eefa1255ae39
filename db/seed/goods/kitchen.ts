import type { Recipe } from './recipe.ts'

export const KITCHEN: readonly Recipe[] = [
  {
    id: 'cookware',
    category: 'cookware',
    pictures: ['cooking-pot', 'frying-pan', 'pressure-cooker'],
    price: [900, 9500],
    slots: {
      kind: [
        'karahi~کڑاہی#frying-pan|degchi set~دیگچی سیٹ@2.2#cooking-pot',
        'pressure cooker~پریشر ککر@1.8#pressure-cooker|tawa~توا@0.6#frying-pan',
        'frying pan~فرائی پین@0.8#frying-pan|handi~ہانڈی@1.1#cooking-pot',
        'cooking set 7 piece~کوکنگ سیٹ@3#cooking-pot|idli steamer~سٹیمر#pressure-cooker',
      ],
      material: [
        'aluminium~ایلومینیم|Steel~سٹیل@1.4|nonstick~نان سٹک@1.2|cast iron~لوہے@1.1|Copper~تانبے@2',
        'granite coated~گرینائٹ@1.5',
      ],
      extra: 'heavy weight|with lid|Gujranwala|thick bottom|hotel size@1.5|family size',
    },
    titles: [
      '{material} {kind} {extra}',
      '{kind} {material} - {extra}',
      'Bawarchi khana: {material} {kind} {extra}',
      '{ur:kind} ({ur:material})',
    ],
    facts: ['Bottom is thick and does not burn.', 'Wazan tol kar likha gaya hai.', 'ہینڈل مضبوط، کیل پکے۔'],
    weight_g: 2400,
  },
  {
    id: 'dinner-set',
    category: 'dinner-sets',
    pictures: ['blue-plate', 'teapot', 'spice-bowl'],
    price: [1400, 18000],
    slots: {
      kind: [
        'dinner set 72 piece=15500#blue-plate|dinner set 24 piece=6800#blue-plate|tea set 17 piece=4900#teapot',
        'cup set of 6=1500#tea-cup|water set=1700#water-cooler|bowl set=1900#spice-bowl',
        'mugs pair=1300#tea-cup|picnic set 32 piece=7200#blue-plate',
      ],
      material: 'Ceramic|bone china@1.3|melamine@0.8|opal glass@0.9|marble finish@1.2',
      extra: 'golden line|floral|plain white|jahez special|microwave safe',
    },
    titles: [
      '{kind} {material} {extra}',
      '{material} {kind}, {extra}',
      'Mehmanon ke liye {kind} ({material}, {extra})',
      'ڈنر سیٹ: {kind} {extra}',
    ],
    facts: [
      'A broken piece is replaced, count at the door.',
      'Jahez ke liye packing alag.',
      'ہر پیس گن کر پیک کیا جاتا ہے۔',
    ],
    weight_g: 7000,
  },
  {
    id: 'flask',
    category: 'flasks-bottles',
    pictures: ['thermos', 'water-bottle', 'water-cooler'],
    price: [450, 4600],
    slots: {
      kind: [
        'thermos~تھرماس@1.5#thermos|water bottle~پانی کی بوتل@0.6#water-bottle|lunch box~لنچ باکس@0.8#sweets-box',
        'tea flask~چائے کا فلاسک@1.4#thermos|water cooler~واٹر کولر@2#water-cooler',
        'school bottle~سکول بوتل@0.5#water-bottle',
      ],
      capacity: '500 ml@0.6|750 ml@0.8|1 litre|1.5 litre@1.2|2 litre@1.4',
      extra: 'steel inside|keeps 12 hours hot|leak proof|kids cartoon|with cup',
    },
    titles: [
      '{kind} {capacity} {extra}',
      '{capacity} {kind} - {extra}',
      '{extra} {kind} school aur daftar ke liye {capacity}',
      '{ur:kind} {capacity}',
    ],
    facts: [
      'Filled and turned over for an hour before packing: no leak.',
      'Subah ki chai sham tak garam.',
      'ڈھکن کی ربڑ الگ سے مل جاتی ہے۔',
    ],
    options: { colour: 'Blue|Silver|Pink|Black' },
    weight_g: 700,
  },
  {
    id: 'kitchen-tools',
    category: 'kitchen-storage',
    pictures: ['knife', 'spoon-set', 'spice-jar'],
    price: [250, 3600],
    slots: {
      kind: [
        'kitchen knife set=1400#knife|butcher’s churi=1100#knife|spoon set 24 piece=2200#spoon-set',
        'airtight jars set of 6=1600#spice-jar|masala box=1300#sweets-box|chopping board=750#knife',
        'vegetable cutter=1150#chopper|chai channi set=350#tea-cup|wooden spoons set=650#spoon-set',
        'roti box=900#cooking-pot',
      ],
      make: 'Wazirabad steel@1.2|stainless steel|plastic@0.8|wooden handle|food grade',
      extra: 'sharp|for Qurbani|gift box|daily use|hotel quality',
    },
    titles: [
      '{kind} {make} {extra}',
      '{make} {kind}',
      '{kind} - {extra} - {make}',
      'کچن کا سامان: {kind}',
      'Wazirabad ki {kind} {extra}',
    ],
    facts: [
      'Steel keeps its edge; sharpen once a month.',
      'Zang nahi lagta.',
      'وزیر آباد کا لوہا، دھار سالوں چلتی ہے۔',
    ],
    weight_g: 800,
  },
  {
    id: 'prayer',
    category: 'prayer',
    pictures: ['prayer-mat', 'tasbih', 'gift-box'],
    price: [250, 4200],
    slots: {
      kind: [
        'jaye namaz~جائے نماز#prayer-mat|velvet jaye namaz~مخملی جائے نماز@1.6#prayer-mat|tasbih~تسبیح@0.5#tasbih',
        'ehram set~احرام سیٹ@2.4#towel|Quran rehal~رحل@1.3#open-book|digital tasbih~ڈیجیٹل تسبیح@0.4#tasbih',
        'Hajj gift box~حج گفٹ باکس@2.2#gift-box',
      ],
      extra: 'soft|Turkish@1.3|for travel|with bag|sheesham wood@1.3|pack of 3@2.4',
    },
    titles: ['{kind} {extra}', '{extra} {kind}', 'Tohfa: {kind} ({extra})', '{ur:kind} تحفے کے لیے'],
    facts: ['Soft, folds small.', 'Umrah par sath le jane ke liye halki.', 'مسجد اور گھر دونوں کے لیے۔'],
    options: { colour: 'Green|Maroon|Blue|Brown' },
    weight_g: 700,
  },
  {
    id: 'plants',
    category: 'garden',
    pictures: ['potted-plant', 'watering-can', 'seedling'],
    price: [150, 2600],
    slots: {
      kind: [
        'money plant~منی پلانٹ#potted-plant|gulab ka pauda~گلاب کا پودا#potted-plant',
        'lemon plant~لیموں کا پودا@1.3#potted-plant|vegetable seeds 10 packs~سبزیوں کے بیج@0.8#seedling',
        'khaad 5 kg~کھاد#rice-sack|clay gamla~مٹی کا گملا@0.7#clay-pot|aloe vera~ایلو ویرا@0.8#seedling',
        'motia~موتیا#potted-plant|spray pump~سپرے پمپ@1.9#watering-can',
      ],
      extra: 'healthy|roof garden|desi|kitchen gardening|season special',
    },
    titles: [
      '{kind} {extra}',
      'Chhat ki baghbani: {kind} {extra}',
      '{extra} {kind} - Pattoki nursery',
      '{ur:kind} پتوکی نرسری سے',
    ],
    facts: [
      'Roots wrapped in wet jute, lives five days on the way.',
      'Subah pani dein, dhoop do ghante.',
      'راستے میں سوکھ جائے تو دوسرا بھیجیں گے۔',
    ],
    weight_g: 2500,
  },
]
