import type { Recipe } from './recipe.ts'

/** Tailoring, tools, motorbike and car. */
export const WORKSHOP: readonly Recipe[] = [
  {
    id: 'thread',
    category: 'threads-buttons',
    pictures: ['thread', 'buttons', 'lace', 'zip'],
    price: [120, 1600],
    slots: {
      kind: [
        'silai thread reel~سلائی دھاگہ|resham thread~ریشمی دھاگہ@1.3|lace~لیس@1.4|fancy buttons~فینسی بٹن',
        'shirt buttons~قمیض کے بٹن@0.7|zip~زپ|elastic roll~الاسٹک رول@1.2|piping dori~پائپنگ ڈوری',
        'gota roll~گوٹہ@1.5|tussle latkan~لٹکن@1.6|bukram~بکرم',
      ],
      pack: '12 reels@2|per dozen|10 gaz|1 gross@4|single@0.4|100 piece@2.2',
      extra: 'all colours|matching|golden|tailor pack|strong|washable',
    },
    titles: [
      '{kind} {pack} {extra}',
      '{extra} {kind} ({pack})',
      'Darzi ka saman: {kind} {pack} - {extra}',
      '{ur:kind} {pack}',
      'Tailor choice {kind} {extra} {pack}',
    ],
    facts: [
      'The same we use in our own shop.',
      'Rang pakka, dhulne par nahi utarta.',
      'میچنگ کے لیے کپڑے کی تصویر بھیج دیں۔',
      'Sent flat, not folded.',
    ],
    options: { colour: 'White|Black|Golden|Maroon|Multi' },
    weight_g: 250,
  },
  {
    id: 'tailor-tools',
    category: 'tailor-tools',
    pictures: ['scissors', 'tape-measure', 'needle'],
    price: [90, 3800],
    slots: {
      kind: [
        'tailor scissors 10 inch=1900|inch tape=150|needle set=120|cutting chalk box=180|embroidery hoop=350',
        'thimble and awl set=220|French curve set=750|mannequin=6800|pinking scissors=1500|hand needles pack=90',
        'tracing wheel=280|ironing pad=900',
      ],
      make: 'Wazirabad~وزیر آباد@1.1|steel~سٹیل|German style~جرمن سٹائل@1.2|local~مقامی@0.9',
      extra: 'sharp|ustad quality|for learners|shop use|new stock',
    },
    titles: [
      '{kind} {make} {extra}',
      '{make} {kind}',
      'Darzi ke auzar: {kind} - {extra} {make}',
      'درزی کے اوزار: {kind}',
    ],
    facts: [
      'Sharpened on stone before it leaves.',
      'Ustad Imran ki dukaan par yehi chalti hai.',
      'سیکھنے والوں کے لیے بھی۔',
    ],
    weight_g: 350,
  },
  {
    id: 'sewing-machine',
    category: 'sewing-machines',
    pictures: ['sewing-machine'],
    price: [9500, 48000],
    slots: {
      brand: 'Singer@1.3|Salika|Janome@1.5|Brother@1.5|Pak Swan@0.85|Jack@1.6',
      kind: 'hand machine|with motor@1.2|overlock@1.6|pico machine@1.5|embroidery machine@1.7|mini machine@0.4',
      extra: 'with wooden box|full set|2 year warranty|learner|home use',
    },
    titles: [
      '{brand} sewing machine {kind} {extra}',
      '{kind} {brand} silai machine - {extra}',
      'Silai machine {brand} {kind} ({extra})',
      'سلائی مشین {brand} {kind}',
    ],
    facts: [
      'Oiled, tried on six kinds of cloth.',
      'Parts har sheher mein milte hain.',
      'جہیز اور روزگار دونوں کے لیے۔',
    ],
    attributes: { power: 'Hand', warranty: '2 years' },
    weight_g: 13000,
  },
  {
    id: 'hand-tools',
    category: 'hand-tools',
    pictures: ['hammer', 'wrench', 'screwdriver', 'toolbox', 'saw'],
    price: [250, 8500],
    slots: {
      kind: [
        'screwdriver set=850|hammer=750|pliers set=1500|tool kit 108 piece=8200|measuring tape 5 m=450',
        'spanner set=2300|hand saw=900|paint brush set=550|wire stripper=650|allen key set=480|tool box=2600',
        'spirit level=700',
      ],
      brand: 'Total|Ingco@1.1|Stanley@1.6|Sialkot made@0.8|Tolsen',
      extra: 'chrome vanadium|rubber grip|home use|workshop|heavy duty@1.1',
    },
    titles: [
      '{brand} {kind} {extra}',
      '{kind} {brand} - {extra}',
      'Mistri ka auzar: {kind} {brand} ({extra})',
      'اوزار: {kind} {brand}',
    ],
    facts: ['Does not round off at the first hard bolt.', 'Ghar aur workshop dono ke liye.', 'زنگ سے محفوظ۔'],
    weight_g: 1200,
  },
  {
    id: 'power-tools',
    category: 'power-tools',
    pictures: ['drill', 'grinder-tool'],
    price: [3600, 26000],
    slots: {
      kind: [
        'drill machine=6200|angle grinder=6900|cordless drill=11500|jigsaw=9800|electric blower=4900',
        'welding plant=24500|circular saw=16500|heat gun=4600|pressure washer=19500',
      ],
      brand: 'Ingco|Total|Bosch@1.7|Makita@1.8|Crown@0.95|Dong Cheng@1.1',
      extra: 'pure copper|6 month warranty|with bits|heavy duty|variable speed',
    },
    titles: [
      '{brand} {kind} {extra}',
      '{kind} {brand}, {extra}',
      '{brand} ki {kind} - {extra} - karigar ke liye',
      'مشینی اوزار: {kind} {brand}',
    ],
    facts: [
      'Carbon brushes spare in the box.',
      'Motor copper, lambay kaam mein garam nahi.',
      'چلا کر دیکھیں پھر پیسے دیں۔',
    ],
    attributes: { warranty: '6 months' },
    weight_g: 3500,
  },
  {
    id: 'bulbs',
    category: 'bulbs-wiring',
    pictures: ['bulb', 'switch-board', 'wire-coil'],
    price: [150, 9500],
    slots: {
      kind: [
        'LED bulb 12W=280|LED bulb 18W=420|charging bulb=750|switch board 6 gang=650|extension board=900',
        'copper wire 3/29 coil=8900|breaker 32 A=850|tube light LED=780|flood light 50W=1900|door bell=550',
      ],
      brand: 'Philips@1.5|Osaka|Fast Cables@1.3|Orange@0.9|Bright@0.8|Himmel',
      pack: 'single|pack of 4@3.7|pack of 2@1.9|box of 10@9',
    },
    titles: [
      '{brand} {kind} {pack}',
      '{kind} {brand} - {pack}',
      'Bijli ka saman: {brand} {kind} ({pack})',
      'بجلی کا سامان: {kind} {brand}',
    ],
    facts: ['One year replacement at the door.', 'Kam watt, zyada roshni.', 'آئی ایس آئی معیار کا تار۔'],
    weight_g: 600,
  },
  {
    id: 'bike-parts',
    category: 'bike-parts',
    pictures: ['bike-chain', 'motorbike', 'headlight', 'gear'],
    price: [180, 6800],
    slots: {
      kind: [
        'chain sprocket kit=1950|brake shoe=380|clutch plate set=950|headlight LED=850|side mirror pair=550',
        'seat cover=450|shock absorber pair=4600|plug=320|carburettor=2400|indicator set=480|silencer=3200',
        'bike cover=900|tank pad=350',
      ],
      model: [
        'Honda CD 70~ہنڈا سی ڈی 70|Honda CG 125~ہنڈا 125@1.2|Yamaha YBR~یاماہا وائی بی آر@1.4',
        'Suzuki GS 150~سوزوکی 150@1.35|Road Prince 70~روڈ پرنس@0.9|Unique 70~یونیک@0.9|United 70~یونائیٹڈ@0.9',
      ],
      extra: 'genuine|A quality@0.8|original packing|long life|best for daily riding',
    },
    titles: [
      '{model} {kind} {extra}',
      '{kind} for {model} - {extra}',
      '{model} ka {kind} {extra}',
      'بائیک کا سامان: {kind} {model}',
    ],
    facts: ['Fits all years from 2012.', 'Mistri ko dikha kar paisay dein.', 'اصلی پیکنگ، کوڈ نمبر کے ساتھ۔'],
    weight_g: 900,
  },
  {
    id: 'helmet',
    category: 'helmets',
    pictures: ['helmet', 'bike-gloves'],
    price: [900, 7800],
    slots: {
      kind: [
        'full face helmet~فل فیس ہیلمٹ@1.4|half helmet~ہاف ہیلمٹ@0.7|flip up helmet~فلپ ہیلمٹ@1.6',
        'ladies helmet~لیڈیز ہیلمٹ|bike gloves~بائیک دستانے@0.5|rain suit~برساتی سوٹ@0.9',
        'kids helmet~بچوں کا ہیلمٹ@0.7',
      ],
      brand: 'Jawad|Studds@1.6|Vector@1.3|Index@1.2|local@0.8',
      extra: 'clear visor|DOT@1.2|with graphics|washable lining|challan se bachao|light weight',
    },
    titles: [
      '{brand} {kind} {extra}',
      '{kind} {brand} - {extra}',
      'Sar salamat: {kind} {brand} {extra}',
      '{ur:kind} {brand}',
    ],
    facts: [
      'Visor can be replaced for Rs 350.',
      'Andar ki gaddi nikal kar dhoein.',
      'ہیلمٹ پہنیں، گھر والے انتظار میں ہیں۔',
    ],
    options: { colour: 'Black|Red|Blue|White', size: 'M|L|XL' },
    weight_g: 1400,
  },
  {
    id: 'engine-oil',
    category: 'engine-oil',
    pictures: ['oil-can'],
    price: [650, 9500],
    slots: {
      brand: 'Shell@1.2|Zic@1.15|Caltex Havoline@1.1|PSO|Kixx@1.1|Total Quartz@1.1',
      grade: '20W-50|10W-40@1.2|5W-30@1.5|15W-40@1.1',
      kind: [
        'bike engine oil 0.7 L=950|bike engine oil 1 L=1250|car engine oil 3 L=4600|car engine oil 4 L=6100',
        'brake oil=450|gear oil 1 L=1150|coolant 1 L=850',
      ],
    },
    titles: [
      '{brand} {kind} {grade}',
      '{kind} {brand} {grade} sealed',
      '{brand} original {kind} ({grade})',
      'انجن آئل {brand} {grade} {kind}',
    ],
    facts: [
      'Sealed; scratch the code and send it by SMS to the company.',
      'Do hazar kilometer tak.',
      'نقلی نکلے تو دُگنے پیسے واپس۔',
    ],
    weight_g: 1500,
  },
  {
    id: 'car-accessories',
    category: 'car-accessories',
    pictures: ['car', 'car-seat', 'air-freshener', 'tyre-pump'],
    price: [250, 14000],
    slots: {
      kind: [
        'seat cover set=8900|floor mats=3600|top cover=4200|dashboard polish=650|car perfume=450',
        'LED headlight pair=4900|android panel=23500|steering cover=900|sun shades set=1500|tyre inflator=3900',
        'parking camera=3100|car vacuum=2600',
      ],
      model: [
        'Suzuki Alto~آلٹو@0.9|Suzuki Mehran~مہران@0.85|Toyota Corolla~کرولا@1.1|Honda City~سٹی@1.05',
        'Honda Civic~سوک@1.15|Cultus~کلٹس|Wagon R~ویگن آر|Yaris~یارس@1.05',
      ],
      extra: 'custom fit|waterproof|premium@1.15|easy fitting|black',
    },
    titles: [
      '{model} {kind} {extra}',
      '{kind} for {model} - {extra}',
      '{model} ke liye {kind} ({extra})',
      'گاڑی کا سامان: {kind} {ur:model}',
    ],
    facts: [
      'Cut on the pattern of the {model}.',
      'Fitting khud ho jati hai, video bhej dete hain.',
      'تین دن میں بدلنے کی گارنٹی۔',
    ],
    weight_g: 2200,
  },
  {
    id: 'tyres',
    category: 'tyres',
    pictures: ['tyre'],
    price: [900, 19000],
    slots: {
      kind: [
        'bike tyre 2.25-17=1850|bike tyre 2.75-18=2700|bike tube=650|car tyre 145/70 R12=9200',
        'car tyre 195/65 R15=17500|rickshaw tyre=2900|cycle tyre 22 inch=950|puncture kit=350',
      ],
      brand: 'General|Panther@0.9|Servis|Diamond@0.85|Yokohama@1.5|Ghauri@0.85',
      extra: 'new 2026|6 ply|long life|good grip|with tube@1.25',
    },
    titles: ['{brand} {kind} {extra}', '{kind} {brand} - {extra}', '{brand} ka {kind} {extra}', 'ٹائر {brand} {kind}'],
    facts: [
      'Date of making is stamped; less than six months.',
      'Barish mein bhi grip.',
      'فٹنگ آپ کے شہر کے کسی بھی مستری سے۔',
    ],
    weight_g: 5000,
  },
]
