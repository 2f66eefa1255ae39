import type { Names } from '../../src/domains/catalogue/category-attributes.ts'

// City id: areas as English/Urdu. Roman Urdu writes them as English does.
const TABLE: Readonly<Record<string, string>> = {
  karachi: `Saddar/صدر, Gulshan-e-Iqbal/گلشنِ اقبال, Nazimabad/ناظم آباد, North Nazimabad/نارتھ ناظم آباد,
    Clifton/کلفٹن, DHA/ڈی ایچ اے, Korangi/کورنگی, Malir/ملیر, Landhi/لانڈھی, Liaquatabad/لیاقت آباد,
    Orangi Town/اورنگی ٹاؤن, Lyari/لیاری`,
  lahore: `Anarkali/انارکلی, Gulberg/گلبرگ, Model Town/ماڈل ٹاؤن, Johar Town/جوہر ٹاؤن, Ichhra/اچھرہ,
    Shahdara/شاہدرہ, Samanabad/سمن آباد, Iqbal Town/اقبال ٹاؤن, DHA/ڈی ایچ اے, Walled City/اندرون شہر,
    Mughalpura/مغلپورہ, Township/ٹاؤن شپ`,
  faisalabad: `Clock Tower/گھنٹہ گھر, D Ground/ڈی گراؤنڈ, Peoples Colony/پیپلز کالونی,
    Madina Town/مدینہ ٹاؤن, Ghulam Muhammad Abad/غلام محمد آباد, Samanabad/سمن آباد,
    Jinnah Colony/جناح کالونی, Millat Town/ملت ٹاؤن, Satiana Road/ستیانہ روڈ`,
  rawalpindi: `Raja Bazaar/راجہ بازار, Saddar/صدر, Satellite Town/سیٹلائٹ ٹاؤن,
    Commercial Market/کمرشل مارکیٹ, Chaklala/چکلالہ, Westridge/ویسٹریج, Tench Bhata/ٹینچ بھاٹہ,
    Adiala Road/اڈیالہ روڈ, Bahria Town/بحریہ ٹاؤن`,
  gujranwala: `Satellite Town/سیٹلائٹ ٹاؤن, Model Town/ماڈل ٹاؤن, Sialkoti Gate/سیالکوٹی گیٹ,
    Peoples Colony/پیپلز کالونی, Civil Lines/سول لائنز, Baghbanpura/باغبانپورہ, Wapda Town/واپڈا ٹاؤن,
    Rahwali/راہوالی`,
  peshawar: `Qissa Khwani/قصہ خوانی, Saddar/صدر, Hayatabad/حیات آباد, University Town/یونیورسٹی ٹاؤن,
    Namak Mandi/نمک منڈی, Gulbahar/گلبہار, Ring Road/رنگ روڈ, Karkhano/کارخانو, Dabgari/ڈبگری,
    Warsak Road/ورسک روڈ`,
  multan: `Hussain Agahi/حسین آگاہی, Cantt/کینٹ, Gulgasht Colony/گلگشت کالونی,
    Shah Rukn-e-Alam/شاہ رکنِ عالم, Bosan Road/بوسن روڈ, Haram Gate/حرم گیٹ, New Multan/نیو ملتان,
    Mumtazabad/ممتاز آباد`,
  islamabad: `F-6/ایف سکس, F-7/ایف سیون, F-10/ایف ٹین, G-9/جی نائن, G-11/جی الیون, I-8/آئی ایٹ, I-10/آئی ٹین,
    Blue Area/بلیو ایریا, Bhara Kahu/بھارہ کہو, Aabpara/آبپارہ`,
  hyderabad: `Resham Gali/ریشم گلی, Latifabad/لطیف آباد, Qasimabad/قاسم آباد, Hirabad/ہیر آباد, Saddar/صدر`,
  quetta: `Jinnah Road/جناح روڈ, Liaquat Bazaar/لیاقت بازار, Satellite Town/سیٹلائٹ ٹاؤن,
    Sariab Road/سریاب روڈ, Kandahari Bazaar/قندھاری بازار`,
  sialkot: `Paris Road/پیرس روڈ, Cantt/کینٹ, Kashmir Road/کشمیر روڈ, Defence Road/ڈیفنس روڈ`,
  mingora: `Main Bazaar/مین بازار, Saidu Road/سیدو روڈ, Green Chowk/گرین چوک`,
  chiniot: `Furniture Market/فرنیچر مارکیٹ, Jhang Road/جھنگ روڈ, Satellite Town/سیٹلائٹ ٹاؤن`,
  gilgit: `NLI Market/این ایل آئی مارکیٹ, Jutial/جوٹیال, Airport Road/ایئرپورٹ روڈ`,
  sukkur: `Clock Tower/گھنٹہ گھر, Military Road/ملٹری روڈ, Barrage Colony/بیراج کالونی`,
  bahawalpur: `Shahi Bazaar/شاہی بازار, Model Town/ماڈل ٹاؤن, Satellite Town/سیٹلائٹ ٹاؤن`,
  wazirabad: `Cutlery Market/کٹلری مارکیٹ, Sialkot Road/سیالکوٹ روڈ`,
  hala: `Main Bazaar/مین بازار, Makhdoom Gate/مخدوم گیٹ`,
  charsadda: `Utmanzai/اتمانزئی, Main Bazaar/مین بازار`,
  sargodha: `Block 7/بلاک سات, University Road/یونیورسٹی روڈ`,
  sahiwal: `Farid Town/فرید ٹاؤن, High Street/ہائی سٹریٹ`,
  abbottabad: `Jinnahabad/جناح آباد, Mandian/منڈیاں, Supply Bazaar/سپلائی بازار`,
  larkana: `Royal Road/رائل روڈ, Bakrani Road/بکرانی روڈ`,
  turbat: `Main Bazaar/مین بازار, Airport Road/ایئرپورٹ روڈ`,
  muzaffarabad: `Madina Market/مدینہ مارکیٹ, Upper Chattar/اپر چھتر`,
}

function namesOf(text: string): Names[] {
  return text.split(',').map((area) => {
    const [en = '', ur = ''] = area.trim().split('/')
    return { en, ur, roman: en }
  })
}

/** Well-known areas of the bigger cities and of the cities where demo shops stand, by city id. */
export const AREAS: Readonly<Record<string, readonly Names[]>> = Object.fromEntries(
  Object.entries(TABLE).map(([city, areas]) => [city, namesOf(areas)]),
)
