import type { Names } from '../../src/domains/catalogue/category-attributes.ts'
import { AREAS } from './city-areas.ts'

export type Province = 'punjab' | 'sindh' | 'kp' | 'balochistan' | 'islamabad' | 'ajk' | 'gb'

/** A city that parcels go to. */
export interface City {
  /** Stable: it is in addresses and orders. */
  readonly id: string
  readonly name: Names
  readonly province: Province
  readonly lat: number
  readonly lng: number
  /** People of the city and its suburbs; 0 when no census figure is at hand. */
  readonly population: number
  /** Well-known areas, to choose from; a person may write another. */
  readonly areas: readonly Names[]
}

export const PROVINCES: Readonly<Record<Province, Names>> = {
  punjab: { en: 'Punjab', ur: 'پنجاب', roman: 'Punjab' },
  sindh: { en: 'Sindh', ur: 'سندھ', roman: 'Sindh' },
  kp: { en: 'Khyber Pakhtunkhwa', ur: 'خیبر پختونخوا', roman: 'KPK' },
  balochistan: { en: 'Balochistan', ur: 'بلوچستان', roman: 'Balochistan' },
  islamabad: { en: 'Islamabad', ur: 'اسلام آباد', roman: 'Islamabad' },
  ajk: { en: 'Azad Kashmir', ur: 'آزاد کشمیر', roman: 'Azad Kashmir' },
  gb: { en: 'Gilgit-Baltistan', ur: 'گلگت بلتستان', roman: 'Gilgit Baltistan' },
}

/** How far a parcel goes, what that costs the buyer, and how long it takes. */
export interface DeliveryRate {
  readonly distance: 'city' | 'province' | 'country'
  readonly fee_paisa: bigint
  readonly fewest_days: number
  readonly most_days: number
}

/** The rates a new market starts with; its operator may change them. */
export const DELIVERY_RATES: readonly DeliveryRate[] = [
  { distance: 'city', fee_paisa: 150_00n, fewest_days: 1, most_days: 2 },
  { distance: 'province', fee_paisa: 220_00n, fewest_days: 2, most_days: 4 },
  { distance: 'country', fee_paisa: 290_00n, fewest_days: 3, most_days: 6 },
]

