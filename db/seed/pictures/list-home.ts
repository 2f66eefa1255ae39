// Food, home, tools and play, written as list.ts says.
export const HOME_TABLE = `
almonds || #b5763a | #f2a900
walnuts || #b08655 | #e3bf86
pistachio || #e8d3a4 | #e8d3a4
cashew || #e9c98c | #e9c98c
peanuts || #d9a95c | #e3bf86
pine-nuts | acorn! | #a8642a | #7a4a22
dates || #7a3a1c | #7a3a1c
apricot | orange | #e88a2a | #fffdf8
chilli | pepper! | #b8261f | #0b5d4a
cardamom || #8fae5a | #f2a900
cinnamon || #9a5a2c | #b8261f
spice-jar | jar-label! | #c8541f | #fff3d6
spice-bowl || #c8541f | #a8743a
lentils || #e0a020 | #7a8c86
rice-sack || #e3cfa0 | #b8261f
wheat | grains | #d79b2a | #fffdf8
honey || #e0a020 | #3c4540
jaggery || #a8642a | #e3bf86
oil-bottle || #e0b030 | #0b5d4a
ghee-tin || #f0c050 | #0b5d4a
teapot || #2b5d8a | #f2a900
tea-leaves || #0b5d4a | #7cc0a8
tea-cup | coffee | #b5763a | #fffdf8
pickle-jar || #d98a1f | #b8261f
sauce-bottle || #b8261f | #0b5d4a
sweets-box || #d98a3a | #7d2147
biscuits | cookie | #c8873a | #fffdf8
cake | cake | #d0598a | #fff3d6
mangoes || #f0b020 | #0b5d4a
apples || #b8261f | #0b5d4a
detergent || #2b5d8a | #f2a900
spray-bottle | spray-bottle! | #7cb3c8 | #f2a900
broom | broom | #c8a13a | #a8642a
bedsheet || #d98a6a | #7cb3c8
bed | bed! | #a8642a | #d0598a
blanket || #7d2147 | #f2a900
ralli || #3c4540 | #f2a900
towel | towel! | #7cb3c8 | #fffdf8
carpet || #9f1d20 | #2b3a5a
rug | rug! | #7d2147 | #f2a900
curtain || #7d2147 | #f2a900
wall-clock | clock | #fffdf8 | #f2a900
picture-frame || #a8642a | #fff3d6
mirror || #c8a13a | #cbdfe8
table-lamp | lamp | #f2a900 | #fffdf8
salt-lamp || #e8946a | #a8642a
fairy-lights || #7cc0a8 | #f2a900
vase || #1f5fa8 | #7cc0d8
blue-plate || #1f5fa8 | #3aa8b8
clay-pot || #b5663a | #d98a5a
chair | chair! | #a8642a | #e3bf86
sofa || #0b5d4a | #7cc0a8
table || #a8642a | #c8873a
charpai || #a8642a | #7d2147
cooking-pot | cooking-pot | #9aa39c | #fffdf8
frying-pan || #6a6f76 | #f2a900
pressure-cooker || #b8c0ba | #9aa39c
thermos || #b8261f | #9aa39c
water-bottle || #7cb3c8 | #2b5d8a
water-cooler || #2b5d8a | #fffdf8
knife | knife | #a8642a | #d3dad5
spoon-set | fork-knife | #b8c0ba | #fffdf8
prayer-mat || #0b5d4a | #cfe3d6
tasbih || #0b5d4a | #f2a900
gift-box || #b8261f | #d0598a
potted-plant | potted-plant! | #2f8a4a | #b5663a
seedling | plant | #2f8a4a | #7cc06a
watering-can || #7cb3c8 | #9aa39c
thread || #b8261f | #f2a900
buttons || #2b5d8a | #d98a6a
lace || #d98ab0 | #7d2147
zip || #7d2147 | #f2a900
scissors | scissors | #b8261f | #fffdf8
needle | needle | #9aa39c | #fffdf8
tape-measure || #f2a900 | #fff3d6
hammer | hammer | #9aa39c | #a8642a
wrench | wrench | #9aa39c | #fffdf8
screwdriver | screwdriver | #f2a900 | #9aa39c
toolbox | toolbox | #b8261f | #f2a900
saw || #d98a1f | #b8c0ba
drill || #0b7a5a | #3c4540
bulb | lightbulb | #f2c94a | #fffdf8
switch-board || #f5f1e4 | #9aa39c
wire-coil || #b8261f | #3c4540
bike-chain || #9aa39c | #c8a13a
motorbike | motorcycle | #b8261f | #f2a900
headlight | headlights | #f2c94a | #fffdf8
gear | gear | #9aa39c | #fffdf8
helmet || #b8261f | #8fb8d0
oil-can || #b8261f | #fff3d6
car | car! | #9f1d20 | #cbdfe8
car-seat | seat | #3c4540 | #a8642a
tyre-gauge | gauge | #f2a900 | #fffdf8
tyre | tire | #4a544e | #9aa39c
cricket-bat | cricket! | #e3bf86 | #a8642a
cricket-ball | baseball | #b8261f | #fffdf8
wickets || #e3bf86 | #b8261f
football | soccer-ball | #2f3733 | #fffdf8
volleyball | volleyball | #f2a900 | #fffdf8
racket | racquet | #f2a900 | #fffdf8
shuttlecock || #b8261f | #fffdf8
table-tennis | ping-pong | #b8261f | #fffdf8
dumbbell | barbell | #3c4540 | #9aa39c
kettlebell || #4a544e | #f2a900
yoga-mat || #7d5aa0 | #fffdf8
boxing-glove | boxing-glove | #b8261f | #fffdf8
bicycle | bicycle | #0b5d4a | #fffdf8
bike-bell | bell-simple | #c8a13a | #fffdf8
tent | tent! | #d98a1f | #7a4a22
torch | flashlight | #f2a900 | #9aa39c
compass | compass | #b8261f | #fffdf8
book | book! | #0b5d4a | #f2a900
book-stack | books! | #7d2147 | #f2a900
open-book | book-open | #f2dfae | #fffdf8
pencil | pencil-ruler | #f2a900 | #fffdf8
notebook | notebook! | #2b5d8a | #fff3d6
geometry-box || #2b5d8a | #8fb8d0
palette | palette | #e3bf86 | #fffdf8
ink-pot || #2b3a5a | #fffdf8
paper || #2b5d8a | #cbdfe8
stamp | stamp | #a8642a | #e3bf86
file-box | archive | #c8873a | #fff3d6
calculator | calculator! | #3c4540 | #cfe3d6
shop-front | storefront | #0b5d4a | #fff3d6
basket | basket | #c8873a | #fff3d6
weighing-scale || #6a6f76 | #fffdf8
board-game || #a8642a | #2b5d9a
scooty || #d0598a | #3c4540
skipping-rope || #2b5d9a | #f2a900
cricket-pads || #fffdf8 | #2b5d9a
grapes || #6a4a8a | #fffdf8
`
