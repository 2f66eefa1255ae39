/** CSV bytes of `rows` goods as a shopkeeper's program writes them, piece by piece: the same for the same number. */
export async function* goodsCsv(rows: number): AsyncGenerator<Uint8Array> {
  const goods = [
    'Peshawari chappal',
    'Khussa',
    'Lawn suit 3 piece',
    'Shalwar kameez',
    'Mobile cover',
    'Chadar',
    'کھدر کا سوٹ',
    'Prayer mat',
  ]
  const colours = ['Black', 'Brown', 'Maroon', 'Off-white', 'Neela', 'سبز']
  let text = 'SKU,Name,Description,Category,Brand,Price,Old price,Stock,Colour,Size,Image\r\n'
  for (let i = 0; i < rows; i++) {
    const name = goods[i % goods.length] ?? ''
    const colour = colours[i % colours.length] ?? ''
    const price = 450 + ((i * 37) % 9000)
    text += `KH-${String(i).padStart(6, '0')},"${name}, design ${i}","Handmade, ""${colour}"" and strong.\nPack of 1.",`
    text += `Fashion > ${name},House ${i % 90},"Rs ${price.toLocaleString('en')}",${price + 200},`
    text += `${i % 40},${colour},${36 + (i % 10)},`
    text += `https://photos.example.com/${i}.jpg\r\n`
    if (text.length < 64 * 1024) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}