// id|English|Urdu|Roman Urdu where it differs|province|latitude|longitude|people. Biggest first.
const TABLE = `
karachi|Karachi|کراچی||sindh|24.8600|67.0100|14835000
lahore|Lahore|لاہور||punjab|31.5497|74.3436|11021000
faisalabad|Faisalabad|فیصل آباد||punjab|31.4180|73.0790|3203846
rawalpindi|Rawalpindi|راولپنڈی||punjab|33.6007|73.0679|2098231
gujranwala|Gujranwala|گوجرانوالہ||punjab|32.1500|74.1833|2027001
peshawar|Peshawar|پشاور||kp|34.0000|71.5000|1970042
multan|Multan|ملتان||punjab|30.1978|71.4711|1871843
hyderabad|Hyderabad|حیدرآباد||sindh|25.3792|68.3683|1732693
islamabad|Islamabad|اسلام آباد||islamabad|33.6989|73.0369|1014825
quetta|Quetta|کوئٹہ||balochistan|30.1920|67.0070|1001205
bahawalpur|Bahawalpur|بہاولپور||punjab|29.3956|71.6722|762111
sargodha|Sargodha|سرگودھا||punjab|32.0836|72.6711|659862
sialkot|Sialkot|سیالکوٹ||punjab|32.5000|74.5333|655852
sukkur|Sukkur|سکھر||sindh|27.6995|68.8673|499900
larkana|Larkana|لاڑکانہ||sindh|27.5600|68.2264|490508
chiniot|Chiniot|چنیوٹ||punjab|31.7167|72.9833|477781
shekhupura|Shekhupura|شیخوپورہ||punjab|31.7083|74.0000|473129
jhang|Jhang|جھنگ||punjab|31.2681|72.3181|414131
dera-ghazi-khan|Dera Ghazi Khan|ڈیرہ غازی خان||punjab|30.0500|70.6333|399064
gujrat|Gujrat|گجرات||punjab|32.5736|74.0789|390533
rahim-yar-khan|Rahim Yar Khan|رحیم یار خان||punjab|28.4202|70.2952|353203
kasur|Kasur|قصور||punjab|31.1167|74.4500|314617
mardan|Mardan|مردان||kp|34.1958|72.0447|300424
mingora|Mingora|مینگورہ||kp|34.7717|72.3600|279914
nawabshah|Nawabshah|نواب شاہ||sindh|26.2442|68.4100|263102
sahiwal|Sahiwal|ساہیوال||punjab|30.6706|73.1064|247706
mirpur-khas|Mirpur Khas|میرپور خاص||sindh|25.5269|69.0111|236961
okara|Okara|اوکاڑہ||punjab|30.8100|73.4597|232386
burewala|Burewala|بورے والا||punjab|30.1500|72.6833|203454
jacobabad|Jacobabad|جیکب آباد||sindh|28.2769|68.4514|200815
sadiqabad|Sadiqabad|صادق آباد||punjab|28.3006|70.1302|189876
kohat|Kohat|کوہاٹ||kp|33.5869|71.4414|170800
muridke|Muridke|مریدکے||punjab|31.8020|74.2550|163268
muzaffargarh|Muzaffargarh|مظفر گڑھ||punjab|30.0703|71.1933|163268
khanpur|Khanpur|خان پور||punjab|28.6471|70.6620|160308
gojra|Gojra|گوجرہ||punjab|31.1500|72.6833|157863
mandi-bahauddin|Mandi Bahauddin|منڈی بہاؤالدین||punjab|32.5861|73.4917|157352
abbottabad|Abbottabad|ایبٹ آباد||kp|34.1500|73.2167|148587
turbat|Turbat|تربت||balochistan|26.0031|63.0544|147791
dadu|Dadu|دادو||sindh|26.7319|67.7750|146179
bahawalnagar|Bahawalnagar|بہاولنگر||punjab|29.9944|73.2536|141935
khuzdar|Khuzdar|خضدار||balochistan|27.8000|66.6167|141395
pakpattan|Pakpattan|پاکپتن||punjab|30.3500|73.4000|139525
tando-allahyar|Tando Allahyar|ٹنڈو الٰہ یار||sindh|25.4667|68.7167|133487
ahmadpur-east|Ahmadpur East|احمد پور شرقیہ|Ahmadpur Sharqia|punjab|29.1453|71.2617|128112
vehari|Vehari|وہاڑی||punjab|30.0419|72.3528|128034
jaranwala|Jaranwala|جڑانوالہ||punjab|31.3342|73.4194|127973
mirpur|Mirpur|میرپور||ajk|33.1333|73.7500|124352
kamalia|Kamalia|کمالیہ||punjab|30.7258|72.6447|121401
kot-addu|Kot Addu|کوٹ ادو||punjab|30.4700|70.9644|120479
nowshera|Nowshera|نوشہرہ||kp|34.0153|71.9747|118594
swabi|Swabi|صوابی||kp|34.1167|72.4667|115018
khushab|Khushab|خوشاب||punjab|32.2917|72.3500|110868
dera-ismail-khan|Dera Ismail Khan|ڈیرہ اسماعیل خان||kp|31.8167|70.9167|109686
chaman|Chaman|چمن||balochistan|30.9210|66.4597|107660
charsadda|Charsadda|چارسدہ||kp|34.1453|71.7308|105414
kandhkot|Kandhkot|کندھ کوٹ||sindh|28.4000|69.3000|105011
chishtian|Chishtian|چشتیاں||punjab|29.7958|72.8578|101659
hasilpur|Hasilpur|حاصل پور||punjab|29.6967|72.5542|99171
muzaffarabad|Muzaffarabad|مظفر آباد||ajk|34.3700|73.4711|96000
mianwali|Mianwali|میانوالی||punjab|32.5853|71.5436|95007
jalalpur-jattan|Jalalpur Jattan|جلال پور جٹاں||punjab|32.7667|74.2167|90130
bhakkar|Bhakkar|بھکر||punjab|31.6333|71.0667|88472
zhob|Zhob|ژوب||balochistan|31.3417|69.4486|88356
depalpur|Depalpur|دیپالپور||punjab|30.6708|73.6533|87176
kharian|Kharian|کھاریاں||punjab|32.8110|73.8650|85765
mian-channun|Mian Channun|میاں چنوں||punjab|30.4397|72.3544|82586
bhalwal|Bhalwal|بھلوال||punjab|32.2653|72.9028|82556
jamshoro|Jamshoro|جامشورو||sindh|25.4283|68.2822|80000
pattoki|Pattoki|پتوکی||punjab|31.0214|73.8528|77210
haroonabad|Haroonabad|ہارون آباد||punjab|29.6100|73.1361|77206
kahror-pakka|Kahror Pakka|کہروڑ پکا||punjab|29.6236|71.9167|76098
toba-tek-singh|Toba Tek Singh|ٹوبہ ٹیک سنگھ||punjab|30.9667|72.4833|75943
samundri|Samundri|سمندری||punjab|31.0639|72.9611|73911
shakargarh|Shakargarh|شکر گڑھ||punjab|32.2628|75.1583|73160
sambrial|Sambrial|سمبڑیال||punjab|32.4750|74.3522|71766
shujaabad|Shujaabad|شجاع آباد||punjab|29.8803|71.2950|70595
hujra-shah-muqim|Hujra Shah Muqim|حجرہ شاہ مقیم||punjab|30.7408|73.8219|70204
kabirwala|Kabirwala|کبیر والا||punjab|30.4068|71.8667|70123
mansehra|Mansehra|مانسہرہ||kp|34.3333|73.2000|69085
lala-musa|Lala Musa|لالہ موسیٰ||punjab|32.7006|73.9558|67283
chunian|Chunian|چونیاں||punjab|30.9639|73.9803|64386
nankana-sahib|Nankana Sahib|ننکانہ صاحب||punjab|31.4492|73.7124|63073
bannu|Bannu|بنوں||kp|32.9889|70.6056|62191
pasrur|Pasrur|پسرور||punjab|32.2681|74.6675|58644
timargara|Timargara|تیمرگرہ||kp|34.8281|71.8408|58050
parachinar|Parachinar|پاراچنار||kp|33.8992|70.1008|55685
chenab-nagar|Chenab Nagar|چناب نگر||punjab|31.7500|72.9167|53965
gwadar|Gwadar|گوادر||balochistan|25.1264|62.3225|51901
abdul-hakim|Abdul Hakim|عبدالحکیم||punjab|30.5522|72.1278|51494
hassan-abdal|Hassan Abdal|حسن ابدال||punjab|33.8195|72.6890|50044
tank|Tank|ٹانک||kp|32.2167|70.3833|44996
hangu|Hangu|ہنگو||kp|33.5281|71.0572|39766
risalpur|Risalpur|رسالپور||kp|34.0049|71.9989|36653
karak|Karak|کرک||kp|33.1167|71.0833|35844
kundian|Kundian|کندیاں||punjab|32.4522|71.4718|35406
umarkot|Umarkot|عمرکوٹ||sindh|25.3614|69.7361|35059
chitral|Chitral|چترال||kp|35.8511|71.7889|31100
danyor|Danyor|دنیور||gb|35.9206|74.3783|25000
kulachi|Kulachi|کلاچی||kp|31.9286|70.4592|24738
kalat|Kalat|قلات||balochistan|29.0258|66.5900|22879
kotli|Kotli|کوٹلی||ajk|33.5156|73.9019|21462
gilgit|Gilgit|گلگت||gb|35.9208|74.3144|8851
alpuri|Alpuri|الپوری||kp|34.9000|72.6556|0
astore|Astore|استور||gb|35.3471|74.8563|0
athmuqam|Athmuqam|اٹھمقام||ajk|34.5717|73.8972|0
attock|Attock|اٹک||punjab|33.7667|72.3598|0
awaran|Awaran|آواران||balochistan|26.4568|65.2314|0
badin|Badin|بدین||sindh|24.6558|68.8383|0
bagh|Bagh|باغ||ajk|33.9803|73.7747|0
barkhan|Barkhan|بارکھان||balochistan|29.8977|69.5256|0
battagram|Battagram|بٹگرام||kp|34.6796|73.0263|0
chakwal|Chakwal|چکوال||punjab|32.9300|72.8500|0
chilas|Chilas|چلاس||gb|35.4206|74.0967|0
daggar|Daggar|ڈگر||kp|34.5111|72.4844|0
dalbandin|Dalbandin|دالبندین||balochistan|28.8885|64.4062|0
daska|Daska|ڈسکہ||punjab|32.3324|74.3525|0
dasu|Dasu|داسو||kp|35.2917|73.2906|0
dera-allahyar|Dera Allahyar|ڈیرہ الٰہ یار||balochistan|28.4167|68.1667|0
dera-bugti|Dera Bugti|ڈیرہ بگٹی||balochistan|29.0362|69.1585|0
dera-murad-jamali|Dera Murad Jamali|ڈیرہ مراد جمالی||balochistan|28.5466|68.2231|0
gahkuch|Gahkuch|گاہکوچ||gb|36.1736|73.7667|0
gandawah|Gandawah|گنداواہ||balochistan|28.6132|67.4856|0
ghotki|Ghotki|گھوٹکی||sindh|28.0064|69.3150|0
gujar-khan|Gujar Khan|گوجر خان||punjab|33.2590|73.3076|0
hafizabad|Hafizabad|حافظ آباد||punjab|32.0709|73.6880|0
hala|Hala|ہالہ||sindh|25.8138|68.4250|0
haripur|Haripur|ہری پور||kp|33.9942|72.9333|0
hunza|Aliabad, Hunza|علی آباد، ہنزہ|Aliabad Hunza|gb|36.3078|74.6178|0
jhelum|Jhelum|جہلم||punjab|32.9333|73.7333|0
kamoke|Kamoke|کامونکی|Kamonki|punjab|31.9749|74.2219|0
khairpur|Khairpur|خیرپور||sindh|27.5295|68.7592|0
khanewal|Khanewal|خانیوال||punjab|30.3017|71.9321|0
kharan|Kharan|خاران||balochistan|28.5833|65.4167|0
kohlu|Kohlu|کوہلو||balochistan|29.8965|69.2532|0
kotri|Kotri|کوٹری||sindh|25.3635|68.3069|0
lakki-marwat|Lakki Marwat|لکی مروت||kp|32.6072|70.9123|0
layyah|Layyah|لیہ||punjab|30.9646|70.9444|0
lodhran|Lodhran|لودھراں||punjab|29.5383|71.6333|0
loralai|Loralai|لورالائی||balochistan|30.3705|68.5979|0
malakand|Malakand|مالاکنڈ||kp|34.5656|71.9304|0
mastung|Mastung|مستونگ||balochistan|29.7997|66.8455|0
matiari|Matiari|مٹیاری||sindh|25.5971|68.4467|0
moro|Moro|مورو||sindh|26.6637|68.0024|0
murree|Murree|مری||punjab|33.9057|73.3927|0
musakhel|Musakhel|موسیٰ خیل||balochistan|30.8594|69.8221|0
narowal|Narowal|نارووال||punjab|32.1020|74.8730|0
naushahro-feroze|Naushahro Feroze|نوشہرو فیروز||sindh|26.8401|68.1227|0
panjgur|Panjgur|پنجگور||balochistan|26.9644|64.0903|0
pishin|Pishin|پشین||balochistan|30.5833|67.0000|0
qila-saifullah|Qila Saifullah|قلعہ سیف اللہ|Killa Saifullah|balochistan|30.7008|68.3598|0
rajanpur|Rajanpur|راجن پور||punjab|29.1041|70.3297|0
rawalakot|Rawalakot|راولاکوٹ||ajk|33.8578|73.7604|0
sanghar|Sanghar|سانگھڑ||sindh|26.0464|68.9481|0
sehwan|Sehwan Sharif|سیہون شریف||sindh|26.4184|67.8598|0
shahdad-kot|Shahdad Kot|شہداد کوٹ||sindh|27.8473|67.9068|0
shikarpur|Shikarpur|شکارپور||sindh|27.9556|68.6382|0
sibi|Sibi|سبی||balochistan|29.5430|67.8773|0
skardu|Skardu|سکردو||gb|35.2975|75.6398|0
tando-muhammad-khan|Tando Muhammad Khan|ٹنڈو محمد خان||sindh|25.1239|68.5389|0
taxila|Taxila|ٹیکسلا||punjab|33.7475|72.8073|0
thatta|Thatta|ٹھٹہ||sindh|24.7461|67.9243|0
upper-dir|Upper Dir|دیر بالا|Dir Bala|kp|35.2074|71.8768|0
uthal|Uthal|اوتھل||balochistan|25.8072|66.6228|0
wah-cantt|Wah Cantt|واہ کینٹ||punjab|33.7708|72.7519|0
wazirabad|Wazirabad|وزیر آباد||punjab|32.4417|74.1182|0
ziarat|Ziarat|زیارت||balochistan|30.3814|67.7258|0
`

/** The cities a market starts with, biggest first. */
export const CITIES: readonly City[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [id = '', en = '', ur = '', roman = '', province = '', lat = '', lng = '', population = ''] = line.split('|')
    return {
      id,
      name: { en, ur, roman: roman === '' ? en : roman },
      province: provinceOf(province),
      lat: Number(lat),
      lng: Number(lng),
      population: Number(population),
      areas: AREAS[id] ?? [],
    }
  })

function provinceOf(text: string): Province {
  for (const province of Object.keys(PROVINCES)) if (province === text) return text as Province
  throw new Error(`no province is called ${text}`)
}

/** How far it is between two cities. Islamabad and Rawalpindi are one place to a rider. */
export function distanceBetween(from: City, to: City): DeliveryRate['distance'] {
  const twins = ['islamabad', 'rawalpindi']
  if (from.id === to.id || (twins.includes(from.id) && twins.includes(to.id))) return 'city'
  return from.province === to.province ? 'province' : 'country'
}
