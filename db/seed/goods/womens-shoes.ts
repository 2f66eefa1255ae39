import type { Recipe } from './recipe.ts'
import { KIDS_SHOE_SIZES, WOMENS_SIZES } from './words.ts'

export const WOMENS_SHOES: readonly Recipe[] = [
  {
    id: 'womens-khussa',
    category: 'womens-khussa',
    pictures: ['khussa-embroidered', 'kolhapuri', 'khussa'],
    price: [1200, 3200],
    slots: {
      work: [
        'mirror work~شیشے کا کام@1.2|pearl work~موتی کا کام@1.3|zari~زری@1.3|resham embroidery~ریشمی کڑھائی@1.1',
        'plain~سادہ@0.8',
      ],
      kind: 'khussa~کھسہ|kolhapuri chappal~کولہاپوری چپل#kolhapuri|mojri~موجڑی|pump khussa~پمپ کھسہ',
      for: 'bridal|mehndi function|Eid|daily wear|party wear',
    },
    titles: [
      'Ladies {kind} {work} {for}',
      '{for} {kind} handmade with {work}',
      'Multani {kind} zanana {work}',
      'زنانہ {ur:kind} {ur:work}',
      '{kind} for girls - {work}, soft padding',
    ],
    facts: [
      'Padded inside, so no blisters on the first evening.',
      '{work} haath se kiya gaya hai.',
      'Pure leather sole, light as a slipper.',
      'مہندی اور عید کے لیے۔',
    ],
    options: { colour: 'Golden|Pink|Maroon|Green|Silver', shoe_size: WOMENS_SIZES },
    attributes: { material: 'Leather' },
    weight_g: 450,
  },
  {
    id: 'womens-sandals',
    category: 'womens-sandals',
    pictures: ['flat-chappal'],
    price: [900, 2800],
    slots: {
      kind: [
        'flat sandal~فلیٹ سینڈل|block sandal~بلاک سینڈل@1.2|slide chappal~سلائیڈ چپل@0.8',
        'ankle strap sandal~سٹریپ سینڈل@1.1',
      ],
      extra: 'soft sole~نرم سول|with stones~نگوں والی@1.2|plain design~سادہ|braided straps~گندھی ہوئی',
      for: 'daily use|college|party|bazaar aur ghar',
    },
    titles: [
      'Ladies {kind} {extra} for {for}',
      'Zanana {kind} - {extra}',
      '{kind} {extra} | {for} | all sizes',
      'زنانہ {ur:kind} {ur:extra}',
    ],
    facts: [
      'Straps are stitched and glued, buckle is steel.',
      'Sara din pehno, paon nahi thakta.',
      'ہلکی اور مضبوط۔',
      'Half size? Take the bigger one.',
    ],
    options: { colour: 'Black|Beige|Maroon|Golden', shoe_size: WOMENS_SIZES },
    weight_g: 500,
  },
  {
    id: 'womens-heels',
    category: 'womens-heels',
    pictures: ['heel'],
    price: [1600, 4200],
    slots: {
      kind: 'block heels#heel|court shoes|pencil heels@1.1|wedges#heel|kitten heels',
      height: '2 inch|2.5 inch|3 inch|4 inch@1.1',
      extra: 'shimmer@1.1|velvet|patent|matte|with bow',
    },
    titles: [
      '{extra} {kind} {height} party wear',
      'Ladies {kind} {height} {extra}',
      '{kind} shadi ke liye, {extra}, {height} heel',
      'ہیل والے جوتے {height}',
    ],
    facts: [
      'Heel {height}, steady base, rubber tip that can be replaced.',
      'Fancy joron ke sath bohat achi lagti hain.',
      'Inner sole is padded.',
    ],
    options: { colour: 'Golden|Silver|Black|Maroon', shoe_size: WOMENS_SIZES },
    weight_g: 700,
  },
  {
    id: 'kids-shoes',
    category: 'kids-shoes',
    pictures: ['kids-shoe', 'oxford-shoe'],
    price: [900, 2600],
    slots: {
      kind: [
        'school shoes~اسکول شوز#oxford-shoe|joggers~جوگرز#runner-shoe|velcro shoes~ویلکرو جوتے#kids-shoe',
        'sandals~سینڈل@0.8#kolhapuri|light shoes~لائٹ والے جوتے@1.2#kids-shoe',
      ],
      for: 'boys~لڑکوں|girls~بچیوں|bachon~بچوں',
      extra: 'washable|black regular|soft sole|strong stitching',
    },
    titles: [
      '{for} {kind} {extra}',
      'Kids {kind} for {for} - {extra}',
      'Bachon ke {kind} {extra}',
      '{ur:for} کے {ur:kind}',
    ],
    facts: [
      'Velcro or laces that small hands can manage.',
      'Pair barhne ki gunjaish ke liye aik size bara lein.',
      'ایک سال سکول کی مار سہہ لیتے ہیں۔',
    ],
    options: { colour: 'Black|White|Pink|Blue', shoe_size: KIDS_SHOE_SIZES },
    weight_g: 500,
  },
  {
    id: 'womens-sneakers',
    category: 'womens-sneakers',
    pictures: ['sneaker', 'runner-shoe'],
    price: [1500, 4200],
    slots: {
      kind: 'joggers~جوگرز|sneakers~سنیکرز|walking shoes~واکنگ شوز|canvas shoes~کینوس شوز@0.7|slip-on shoes~سلپ آن@0.8',
      extra: 'soft sole|light weight|pastel colours|for morning walk|college wear|memory foam@1.1',
      make: 'local|export leftover@0.9|imported@1.2',
    },
    titles: [
      'Ladies {kind} {extra}',
      "Women's {kind} {extra} - {make}",
      'Larkiyon ke {kind} {extra}',
      'زنانہ {ur:kind} ہلکے اور نرم',
      '{make} {kind} for girls, {extra}',
    ],
    facts: [
      'Weighs less than a phone, bends like a slipper.',
      'Walk ke baad aerhi mein dard nahi.',
      'سکول، کالج اور سیر کے لیے۔',
      'Wash in cold water, dry in shade.',
    ],
    options: { colour: 'White|Pink|Black|Sky blue', shoe_size: WOMENS_SIZES },
    weight_g: 650,
  },
]
