import { HOME_TABLE } from './list-home.ts'

// key | source | colour of the goods | second colour. A source names an icon of icons.json; with ! its light part is
// the second colour and the rest the first. No source: the key is drawn here. The colour counts when goods name none.
const WEAR_TABLE = `
peshawari-chappal || #8a4b1f | #d79b4a
khussa || #b8261f | #f2a900
khussa-embroidered || #7d2147 | #f2a900
kolhapuri || #a8642a | #e3bf86
oxford-shoe || #3a2a22 | #8a4b1f
sneaker | sneaker | #fffdf8 | #fffdf8
runner-shoe | sneaker-move | #2b5d8a | #fffdf8
hiking-boot | boot | #8a5a2b | #e3bf86
flip-flop || #2b5d8a | #cbdfe8
slide-slipper || #3c4540 | #cbdfe8
flat-chappal || #b8261f | #e3bf86
heel | high-heel | #c8a13a | #fffdf8
kids-shoe || #d0598a | #f2a900
shoe-polish || #2f3733 | #b8261f
shoe-brush || #a8642a | #f2a900
lawn-suit || #d0598a | #7cc0a8
fabric-stack || #2b5d8a | #d98a6a
fancy-suit || #0b5d4a | #f2a900
kameez || #7d2147 | #f2a900
kurti || #d98a3a | #fffdf8
ladies-trouser | pants! | #6a4a8a | #f2a900
bridal-lehnga || #a3122b | #f2a900
sweater || #7d2147 | #f2a900
night-suit || #d98ab0 | #7cb3c8
abaya || #2f3733 | #4a544e
hijab || #7a8c86 | #4a544e
dupatta || #e0a020 | #b8261f
shawl || #7d2147 | #f2a900
shawl-embroidered || #2f3733 | #f2a900
shawl-paisley || #8f1d2c | #e9c877
pakol || #a07a4f | #7a5a36
prayer-cap || #fffdf8 | #0b5d4a
sindhi-topi || #b8261f | #f2a900
cushion || #7d2147 | #f2a900
cushion-embroidered || #0b5d4a | #f2a900
fabric-roll || #4c6a78 | #2f4954
mens-kurta || #f5f1e4 | #7a8c86
kurta-embroidered || #2b5d8a | #f2a900
waistcoat || #3c4540 | #f5f1e4
dress-shirt || #8fb8d0 | #fffdf8
check-shirt || #9f1d20 | #fffdf8
tshirt | t-shirt! | #0b5d4a | #f2a900
polo-shirt || #2b5d8a | #fffdf8
jeans | pants! | #33577a | #24365a
jacket || #4a5a3a | #a07a4f
hoodie | hoodie! | #6a6f76 | #868f8a
socks | sock! | #7d2147 | #f2a900
vest || #fffdf8 | #cbdfe8
uniform || #fffdf8 | #9f1d20
frock || #d0598a | #fffdf8
kids-shorts || #2b5d8a | #f2a900
onesie || #f0c050 | #fffdf8
baby-cap || #8fb8d0 | #fffdf8
feeder || #8fc0d8 | #fff3d6
pacifier || #d98ab0 | #8fb8d0
diaper || #7cc0d8 | #d98ab0
stroller | baby-carriage | #2b5d8a | #f2a900
cradle || #a8642a | #8fb8d0
toy-blocks || #b8261f | #f2a900
puzzle | puzzle-piece | #0b5d4a | #f2a900
toy-car | car-profile! | #b8261f | #cbdfe8
toy-truck || #0b5d4a | #b8261f
drone | drone | #f2a900 | #fffdf8
teddy || #a8743a | #e3bf86
doll || #d0598a | #f0c9b0
kite || #b8261f | #0b5d4a
balloon | balloon | #b8261f | #f2a900
wrist-watch | watch! | #8a4b1f | #fffdf8
ladies-watch | watch! | #d98ab0 | #fff3d6
handbag | handbag | #7d2147 | #fffdf8
clutch || #c8a13a | #e3bf86
tote-bag | tote | #0b5d4a | #fffdf8
backpack | backpack! | #2b5d8a | #f2a900
wallet | wallet | #6a4326 | #e3bf86
belt | belt | #6a4326 | #f2a900
suitcase | suitcase-rolling! | #2b5d8a | #8fb8d0
duffel | suitcase! | #7a5230 | #e3bf86
necklace || #f2a900 | #9f1d20
jhumka || #f2a900 | #fffdf8
bangles || #b8261f | #0b5d4a
ring || #d8c8a0 | #3aa0b0
sunglasses | sunglasses | #2f3733 | #fffdf8
eyeglasses | eyeglasses | #8fb8d0 | #fffdf8
smartphone || #2f3733 | #7cb3c8
smartphone-pair || #2b5d8a | #cbdfe8
keypad-phone || #2f3733 | #cbdfe8
tablet | device-tablet-camera | #8fb8d0 | #fffdf8
phone-case || #b8261f | #f2a900
charger || #fffdf8 | #9aa39c
cable | plug! | #f5f1e4 | #9aa39c
power-bank || #3c4540 | #f2a900
earbuds || #fffdf8 | #cbdfe8
headphones | headphones | #3c4540 | #fffdf8
handsfree || #b8261f | #fffdf8
smart-watch || #3c4540 | #7a8c86
ring-light || #f2a900 | #fffdf8
phone-stand || #9aa39c | #2f3733
laptop | laptop! | #9aa39c | #7cb3c8
keyboard | keyboard | #6a6f76 | #fffdf8
mouse | mouse | #3c4540 | #b8c0ba
usb-drive || #b8261f | #9aa39c
hard-disk | hard-drive | #6a6f76 | #fffdf8
memory-card || #2f3733 | #f2a900
monitor | monitor! | #3c4540 | #7cb3c8
printer | printer | #6a6f76 | #fffdf8
ink-bottle || #2b5d8a | #fffdf8
router || #fffdf8 | #9aa39c
gamepad | game-controller | #2f3733 | #f2a900
joystick | joystick | #b8261f | #f2a900
cctv | security-camera | #f5f1e4 | #2b5d8a
camera | camera! | #3c4540 | #7cb3c8
speaker | speaker-hifi | #3c4540 | #f2a900
microphone | microphone-stage! | #9aa39c | #3c4540
radio | radio! | #a8642a | #f2a900
television | television-simple! | #2f3733 | #7cb3c8
pedestal-fan || #2b5d8a | #9aa39c
ceiling-fan || #a8642a | #e3bf86
air-cooler || #8fb8d0 | #2b5d8a
air-conditioner || #fffdf8 | #cbdfe8
heater || #9a4a2a | #f2a900
geyser || #e9e4d4 | #b8261f
blender || #b8261f | #dfeaf0
electric-kettle || #b8c0ba | #3c4540
oven | oven! | #6a6f76 | #f2a900
microwave || #9aa39c | #f2a900
chopper || #9f1d20 | #dfeaf0
fridge || #9aa9b4 | #b8261f
freezer || #f5f1e4 | #2b5d8a
washing-machine | washing-machine! | #f5f1e4 | #7cb3c8
iron || #2b5d8a | #b8c0ba
sewing-machine || #2f3733 | #a8642a
solar-panel | solar-panel | #2b5d8a | #fffdf8
battery | car-battery | #b8261f | #fffdf8
ups || #3c4540 | #0b5d4a
lipstick || #b8261f | #f2a900
mascara || #7d2147 | #f2a900
kajal | pencil! | #3c4540 | #f2a900
compact || #d98ab0 | #dfeaf0
makeup-brush | paint-brush! | #d98ab0 | #3c4540
mehndi || #0b5d4a | #f2a900
nail-polish || #d0598a | #fffdf8
cream-jar || #f0c9b0 | #d98a6a
serum || #d98a3a | #fff3d6
tube || #7cc0a8 | #fffdf8
hair-oil || #c87f2a | #0b5d4a
shampoo || #0b8a7a | #fffdf8
comb || #a8642a | #e3bf86
hair-dryer | hair-dryer! | #d0598a | #f2a900
perfume || #d9b0c0 | #f2dfe6
attar-bottle || #d79b4a | #7d2147
soap-bar || #7cc0a8 | #cfe3d6
shower-bottle | hand-soap | #7cb3c8 | #fffdf8
trimmer || #3c4540 | #9aa39c
razor || #9aa39c | #cbd3cd
thermometer | thermometer | #b8261f | #fffdf8
bp-monitor || #f5f1e4 | #cfe3d6
first-aid | first-aid-kit! | #fffdf8 | #b8261f
`

export interface PictureEntry {
  readonly key: string
  /** Name of an icon, or empty when the goods are drawn here. */
  readonly icon: string
  /** The light part of the icon is the second colour, not the first. */
  readonly swapped: boolean
  readonly main: string
  readonly second: string
}

function entryOf(line: string): PictureEntry {
  const [key = '', source = '', main = '', second = ''] = line.split('|').map((cell) => cell.trim())
  return { key, icon: source.replace('!', ''), swapped: source.endsWith('!'), main, second }
}

/** Every drawn picture, by its key. */
export const PICTURES: ReadonlyMap<string, PictureEntry> = new Map(
  `${WEAR_TABLE.trim()}\n${HOME_TABLE.trim()}`
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf('|')).trim(), entryOf(line)]),
)
