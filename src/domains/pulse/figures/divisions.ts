/**
 * The divisions of Pakistan and the cities that lie in them, as they are drawn in 2026 (Gujrat since 2022, Banbhore and
 * Shaheed Benazirabad since 2014, Rakhshan and Loralai since 2017 and 2021). A city that is not here has no division.
 */
const DIVISIONS: Readonly<Record<string, string>> = {
  Lahore: 'Lahore, Kasur, Pattoki, Chunian, Nankana Sahib, Sheikhupura, Shekhupura, Muridke',
  Gujranwala: 'Gujranwala, Kamoke, Sialkot, Daska, Sambrial, Pasrur, Narowal, Shakargarh',
  Gujrat: 'Gujrat, Jalalpur Jattan, Kharian, Lala Musa, Mandi Bahauddin, Hafizabad, Wazirabad',
  Rawalpindi:
    'Rawalpindi, Taxila, Wah Cantt, Wah, Gujar Khan, Murree, Attock, Hassan Abdal, Chakwal, Jhelum, Talagang, Kahuta',
  Faisalabad:
    'Faisalabad, Jaranwala, Samundri, Chiniot, Chenab Nagar, Jhang, Toba Tek Singh, Gojra, Kamalia, Tandlianwala',
  Sargodha: 'Sargodha, Bhalwal, Khushab, Jauharabad, Mianwali, Kundian, Bhakkar',
  Sahiwal: 'Sahiwal, Chichawatni, Okara, Depalpur, Hujra Shah Muqim, Pakpattan, Arifwala',
  Multan:
    'Multan, Shujaabad, Khanewal, Kabirwala, Mian Channun, Abdul Hakim, Lodhran, Kahror Pakka, Vehari, Burewala, ' +
    'Mailsi, Jahanian',
  'Dera Ghazi Khan': 'Dera Ghazi Khan, DG Khan, Layyah, Muzaffargarh, Kot Addu, Rajanpur, Taunsa',
  Bahawalpur:
    'Bahawalpur, Ahmadpur East, Hasilpur, Bahawalnagar, Chishtian, Haroonabad, Rahim Yar Khan, Sadiqabad, Khanpur',
  Karachi: 'Karachi',
  Hyderabad:
    'Hyderabad, Dadu, Jamshoro, Kotri, Sehwan Sharif, Matiari, Hala, Tando Allahyar, Tando Muhammad Khan, Sehwan',
  Banbhore: 'Thatta, Badin, Sujawal',
  Sukkur: 'Sukkur, Rohri, Ghotki, Khairpur, Mirpur Mathelo',
  Larkana: 'Larkana, Jacobabad, Kandhkot, Kashmore, Shahdad Kot, Shikarpur',
  'Mirpur Khas': 'Mirpur Khas, Mirpurkhas, Umarkot, Mithi, Tharparkar',
  'Shaheed Benazirabad': 'Nawabshah, Sanghar, Naushahro Feroze, Moro, Shahdadpur, Tando Adam',
  Peshawar: 'Peshawar, Charsadda, Nowshera, Risalpur, Landi Kotal',
  Mardan: 'Mardan, Swabi, Takht Bhai',
  Hazara: 'Abbottabad, Haripur, Mansehra, Battagram, Dasu, Havelian',
  Malakand: 'Mingora, Swat, Saidu Sharif, Timargara, Malakand, Chitral, Upper Dir, Alpuri, Daggar, Batkhela',
  Kohat: 'Kohat, Hangu, Karak, Parachinar',
  Bannu: 'Bannu, Lakki Marwat, Miranshah',
  'Dera Ismail Khan': 'Dera Ismail Khan, DI Khan, Kulachi, Tank, Wana',
  Quetta: 'Quetta, Pishin, Chaman',
  Kalat: 'Kalat, Khuzdar, Mastung, Awaran, Uthal, Hub',
  Makran: 'Turbat, Gwadar, Panjgur',
  Rakhshan: 'Kharan, Dalbandin, Nushki',
  Loralai: 'Loralai, Barkhan, Musakhel, Duki',
  Zhob: 'Zhob, Qila Saifullah',
  Sibi: 'Sibi, Dera Bugti, Kohlu, Ziarat',
  Nasirabad: 'Dera Murad Jamali, Dera Allahyar, Gandawah',
  Islamabad: 'Islamabad',
  Mirpur: 'Mirpur, Kotli, Bhimber',
  Muzaffarabad: 'Muzaffarabad, Athmuqam',
  Poonch: 'Rawalakot, Bagh',
  Gilgit: 'Gilgit, Danyor, Gahkuch, Aliabad, Hunza',
  Baltistan: 'Skardu, Khaplu',
  Diamer: 'Chilas, Astore',
}

const BY_CITY = new Map(
  Object.entries(DIVISIONS).flatMap(([division, cities]) =>
    cities.split(', ').map((city): [string, string] => [keyOf(city), `${division} division`]),
  ),
)

function keyOf(city: string): string {
  return city
    .toLowerCase()
    .replace(/[\s-]+/g, ' ')
    .trim()
}

/** 'Lahore division' of Kasur; '' of a city that nobody placed. */
export function divisionOf(city: string): string {
  return BY_CITY.get(keyOf(city)) ?? ''
}
