import type { Recipe } from './recipe.ts'
import { KITCHEN_WEIGHTS } from './words.ts'

export const PANTRY: readonly Recipe[] = [
  {
    id: 'oil-ghee',
    category: 'oil-ghee',
    pictures: ['oil-bottle', 'ghee-tin'],
    price: [700, 2800],
    slots: {
      kind: [
        'desi ghee~دیسی گھی@2.2#ghee-tin|sarson ka tel~سرسوں کا تیل@0.8#oil-bottle',
        'zaitoon ka tel~زیتون کا تیل@2.4#oil-bottle|makhan~مکھن@1.6#ghee-tin',
        'til ka tel~تلوں کا تیل@1.2#oil-bottle|khopra oil~ناریل کا تیل#oil-bottle',
      ],
      extra: 'khalis|village made|without chemical|small lot|glass bottle|pehli dhaar',
    },
    titles: ['{kind} {extra}', 'Asli {kind} {extra}', '{kind}: {extra}, khalis', 'خالص {ur:kind}', '{ur:kind} گاؤں سے'],
    facts: [
      'Danedar aur khushbudar, nani ke zamane wala.',
      'Pressed on wooden kolhu, not heated.',
      'شیشے کی بوتل میں، بغیر کیمیکل۔',
    ],
    options: { volume: '500 ml@0.53|1 litre|3 litre@2.9' },
    weight_g: 1200,
  },
  {
    id: 'tea',
    category: 'tea-coffee',
    pictures: ['tea-leaves', 'teapot'],
    price: [900, 2600],
    slots: {
      kind: [
        'Kenya danedar chai~کینیا دانے دار چائے#tea-leaves|Kashmiri chai~کشمیری چائے@1.2#teapot',
        'sabz qahwa~سبز قہوہ@0.8#tea-leaves|Peshawari qahwa~پشاوری قہوہ#teapot',
        'doodh patti mix~دودھ پتی مکس@0.8#tea-cup|green tea jasmine~جیسمین گرین ٹی@1.2#tea-leaves',
        'Turkish coffee~ترکش کافی@1.9#tea-cup',
      ],
      extra: 'strong|hotel blend|loose leaf|with elaichi@1.1|restaurant quality|fresh batch',
    },
    titles: ['{kind} {extra}', '{extra} {kind}', 'Chai ke shauqeen: {kind} - {extra}', '{ur:kind} خوشبودار'],
    facts: ['Rang aur karak dono.', 'One spoon makes three cups.', 'قصہ خوانی کا ذائقہ۔'],
    options: { weight: KITCHEN_WEIGHTS },
    weight_g: 500,
  },
  {
    id: 'achar',
    category: 'pickles-sauces',
    pictures: ['pickle-jar', 'sauce-bottle'],
    price: [450, 1200],
    slots: {
      kind: [
        'aam ka achar~آم کا اچار|mix achar~مکس اچار|lasan achar~لہسن کا اچار@1.3|mirch ka achar~مرچ کا اچار',
        'gosht ka achar~گوشت کا اچار@2.6|imli chutney~املی کی چٹنی@0.8#sauce-bottle',
        'Shikarpuri achar~شکارپوری اچار@1.2|lemon achar~لیموں کا اچار',
      ],
      extra: 'homemade|ammi ke haath ka|sarson ke tel mein|teekha|khatta meetha|no vinegar',
    },
    titles: ['{kind} {extra}', '{extra} {kind}', 'Ghar ka bana {kind} - {extra}', '{ur:kind} گھر کا بنا ہوا'],
    facts: [
      'Set in the sun for twenty days in clay jars.',
      'Gosht, daal, paratha, sab ke sath.',
      'سرسوں کے خالص تیل میں۔',
    ],
    options: { weight: '500 g@0.55|1 kg|2 kg@1.9' },
    weight_g: 1100,
  },
  {
    id: 'sweets',
    category: 'sweets-bakery',
    pictures: ['sweets-box', 'biscuits', 'cake'],
    price: [900, 2200],
    slots: {
      kind: [
        'Multani sohan halwa~ملتانی سوہن حلوہ#sweets-box|nankhatai~نان خطائی@0.8#biscuits',
        'Hyderabadi rabri~حیدرآبادی ربڑی#sweets-box|cake rusk~کیک رس@0.6#cake|gajak~گجک@0.8#biscuits',
        'pateesa~پتیسہ@0.9#sweets-box|khalifa style biscuits~خلیفہ بسکٹ@1.2#biscuits',
        'panjiri~پنجیری@1.3#sweets-box|mithai box~مٹھائی کا ڈبہ@1.1#sweets-box',
      ],
      extra: 'desi ghee|badam wala@1.2|taza|gift pack@1.1|akhrot wala@1.15|sugar free@1.1',
    },
    titles: ['{kind} {extra}', '{extra} {kind}, aaj ka bana', '{kind} - {extra} - Eid gift', '{ur:kind} دیسی گھی والا'],
    facts: ['Made on the day it is sent.', 'Do hafte tak taza rehta hai.', 'ڈبہ بند، مہر لگا ہوا۔'],
    options: { weight: '500 g@0.52|1 kg|2 kg@1.95' },
    weight_g: 1000,
  },
  {
    id: 'fruit',
    category: 'fresh-fruit',
    pictures: ['mangoes', 'apricot', 'apples'],
    price: [1200, 3400],
    slots: {
      kind: [
        'Chaunsa aam~چونسہ آم#mangoes|Sindhri aam~سندھڑی آم#mangoes|kinnow~کنو@0.7#apricot',
        'Kala Kulu seb~کالا کلو سیب@1.2#apples|anar Kandahari~قندھاری انار@1.5#apples',
        'Swat ke aaru~سوات کے آڑو@1.1#apricot|Quetta ke angoor~کوئٹہ کے انگور@1.2#grapes|amrood~امرود@0.6#mangoes',
      ],
      extra: 'export quality@1.2|garden fresh|A grade@1.1|bagh se direct|no carbide',
      pack: '5 kg peti|8 kg peti@1.5|10 kg peti@1.8|half crate@0.7',
    },
    titles: [
      '{kind} {pack} {extra}',
      '{pack} {kind} - {extra}',
      'Bagh se ghar tak: {kind} {pack} ({extra})',
      '{ur:kind} باغ سے تازہ',
    ],
    facts: ['Picked the evening before it leaves.', 'Peti mein neeche bhi wahi maal jo oopar.', 'بغیر مصالحہ پکا ہوا۔'],
    weight_g: 8000,
  },
  {
    id: 'cleaning',
    category: 'cleaning',
    pictures: ['detergent', 'spray-bottle', 'broom'],
    price: [250, 1400],
    slots: {
      kind: [
        'washing powder~واشنگ پاؤڈر#detergent|phenyl~فینائل@0.8#spray-bottle',
        'dish wash liquid~برتن دھونے کا لیکویڈ#shampoo|toilet cleaner~ٹوائلٹ کلینر#spray-bottle',
        'glass cleaner~شیشہ صاف کرنے والا#spray-bottle|bleach~بلیچ@0.7#detergent|floor wiper~وائپر@1.3#broom',
        'phool jharoo~پھول جھاڑو@1.1#broom',
      ],
      extra: 'lemon|5 litre@2.2|family pack@1.5|strong|rose khushboo|pack of 3@2.6',
    },
    titles: ['{kind} {extra}', '{extra} {kind}', 'Ghar ki safai: {kind} {extra}', '{ur:kind} گھر کے لیے'],
    facts: ['Locally made, no burning smell.', 'Thora sa kafi hai.', 'ہاتھوں پر نرم۔'],
    weight_g: 1500,
  },
]
