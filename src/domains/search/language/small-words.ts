import { foldText } from '../../../kit/text/fold.ts'

const setOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).map((word) => foldText(word)))

/** Words of three languages that only hold others together. */
export const SMALL = setOf(`a an the of for in on with and or to from by is are at as it this that my your
ka ki ke kay kaa kee ko koo aur mein mai me main se sey say wala wali wale walay walla walee vala vali hai hain hy ho
hua hui k liye lye liay par pe bhi ye yeh wo woh ek hi tha thi
کا کی کے کو اور میں سے والا والی والے ہے ہیں ہو لیے لئے پر بھی جات اشیاء یہ وہ ایک ہی جو و
جو جي جا جي کي جو ۾ تي په د او چې دا`)

/** Those that part the words of one thing: pani ki botal. Left out when things of several words are looked for. */
export const PARTING = setOf(`of for ka ki ke kay kaa kee k wala wali wale walay walla walee vala vali
کا کی کے والا والی والے`)

/** What people say beside the thing they want, and what no title answers. */
export const CHATTER = setOf(`price prices rate rates qeemat kimat keemat online buy shop shopping pakistan daraz cheap
best cheapest latest
sasta sasti saste sastay chahiye chahie chaiye chahye chaheye dikhao dikhaye batao btao lena leni hai
please plz want need kitne kitnay kitni ki? ka?
قیمت ریٹ آنلائن پاکستان سستا سستی سستے چاہیے چاہئے دکھاؤ دکھائیں لینا لینی کتنے بہترین`)
