// Shopping words of the bazaar that mean the same, one thing a line: English, Roman Urdu in its usual spellings, Urdu.
// Written for this market. Words of two parts are joined by an underscore. The first word names the thing.
const TABLE = `
shoe joota joote jootay juta jutay jooti footwear boot جوتا جوتے جوتی جوتیاں شوز
chappal chapal slipper sandal چپل سینڈل سلیپر
khussa khusa کھسہ کھسے
sneaker jogger trainer جوگرز جوگر سنیکر
heel ہیل
sock jurab moza moze mozay جراب جرابیں موزہ موزے
shawl shaal chadar chaddar wrap pashmina شال شالیں چادر پشمینہ
dupatta dopatta chunni دوپٹہ دوپٹے دوپٹا
scarf hijab اسکارف حجاب
abaya burqa burka عبایا برقع برقعہ
suit jora joray jore سوٹ جوڑا جوڑے
shalwar salwar شلوار
kameez qameez kamiz qamees قمیض قمیص
kurta kurti kurtay کرتا کرتے کرتی کرتیاں
shirt شرٹ شرٹس
tshirt t_shirt tee ٹی_شرٹ
trouser pajama pyjama pant patloon ٹراؤزر پاجامہ پتلون پینٹ
jean denim جینز
waistcoat wasket واسکٹ
jacket coat جیکٹ کوٹ
sweater jersey swetar sweatar سویٹر جرسی
hoodie ہڈی
cloth kapra kapray kapre fabric dress clothing لباس کپڑا کپڑے
unstitched ansila an_sila اَن_سلا ان_سلا ان_سلے
lawn لان
cotton sooti کاٹن سوتی
silk resham reshmi ریشم ریشمی
velvet makhmal makhmali مخمل مخملی
wool oon ooni اون اونی
leather chamra chamray charma چمڑا چمڑے لیدر
embroidered embroidery karhai kadhai kashida کڑھائی کڑھائی_والی کشیدہ
printed print پرنٹڈ پرنٹ
bridal dulhan shadi wedding دلہن شادی عروسی
cap topi hat ٹوپی ٹوپیاں
turban pagri پگڑی
belt بیلٹ پیٹی
wallet batwa batua purse بٹوہ بٹوے پرس
bag basta بیگ بستہ تھیلا
handbag hand_bag ہینڈ_بیگ
suitcase attachi سوٹ_کیس اٹیچی
watch ghari gharri ghadi clock گھڑی گھڑیاں
glasses chashma chashmay sunglass sunglasses goggle چشمہ چشمے عینک
ring angoothi anguthi انگوٹھی انگوٹھیاں رنگوٹھی
earring jhumka jhumke jhumkay bali baliyan جھمکا جھمکے بالی بالیاں
necklace haar ہار نیکلس
bangle choori churi chooriyan churiyan kangan bracelet چوڑی چوڑیاں کنگن
jewellery jewelry zewar zaiwar زیور زیورات
silver chandi چاندی
gold golden sona sunehri سونا سنہری گولڈن
mobile phone smartphone cell_phone moobile موبائل فون اسمارٹ_فون
charger چارجر
cable taar wire تار کیبل
power_bank powerbank پاور_بینک
handsfree hands_free earphone headphone ہینڈ_فری ہیڈفون
earbud airpod air_pod ایئربڈز
cover case kavar کور
speaker اسپیکر سپیکر
laptop لیپ_ٹاپ
computer pc کمپیوٹر
keyboard کی_بورڈ
mouse ماؤس
printer پرنٹر
camera kemra کیمرہ کیمرا کیمرے
television tv led ٹی_وی ٹیلیویژن
fan pankha pankhay pankhe پنکھا پنکھے
cooler کولر
ac air_conditioner aircon اے_سی
heater ہیٹر
geyser گیزر
iron istri istari press استری
fridge refrigerator freezer فریج فریزر
washing_machine kapre_dhone_wali_machine واشنگ_مشین
machine mashin مشین
sewing silai سلائی
blender juicer grinder جوسر بلینڈر گرائنڈر
kettle ketli کیتلی
oven microwave اوون
battery batri bettery بیٹری
solar سولر شمسی
bulb بلب
light batti lamp بتی لائٹ لیمپ
torch ٹارچ
lipstick surkhi لپ_اسٹک سرخی
kajal kohl surma کاجل سرمہ
henna mehndi mehendi مہندی
perfume attar itar khushboo scent پرفیوم عطر خوشبو
soap sabun saboon صابن
shampoo شیمپو
cream کریم
oil tel تیل
almond badam بادام
walnut akhrot اخروٹ
pistachio pista پستہ
cashew kaju کاجو
pine_nut chilgoza chilghoza چلغوزہ چلغوزے
peanut mungphali moongphali مونگ_پھلی مونگپھلی
date khajoor khajur کھجور کھجوریں
raisin kishmish کشمش
fig anjeer injeer انجیر
dry_fruit khushk_mewa meway خشک_میوہ میوہ خشک_میوہ_جات
honey shehad shahad شہد
jaggery gur گڑ
spice masala masalay masale مصالحہ مصالحے مسالہ
chilli chili mirch مرچ مرچیں
turmeric haldi ہلدی
cumin zeera زیرہ
salt namak نمک
sugar cheeni chini چینی
rice chawal chaawal چاول
flour aata atta آٹا
pulse daal dal lentil دال دالیں
tea chai chaye چائے
coffee کافی
milk doodh دودھ
ghee گھی
pickle achar achaar اچار
sweet mithai مٹھائی
fruit phal پھل
mango aam آم
apple saib سیب
orange malta kinnow kinoo مالٹا کینو
water pani پانی
bedsheet bed_sheet chadar بیڈ_شیٹ
quilt razai rizai رضائی
blanket kambal کمبل
pillow takiya تکیہ تکیے
towel tolia tauliya تولیہ تولیے
curtain parda parday پردہ پردے
carpet rug qaleen kaleen dari قالین دری
furniture فرنیچر
chair kursi کرسی کرسیاں
table mez میز
bed palang پلنگ بیڈ
pot degchi patila handi دیگچی پتیلا ہانڈی
pan karahi tawa کڑاہی توا
utensil bartan برتن
plate پلیٹ
cup pyali پیالی کپ
glass گلاس
bottle botal بوتل
thermos flask تھرماس
knife churi chhuri چھری
spoon chamach چمچ
pottery mitti مٹی
thread dhaga دھاگہ دھاگا
button بٹن
scissor qainchi kainchi قینچی
prayer_mat jaye_namaz janamaz جائے_نماز
tasbih tasbeeh تسبیح
quran قرآن
tool auzar اوزار
hammer hathora ہتھوڑا
drill ڈرل
paint rang color colour رنگ
plant poda paude پودا پودے
book kitab kitaab کتاب کتابیں
pen qalam قلم پین
pencil پینسل
copy notebook کاپی
toy khilona khilonay khilone کھلونا کھلونے
doll guriya گڑیا
car gari gaari گاڑی کار
ball gend گیند بال
bat balla بلا بیٹ
cricket کرکٹ
football فٹ_بال فٹبال
bicycle cycle saikal سائیکل
motorcycle motorbike bike motor_cycle موٹر_سائیکل بائیک
helmet ہیلمٹ
tyre tire ٹائر
tent khaima خیمہ
baby bacha bachay bache child children kid بچہ بچے بچوں
girl larki bachi لڑکی بچی بچیوں
boy larka لڑکا لڑکوں
women woman ladies lady zanana khawateen aurat female خواتین زنانہ لیڈیز عورت
men man gents mardana mard male مردانہ مرد جینٹس
black kala kaala siyah کالا کالی سیاہ بلیک
white safaid safed سفید وائٹ
red lal laal surkh لال سرخ ریڈ
green hara sabz ہرا ہری سبز
blue neela nila neeli نیلا نیلی بلیو
yellow peela pila peeli پیلا پیلی
brown bhoora bhura بھورا براؤن
pink gulabi گلابی پنک
purple jamni جامنی
grey gray surmai سرمئی گرے
big large bara bari barra بڑا بڑی بڑے
small chota choti chhota چھوٹا چھوٹی چھوٹے
new naya nayi نیا نئی نئے
cheap sasta sasti سستا سستی سستے
handmade hath_ka_bana dastkari handicraft ہاتھ_کا_بنا دستکاری
wood lakri lakdi wooden لکڑی
steel فولاد اسٹیل
brass peetal پیتل
clay_pot matka مٹکا
winter sardi sardiyon جاڑا سردی سردیوں
summer garmi garmiyon گرمی گرمیوں
school اسکول سکول
gift tohfa تحفہ تحفے
set سیٹ
piece pees پیس
`

/** The lines of the lexicon: the words of one thing, each a list of parts. */
export const LEXICON: readonly (readonly string[])[] = TABLE.split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split(' '))

/** Small words that say nothing about the goods. */
export const SMALL_WORDS =
  'a an the of for in on with and or to from by ka ki ke kay ko aur mein me se say wala wali wale walay hai ho ' +
  'chahiye chahie کا کی کے کو اور میں سے والا والی والے چاہیے ہے'
