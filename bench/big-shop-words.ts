/** Words that products and people of a big shop are named with, Chinese and English, the common and the rare. */

export type Named = readonly [chinese: string, english: string]

export const categories: readonly (readonly [Named, readonly Named[]])[] = [
  [['茶', 'Tea'], pairs('绿茶 Green tea,红茶 Black tea,乌龙茶 Oolong,普洱茶 Pu-erh,花茶 Flower tea')],
  [['厨房', 'Kitchen'], pairs('茶具 Teaware,锅具 Pots,刀具 Knives,餐具 Tableware,烘焙 Baking')],
  [['服装', 'Clothing'], pairs('衬衫 Shirts,外套 Coats,裤子 Trousers,连衣裙 Dresses,围巾 Scarves')],
  [['电子', 'Electronics'], pairs('耳机 Headphones,键盘 Keyboards,灯具 Lamps,充电器 Chargers,音箱 Speakers')],
  [['家居', 'Home'], pairs('毛巾 Towels,床品 Bedding,收纳 Storage,蜡烛 Candles,地毯 Rugs')],
  [['美妆', 'Beauty'], pairs('口红 Lipstick,面霜 Cream,香水 Perfume,洗发水 Shampoo,面膜 Masks')],
  [['文具', 'Stationery'], pairs('笔记本 Notebooks,钢笔 Pens,颜料 Paint,纸张 Paper,书包 Bags')],
  [['食品', 'Food'], pairs('坚果 Nuts,饼干 Biscuits,面条 Noodles,蜂蜜 Honey,巧克力 Chocolate')],
]

export const kinds = pairs(
  '杯 cup,茶壶 teapot,盖碗 gaiwan,套装 set,礼盒 gift box,罐 tin,袋 pouch,盘 plate,碗 bowl,壶 kettle,刀 knife,锅 pan,勺 spoon,衬衫 shirt,外套 coat,毛衣 sweater,裤 trousers,连衣裙 dress,围巾 scarf,帽子 hat,耳机 headphones,键盘 keyboard,台灯 lamp,充电器 charger,音箱 speaker,毛巾 towel,被套 duvet cover,枕头 pillow,收纳箱 storage box,香薰蜡烛 scented candle,地毯 rug,口红 lipstick,面霜 face cream,香水 perfume,洗发水 shampoo,面膜 face mask,笔记本 notebook,钢笔 fountain pen,水彩 watercolour,书包 backpack,坚果 mixed nuts,饼干 biscuits,面条 noodles,蜂蜜 honey,巧克力 chocolate,绿茶 green tea,红茶 black tea,乌龙茶 oolong tea,普洱 pu-erh,茉莉花茶 jasmine tea',
)
export const qualities = pairs(
  '手工 handmade,有机 organic,经典 classic,轻便 light,防水 waterproof,复古 vintage,迷你 mini,大号 large,便携 portable,加厚 thick,柔软 soft,透明 clear,陶瓷 ceramic,竹制 bamboo,不锈钢 steel,羊毛 wool,纯棉 cotton,真丝 silk,皮革 leather,玻璃 glass,早春 spring,夏季 summer,秋季 autumn,冬季 winter,特级 premium,家用 household,旅行 travel,儿童 kids,男士 mens,女士 womens,无线 wireless,静音 quiet,节能 efficient,折叠 folding,双层 double,限量 limited,新款 new,原味 original,低糖 low-sugar,无香 unscented',
)
export const brands = pairs(
  '山月 Shanyue,青禾 Qinghe,云栖 Yunqi,木白 Mubai,海棠 Haitang,南亭 Nanting,北辰 Beichen,知味 Zhiwei,拾光 Shiguang,竹里 Zhuli,初见 Chujian,安和 Anhe,千帆 Qianfan,若水 Ruoshui,西窗 Xichuang,鹿鸣 Luming,半夏 Banxia,春生 Chunsheng,白露 Bailu,锦书 Jinshu,Nordwind Nordwind,Halden Halden,Brightly Brightly,Oakfield Oakfield,Lumen Lumen,Terra Terra,Pinecone Pinecone,Harbour Harbour,Solis Solis,Kestrel Kestrel',
)
export const colours = pairs('白 White,黑 Black,红 Red,蓝 Blue,绿 Green,灰 Grey')
export const told =
  '选用优质材料,适合日常使用,送礼自用皆可,清洗方便,经久耐用,设计简洁,产自安徽,品质保证,限时优惠,包装精美'.split(
    ',',
  )
export const toldEnglish =
  'made for every day|easy to clean|a gift that is used|from a small workshop|lasts for years|ships in a box|checked by hand|best before two years|with a warranty|for home and office'.split(
    '|',
  )

export const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕',
]
export const givenNames = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红辉波鹏宇轩欣怡佳雪梦琪子涵浩然思远',
]
export const foreignNames =
  'Li Na,Anna Berg,Tom Hill,Maria Silva,John Smith,Åsa Lind,Ivan Petrov,Emma Stone,Noah King,Mia Wolf'.split(
    ',',
  )

function pairs(text: string): readonly Named[] {
  return text.split(',').map(pair => {
    const space = pair.indexOf(' ')
    return [pair.slice(0, space), pair.slice(space + 1)]
  })
}
